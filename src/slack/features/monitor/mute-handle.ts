import { parseDuration } from "../../../lib/duration.ts";
import { nearest } from "../../../lib/nearest.ts";
import { addMilliseconds } from "../../../lib/time.ts";
import { nearMoment, say } from "../../../lib/words.ts";
import type { Muted } from "../../../monitor/record/events.ts";
import { select } from "../../blocks/buttons.ts";
import { escapeText, section } from "../../blocks/mrkdwn.ts";
import { anyVerbAction } from "../../blocks/verb-action.ts";
import { type Reply, refuse, show, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";

type Known = { target: string; name: string };

const everything = /^(all|everything|\*)$/i;

/** What can be muted, as `monitor` lists it. */
async function knownTargets({ store }: Desk): Promise<Known[]> {
  const rows = (await store.targets()).map(({ target, body }) => ({
    target,
    ...(body as { scope: string; name: string }),
  }));
  return rows.filter(({ scope }) => scope === "").map(({ target, name }) => ({ target, name }));
}

/** Finds a target by its own name or by what people call it. */
function targetNamed(text: string, known: readonly Known[]): Known | undefined {
  const plain = (words: string) =>
    words
      .toLowerCase()
      .replace(/["“”„]/g, "")
      .trim();
  const wanted = plain(text);
  return known.find(({ target, name }) =>
    [plain(target), plain(name), plain(target.split(/:(.*)/s)[1] ?? "")].includes(wanted),
  );
}

/** "callback 2h deploying" as what, how long, why. Without a length of time there is nothing to do yet. */
function readMute(text: string): { what: string; lastsMs?: number; why: string; rest: string } {
  const words = text.split(/\s+/).filter(Boolean);
  const at = words.findIndex((word) => parseDuration(word) !== undefined);
  if (at < 0) return { what: text.trim(), why: "", rest: "" };
  return {
    what: words.slice(0, at).join(" "),
    lastsMs: parseDuration(words[at]!)!,
    why: words.slice(at + 1).join(" "),
    rest: words.slice(at).join(" "),
  };
}

const mute: Verb = {
  usage: "mute [target] 2h [why]",
  summary: "Looks at something without telling what breaks, for a while: a deploy, planned work.",
  group: "More",
  synonyms: ["silence"],
  about: "anything",
  async run({ text, by, receipt }, desk) {
    const { what, lastsMs, why, rest } = readMute(await desk.readable(text));
    const known = await knownTargets(desk);
    if (known.length === 0)
      return refuse("Nothing is monitored yet: set monitor.channel in the configuration.");
    const target = targetNamed(what, known);
    if (lastsMs === undefined)
      return refuse(`Say for how long, as in “mute ${what || "callback"} 2h deploying”.`);
    if (what && !target && !everything.test(what)) return notKnown(what, known);
    if (!what) return ask(known, rest);
    const targets: Muted = target ? [target.target] : "all";
    const until = addMilliseconds(desk.clock.now(), lastsMs);
    const refused = await desk.monitoring.quiet.mute({ targets, until, why }, { by, receipt });
    if (refused) return refuse(refused.message);
    const name = target ? target.name : "Everything";
    return tell(
      say`${name} is muted until ${nearMoment(until, desk.clock.now())}. I go on looking; what is still broken then is told.`,
    );
  },
};

function notKnown(what: string, known: readonly Known[]): Reply {
  const close = nearest(
    what,
    known.map(({ target }) => target),
  );
  const hint = close ? ` Did you mean “${close}”?` : "";
  return refuse(
    `I do not look at “${what}”.${hint} I look at: ${known.map(({ target }) => target).join(", ")}.`,
  );
}

function ask(known: readonly Known[], rest: string): Reply {
  const question = "What shall be muted?";
  const choices = [
    { value: `mute all ${rest}`, label: "Everything" },
    ...known.map(({ target, name }) => ({ value: `mute ${target} ${rest}`, label: name })),
  ];
  return show({
    text: escapeText(question),
    blocks: [
      {
        ...section(question),
        accessory: select({ action: anyVerbAction, placeholder: "Choose a target", choices }),
      },
    ],
  });
}

const unmute: Verb = {
  usage: "unmute [target]",
  summary: "Ends mutes: of one target, or all of them.",
  group: "More",
  synonyms: ["unsilence"],
  about: "anything",
  async run({ text, by, receipt }, desk) {
    const what = (await desk.readable(text)).trim();
    const known = await knownTargets(desk);
    const target = targetNamed(what, known);
    if (what && !target && !everything.test(what)) return notKnown(what, known);
    const ended = await desk.monitoring.quiet.unmute(target ? [target.target] : undefined, { by, receipt });
    if ("code" in ended) return refuse(ended.message);
    return tell(
      ended.length === 1 ? "Unmuted. What is broken now is told." : `Unmuted: ${ended.length} mutes ended.`,
    );
  },
};

/** Looked at, and not told for a while. */
export const muting: Feature = { verbs: { mute, unmute } };
