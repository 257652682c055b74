import { figures } from "../../../figures/figures.ts";
import type { IncidentFacts } from "../../../figures/incident-facts.ts";
import { parsePeriod, yearsAtMost } from "../../../figures/period.ts";
import { addMilliseconds, type Instant } from "../../../lib/time.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { Person, Reply, VerbRequest } from "../../requests/request.ts";
import { renderStats } from "./stats-render.ts";

const usualPeriod = "30d";

/** Figures, for the one who asks. */
export function statsHandlers(desk: Desk): Partial<Handlers> {
  const { facts, store, clock } = desk;

  async function stats({ text, by }: VerbRequest): Promise<Reply> {
    const period = parsePeriod(text.trim() || usualPeriod);
    if (period === "unreadable")
      return { say: plainContent(`“${text}” is no period. Try “stats 30d”, “stats 12w” or “stats 24h”.`) };
    if (period === "too_long")
      return { say: plainContent(`I count over ${yearsAtMost} years at most. Try “stats 365d”.`) };
    const until = clock.now();
    const from = addMilliseconds(until, -period);
    return { say: renderStats(figures(await visibleFacts(by, from, until), { from, until })) };
  }

  async function visibleFacts(by: Person, from: Instant, now: Instant): Promise<IncidentFacts[]> {
    const all = await facts.since(from, now);
    const visible = await Promise.all(all.map((one) => isVisible(by, one)));
    return all.filter((_, i) => visible[i]);
  }

  async function isVisible(by: Person, one: IncidentFacts): Promise<boolean> {
    if (!one.private) return true;
    const summary = await store.summary(one.name);
    return summary !== undefined && maySee(by, summary);
  }

  return {
    verbs: {
      stats: {
        usage: "stats [30d]",
        summary: "Counts incidents: severity, cause, times, promises kept.",
        run: stats,
      },
    },
  };
}
