import type { Diagnosis, ProbeResult } from "../../incident/evidence/evidence.ts";
import type { Store } from "../../incident/store.ts";
import type { PlannedProbe } from "../../incident/triage-run/events.ts";
import { system } from "../../lib/actor.ts";
import { earliest, type Instant, millisecondsBetween } from "../../lib/time.ts";
import type { Around } from "../../monitor/episode/events.ts";
import type { Part, PartId } from "../../monitor/episode/part.ts";
import { monitorStream } from "../../monitor/record/decider.ts";
import type { MonitorRules } from "../../monitor/rules.ts";
import type { StatusNews } from "../../monitor/status-news.ts";
import type { Handle } from "../../record/handle.ts";
import type { Clock } from "../../record/ports.ts";
import type { Episodes, MonitorKind } from "./episodes.ts";
import type { LookingFor } from "./looking.ts";
import { type Change, createLookout, type Lookout, type Round } from "./lookout.ts";
import type { Quiet } from "./quiet.ts";

/** A drill under way: its incident, and the state of affairs it is played with. */
export type Drill = { incident: string; scenario: string };

export type Monitor = {
  /** Makes sure that some replica looks. */
  begin(): Promise<void>;
  /** Looks at what is due, whatever that leads to. Resolves with when something is due next. */
  perform(): Promise<Instant | null>;
  /** Makes it look whether a drill began, went on or ended. */
  noticeDrill(): Promise<void>;
};

type Parts = {
  store: Store;
  handle: Handle;
  clock: Clock;
  kind: MonitorKind;
  rules: MonitorRules;
  episodes: Episodes;
  quiet: Quiet;
  lookingFor: LookingFor;
  /** The drills under way that have a channel to tell things in. */
  drills(): Promise<Drill[]>;
  everyMs(kind: PlannedProbe["kind"]): number;
  /** Whether the internet can be reached at all. */
  isCutOff(): Promise<boolean>;
  diagnose(results: readonly ProbeResult[]): Diagnosis;
  /** Hears what Clay's status page says, each time it is read. */
  onNews(scope: string, news: StatusNews): Promise<void>;
  /** Hears what was looked at, and what it showed last. */
  onLooked(results: readonly ProbeResult[]): Promise<void>;
  /** Hears of each episode something opened in. */
  onOpened(stream: string): Promise<void>;
  /** Names this process among the replicas. */
  owner: string;
};

/** Wires monitoring: one replica at a time looks, under the lease of the monitor's own stream. */
export function createMonitor(parts: Parts): Monitor {
  const { store, handle, clock, kind, rules, episodes, quiet, owner } = parts;
  const lookouts = new Map<string, Lookout>();
  const scenarios = new Map<string, string>();
  const change = (asked: { type: "begin" } | { type: "gap"; from: Instant; to: Instant }) =>
    handle(kind, monitorStream, asked, { by: system });

  /** Opens a lookout for each scope there is now, and lets those go that are over. */
  async function openLookouts(now: Instant): Promise<void> {
    const drills = await parts.drills();
    const wanted = new Map([
      ["", ""],
      ...drills.map(({ incident, scenario }) => [incident, scenario] as const),
    ]);
    for (const scope of lookouts.keys()) if (!wanted.has(scope)) await leave(scope, now);
    const rows = [...wanted.keys()].every((scope) => lookouts.has(scope)) ? [] : await store.targets();
    for (const [scope, scenario] of wanted) {
      // What was done in a drill changes the state of affairs it is played with; what is known of it stays.
      if (lookouts.has(scope) && scenarios.get(scope) === scenario) continue;
      const looking = await parts.lookingFor(scope ? scenario : null);
      const isCutOff = scope ? async () => false : parts.isCutOff;
      const lookout = createLookout({ scope, looking, rules, everyMs: parts.everyMs, isCutOff, now });
      lookout.takeOver(rows.length > 0 ? rows : await store.targets());
      lookouts.set(scope, lookout);
      scenarios.set(scope, scenario);
    }
  }

  /** A drill that is over takes with it whatever was wrong in it. */
  async function leave(scope: string, now: Instant): Promise<void> {
    for (const { stream, extra } of await episodes.listOpen()) {
      if (extra.scope !== scope) continue;
      const { parts: open } = await episodes.load(stream);
      for (const part of open.filter(({ endedAt }) => endedAt === null))
        await episodes.close(part, now, { scope });
    }
    const mine = (await store.targets()).filter(({ target }) => target.startsWith(`${scope} `));
    const looked = { at: now, by: owner };
    await store.keepLooks({ looked, samples: [], targets: [], gone: mine.map(({ target }) => target) });
    lookouts.delete(scope);
    scenarios.delete(scope);
  }

  /** Another replica may have looked since, or nobody: that is said, and never taken for well. */
  async function takeOver(now: Instant): Promise<{ from: Instant; to: Instant } | undefined> {
    const looked = await store.looked();
    if (looked && looked.by !== owner) {
      const rows = await store.targets();
      for (const lookout of lookouts.values()) lookout.takeOver(rows);
    }
    if (!looked || millisecondsBetween(looked.at, now) <= rules.gapMs) return undefined;
    const gap = { from: looked.at, to: now };
    await change({ type: "gap", ...gap });
    for (const { stream } of await episodes.listOpen())
      await episodes.change(stream, { type: "gap", ...gap }, { by: system });
    return gap;
  }

  async function lookOut(
    scope: string,
    lookout: Lookout,
    now: Instant,
    gap: Part["afterGap"],
  ): Promise<void> {
    const round = await lookout.look(now);
    if (!round) return;
    if (round.news) await quiet.learn(scope, round.news);
    // Before the looks count: whoever is killed in between looks again, and what is told already is not told twice.
    for (const one of round.changes) await tell(scope, one, lookout, gap);
    await store.keepLooks({ looked: { at: now, by: owner }, samples: round.samples, targets: round.targets });
    round.accept();
    await afterwards(scope, round, lookout);
  }

  async function afterwards(scope: string, { news }: Round, lookout: Lookout): Promise<void> {
    if (news) await parts.onNews(scope, news);
    if (scope !== "") return;
    await quiet.extendHolds();
    await parts.onLooked(lookout.results());
  }

  async function tell(
    scope: string,
    { target, result, transition }: Change,
    lookout: Lookout,
    gap: Part["afterGap"],
  ) {
    const id: PartId = { source: "look", key: target.probe };
    const { since } = transition;
    switch (transition.type) {
      case "opened":
      case "reopened": {
        const part = {
          ...partOf(result, since),
          evidence: checks(transition.looks),
          ...(gap && { afterGap: gap }),
        };
        return parts.onOpened(await episodes.open({ part, around: around(lookout, result), scope }));
      }
      case "unreadable": {
        const part = { ...partOf(result, since), ...unreadable(target) };
        await episodes.open({ part, around: around(lookout, result), scope });
        return;
      }
      case "readable":
        return episodes.close(unreadable(target), result.at, { scope });
      case "closed":
        return episodes.close(id, since, { scope });
      case "again":
        return episodes.onPart(id, scope, (part) => ({ type: "remind", id: part, since }));
      case "unsteady": {
        const { changes } = transition;
        return episodes.onPart(id, scope, (part) => ({ type: "unsteady", id: part, since, changes }));
      }
      case "steady":
        if (!transition.broken) return episodes.close(id, since, { scope });
        return episodes.onPart(id, scope, (part) => ({ type: "steady", id: part, since }));
    }
  }

  /** What all that was looked at adds up to. The look just made counts, though it is not written down yet. */
  function around(lookout: Lookout, result: ProbeResult): Around {
    const others = lookout.results().filter(({ probe }) => probe !== result.probe);
    const results = [...others, result];
    const fine = others.filter(({ outcome }) => outcome === "ok").map(({ name }) => name);
    return { fine, diagnosis: parts.diagnose(results) };
  }

  return {
    noticeDrill: () => store.poke(monitorStream, clock.now()),
    async begin() {
      await change({ type: "begin" });
      await store.poke(monitorStream, clock.now());
    },
    async perform() {
      const now = clock.now();
      await openLookouts(now);
      const isDue = [...lookouts.values()].some((lookout) => (lookout.nextAt() ?? now) <= now);
      if (isDue) {
        const gap = await takeOver(now);
        for (const [scope, lookout] of lookouts) await lookOut(scope, lookout, now, gap);
      }
      return earliest(...[...lookouts.values()].map((lookout) => lookout.nextAt()));
    },
  };
}

function checks(looks: number): string {
  return `${looks} of ${looks} checks`;
}

function partOf(result: ProbeResult, since: Instant): Part {
  const { probe, kind, name, outcome, meaning, side, remedy, severity, link } = result;
  return {
    source: "look",
    key: probe,
    name,
    evidenceKind: kind,
    startedAt: since,
    outcome: outcome === "failing" || outcome === "degraded" ? outcome : "unknown",
    meaning,
    evidence: "",
    side,
    ...(remedy && { remedy }),
    ...(severity && { severity }),
    ...(link && { link }),
    result,
  };
}

/** That a target cannot be read is a matter of its own: what was known of it stays. */
function unreadable({ probe, name }: PlannedProbe) {
  return {
    source: "look",
    key: `${probe} unreadable`,
    evidenceKind: "unreadable",
    outcome: "unknown",
    meaning: `${name} cannot be read. That says nothing about whether it works.`,
    evidence: "not readable for 15 min",
    remedy: "Look at it yourself, or run triage.",
  } as const;
}
