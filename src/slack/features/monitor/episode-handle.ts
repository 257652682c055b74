import { addMilliseconds } from "../../../lib/time.ts";
import { nearMoment, say } from "../../../lib/words.ts";
import { openParts } from "../../../monitor/episode/state.ts";
import { targetOf } from "../../../monitor/quiet.ts";
import { declaredFrom } from "../../../service/monitor/declaration.ts";
import { refuse, replyTo, tell } from "../../requests/answer/reply.ts";
import type { Feature, Handle } from "../../requests/feature.ts";
import type { ActionRequest } from "../../requests/request.ts";
import type { DeclareCarried } from "../declare/declare-form.ts";
import { openDeclareForm } from "../declare/open-declare-form.ts";
import { openLimitChecklist } from "../walk/walk-start-handle.ts";
import { episodeActions } from "./episode-render.ts";

const muteMs = 60 * 60_000;

/** Filled in from what the episode knows: detected by alert, with its evidence and its true start. */
const declare: Handle<ActionRequest> = async (request, desk) => {
  const episode = await desk.monitoring.episodes.load(request.value);
  if (!episode.openedAt) return refuse("This message is no longer kept. Run triage instead.");
  const { declared } = episode;
  if (declared) return refuse(say`${declared.by} already declared ${declared.incident} from this.`);
  const known = declaredFrom(request.value, episode);
  const { message, channel, threadTs } = request;
  const carried: DeclareCarried = {
    channel,
    episode: request.value,
    ...(message && {
      origin: { channel: message.channel, messageTs: message.ts, ...(threadTs && { threadTs }) },
    }),
  };
  const detectedAt = Math.floor(Date.parse(known.detectedAt) / 1000);
  return openDeclareForm(request, { ...known, detectedAt }, carried, desk);
};

/** Mutes what is wrong here, for an hour. */
const mute: Handle<ActionRequest> = async ({ value, by, receipt }, { monitoring, clock }) => {
  const targets = openParts(await monitoring.episodes.load(value)).map(targetOf);
  if (targets.length === 0) return tell("It is over already: there is nothing to mute.");
  const until = addMilliseconds(clock.now(), muteMs);
  const refused = await monitoring.quiet.mute({ targets, until, why: "" }, { by, receipt });
  if (refused) return refuse(refused.message);
  return tell(
    say`Muted until ${nearMoment(until, clock.now())}. I go on looking; what is still broken then is told.`,
  );
};

const notOurs: Handle<ActionRequest> = async ({ value, by, receipt }, { monitoring }) =>
  replyTo(await monitoring.episodes.change(value, { type: "not_ours" }, { by, receipt }));

/** Outside an incident: nothing is broken yet. */
const checklist: Handle<ActionRequest> = (request, desk) => openLimitChecklist(request.value, request, desk);

/** The buttons of an episode's message. */
export const watching: Feature = {
  actions: {
    [episodeActions.declare]: declare,
    [episodeActions.mute]: mute,
    [episodeActions.notOurs]: notOurs,
    [episodeActions.checklist]: checklist,
  },
};
