import { figures } from "../../../figures/figures.ts";
import type { IncidentFacts } from "../../../figures/incident-facts.ts";
import { parsePeriod, yearsAtMost } from "../../../figures/period.ts";
import { addMilliseconds, type Instant } from "../../../lib/time.ts";
import { refuse, show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { Person } from "../../requests/request.ts";
import { renderStats } from "./stats-render.ts";

const usualPeriod = "30d";

const stats: Verb = {
  usage: "stats [30d]",
  summary: "Counts incidents: severity, cause, times, promises kept.",
  group: "To look",
  about: "anything",
  async run({ text, by }, desk) {
    const period = parsePeriod(text.trim() || usualPeriod);
    if (period === "unreadable")
      return refuse(`“${text}” is no period. Try “stats 30d”, “stats 12w” or “stats 24h”.`);
    if (period === "too_long") return refuse(`I count over ${yearsAtMost} years at most. Try “stats 365d”.`);
    const until = desk.clock.now();
    const from = addMilliseconds(until, -period);
    return show(renderStats(figures(await visibleFacts(by, { from, until }, desk), { from, until })));
  },
};

async function visibleFacts(
  by: Person,
  { from, until }: { from: Instant; until: Instant },
  desk: Desk,
): Promise<IncidentFacts[]> {
  const all = await desk.facts.since(from, until);
  const visible = await Promise.all(all.map((one) => isVisible(by, one, desk)));
  return all.filter((_, i) => visible[i]);
}

async function isVisible(by: Person, one: IncidentFacts, { store }: Desk): Promise<boolean> {
  if (!one.private) return true;
  const summary = await store.summary(one.name);
  return summary !== undefined && maySee(by, summary);
}

/** Figures, for the one who asks. */
export const counting: Feature = { verbs: { stats } };
