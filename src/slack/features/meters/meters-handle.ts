import { readTypedNumber, sayReadings } from "../../../lib/typed-number.ts";
import { say } from "../../../lib/words.ts";
import type { ShownMeter } from "../../../monitor/meter/meter.ts";
import { countText, meterWords } from "../../../monitor/meter/meter-words.ts";
import { type Reply, refuse, show, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";
import { renderMeters } from "./meters-render.ts";

const meters: Verb = {
  usage: "meters",
  summary: "Shows what is left of credits, actions and webhooks, and when each runs out.",
  group: "To look",
  synonyms: ["balance", "balances", "quota", "limits"],
  about: "anything",
  run: showMeters,
};

async function showMeters(_request: object, desk: Desk): Promise<Reply> {
  const known = await desk.monitoring.meters.list();
  const days = await Promise.all(known.map(({ key }) => desk.monitoring.meters.usePerDay(key)));
  const shown = known.map((meter, i) => ({ meter, days: days[i]! }));
  return show(renderMeters(shown, { now: desk.clock.now(), command: desk.config.slack.command }));
}

const meter: Verb = {
  usage: "meter webhook:name 43180",
  summary: "Tells how many rows a webhook has taken, as its source in Clay shows it.",
  group: "To look",
  about: "anything",
  async run(request, desk) {
    const text = (await desk.readable(request.text)).trim();
    if (!text) return showMeters(request, desk);
    const known = await desk.monitoring.meters.list();
    const [, named = "", typed = ""] = /^(.*?)\s*([-+]?\d[\d.,'’\s]*k?)$/i.exec(text) ?? [];
    if (!typed) return refuse(`How many? Type “meter ${text.split(" ")[0]} 43180”.`);
    const found = meterNamed(named.trim(), known);
    if (!found)
      return refuse(
        `There is no meter “${named.trim()}”. There are: ${known.map(({ key }) => key).join(", ")}.`,
      );
    return take(found, typed, desk);
  },
};

/** By its key, by its name alone, or the only webhook when none is named. */
function meterNamed(named: string, known: readonly ShownMeter[]): ShownMeter | undefined {
  const plain = named
    .toLowerCase()
    .replace(/^webhook\s+/, "webhook:")
    .replaceAll('"', "");
  const webhooks = known.filter(({ what }) => what === "webhook");
  if (plain === "" || plain === "webhook") return webhooks.length === 1 ? webhooks[0] : undefined;
  const exact = known.find(({ key }) => key.toLowerCase() === plain);
  const byName = known.filter(({ key }) => key.toLowerCase().slice(key.indexOf(":") + 1) === plain);
  return exact ?? (byName.length === 1 ? byName[0] : undefined);
}

async function take(found: ShownMeter, typed: string, desk: Desk): Promise<Reply> {
  const read = readTypedNumber(typed);
  if (!read) return refuse(`“${typed}” is no number. Type it as in 43180.`);
  if ("readings" in read)
    return refuse(
      `“${typed}” can mean ${sayReadings(read.readings)}. Type it without signs between the digits.`,
    );
  const refused = await desk.monitoring.meters.tell(found.key, read.value, "person");
  if (refused) return refuse(refused.message);
  const now = (await desk.monitoring.meters.list()).find(({ key }) => key === found.key)!;
  const counts =
    now.told?.source === "person"
      ? ""
      : ` ${countText(read.value)} is noted; what counts is fresher or surer.`;
  return tell(say`${now.name}: ${meterWords(now, desk.clock.now())}${counts}`);
}

/** What runs out. */
export const metering: Feature = { verbs: { meters, meter } };
