import { entryMeant } from "../../../runbook/find/entry-named.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { currentQuestion, noWalk } from "../../../walk/walk-state.ts";
import { done, type Reply, refuse, show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handle, Verb } from "../../requests/feature.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { ActionRequest, Request } from "../../requests/request.ts";
import { walkSlot } from "./walk-desired.ts";
import { isIncident, onRecord, stepOn, walkOf } from "./walk-record-handle.ts";
import { renderUnderWay, renderWaysIn } from "./ways-in-render.ts";

/** Stands for the record of a walk that has none yet. */
const newRecord = "new";

/** Begins a walk: in an incident's channel for that incident, elsewhere alone, with a triage run as its record. */
export const diagnose: Verb = {
  usage: "diagnose [what you see]",
  summary: "Walks you through the decision tree; triage answers what it can.",
  group: "When something is wrong",
  synonyms: ["why", "debug", "troubleshoot"],
  about: "anything",
  async run(request, desk) {
    const here = request.channel ? await desk.incidents.inChannel(request.channel) : undefined;
    const entry = entryMeant(desk.runbook, request.text);
    const stream = here?.open && maySee(request.by, here) ? here.stream : newRecord;
    if (stream === newRecord) return entry ? startAlone(entry, request, desk) : waysIn(stream, desk.runbook);
    const walk = await walkOf(stream, desk);
    if (walk.entry && !entry) return underWay(stream, request, desk);
    return entry
      ? stepOn(stream, { type: "start", entry, revision: walk.revision }, request, desk)
      : waysIn(stream, desk.runbook, walk);
  },
};

/** Begins with the symptom that was chosen. */
export const startWalk: Handle<ActionRequest> = (request, desk) => {
  const [stream = "", revision = "", entry = ""] = request.value.split(" ");
  if (stream === newRecord) return startAlone(entry, request, desk);
  return stepOn(stream, { type: "start", entry, revision: Number(revision) }, request, desk);
};

/** Opens the checklist for a limit that is near: the walk begins and the question which one it is answered. */
export async function openLimitChecklist(which: string, request: Request, desk: Desk): Promise<Reply> {
  return startAlone("limit_near", request, desk, which);
}

/** Lists the symptoms, to begin anew. */
export const chooseWay = onRecord(async ({ stream }, _request, desk) =>
  waysIn(stream, desk.runbook, await walkOf(stream, desk)),
);

/** "Walk the tree" under a triage run: the walk there is, else the symptoms. */
export const walkTree = onRecord(async ({ stream }, request, desk) => {
  const declared = isIncident(stream) ? null : (await desk.runs.load(stream)).declared;
  if (declared) return refuse(`The walk goes on in ${declared.incident}'s channel.`);
  const walk = await walkOf(stream, desk);
  return walk.entry ? underWay(stream, request, desk) : waysIn(stream, desk.runbook, walk);
});

function waysIn(stream: string, runbook: Runbook, walk = noWalk): Reply {
  return show(renderWaysIn(stream, walk, runbook));
}

async function underWay(stream: string, request: Request, desk: Desk): Promise<Reply> {
  const walk = await walkOf(stream, desk);
  return show(renderUnderWay(stream, walk, await permalinkOf(stream, request, desk)));
}

/** A walk of one's own: a run whose walk another has begun is left to them. */
async function startAlone(entry: string, request: Request, desk: Desk, answer?: string): Promise<Reply> {
  const { by, receipt, channel, threadTs } = request;
  const { runs, store } = desk;
  // Delivered again, it would take its own walk for another's.
  if (await store.findReceipt(`${receipt}:start`)) return done;
  const viewer = { channel: channel ?? by.id, by, ...(threadTs && { threadTs }) };
  let opened = await runs.open({ viewer, request: { by, receipt } });
  while (opened.run.walk.entry || opened.run.declared) {
    const { stream: after } = opened;
    opened = await runs.open({ viewer, after, request: { by, receipt: `${receipt}:${after}` } });
  }
  const { stream } = opened;
  const { revision } = opened.run.walk;
  const begun = await stepOn(
    stream,
    { type: "start", entry, revision },
    { by, receipt: `${receipt}:start` },
    desk,
  );
  const { walk } = await runs.load(stream);
  const question = currentQuestion(walk);
  if (!answer || !question) return begun;
  const step = { type: "answer", question: question.id, answer, revision: walk.revision } as const;
  return stepOn(stream, step, { by, receipt: `${receipt}:answer` }, desk);
}

/** The address of the walk's message in the place asked from, if Slack tells it. */
async function permalinkOf(
  stream: string,
  { channel }: Request,
  { store, web, log }: Desk,
): Promise<string | undefined> {
  const slot = isIncident(stream) ? walkSlot : `${walkSlot}:${channel}`;
  const { ref } = (await store.deliveries(stream)).find((delivery) => delivery.slot === slot) ?? {};
  if (!ref?.channel || !ref.ts) return undefined;
  try {
    const asked = { channel: ref.channel, message_ts: ref.ts };
    return (await web.interactive("chat.getPermalink", asked)).permalink;
  } catch (err) {
    log.info({ err }, "Slack does not tell where the walk's message is");
    return undefined;
  }
}
