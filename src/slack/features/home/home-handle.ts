import { type Figures, figures } from "../../../figures/figures.ts";
import type { IncidentExtra, Summary } from "../../../incident/summary.ts";
import { addMilliseconds, addMinutes, type Instant } from "../../../lib/time.ts";
import type { Meters } from "../../../service/monitor/meters.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import type { Desk } from "../../requests/desk.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { HomeTab } from "../../requests/receive/listen.ts";
import type { Person } from "../../requests/request.ts";
import { type Home, renderHome, renderNoHome } from "./home-render.ts";

const openAtMost = 200;
/** Incidents with something left to do; of more than these the newest count. */
const withItemsAtMost = 200;
/** Runs that have not come to an end, or are not for everyone, are passed over. */
const runsLookedAt = 10;
const periodMs = 30 * 24 * 60 * 60_000;
const keepFiguresMinutes = 5;
const keepViewersMinutes = 60;

/** Reads what Home shows. It reads summaries, a bounded number of them, so that a long history does not slow it. */
export function createHomeReader({
  store,
  facts,
  clock,
  monitoring,
}: Pick<Desk, "store" | "facts" | "clock"> & {
  monitoring: Pick<Desk["monitoring"], "overview"> & { meters: Pick<Meters, "list"> };
}): (by: Person) => Promise<Home> {
  let kept: { until: Instant; counting: string; figures: Figures } | undefined;

  /**
   * Of the incidents everyone may see, so that they can be kept for everyone: until one is declared, resolved,
   * reopened or made private, but not for long.
   */
  async function publicFigures(now: Instant, open: Summary[]): Promise<Figures> {
    const told = open.filter((summary) => !summary.private).map(({ stream }) => stream);
    const counting = [await store.highestNumber(), ...told].join(" ");
    if (kept && kept.until > now && kept.counting === counting) return kept.figures;
    const window = { from: addMilliseconds(now, -periodMs), until: now };
    const seen = (await facts.since(window.from, now)).filter((one) => !one.private);
    kept = { until: addMinutes(now, keepFiguresMinutes), counting, figures: figures(seen, window) };
    return kept.figures;
  }

  return async (by) => {
    const now = clock.now();
    const [open, withItems, runs] = await Promise.all([
      store.summaries({ kind: "incident", open: true, limit: openAtMost }),
      store.summaries({ kind: "incident", withOpenItems: true, limit: withItemsAtMost }),
      store.summaries({ kind: "triage", limit: runsLookedAt }),
    ]);
    const visible = (all: Summary[]) => all.filter((summary) => maySee(by, summary));
    return {
      now,
      open: visible(open).sort(bySeverity),
      moreOpen: open.length === openAtMost,
      triage: runs.find((run) => run.status === "finished" && !run.drill && !run.private),
      items: visible(withItems)
        .flatMap((summary) => itemsOf(summary, by))
        .sort(byDueDate),
      figures: await publicFigures(now, open),
      monitoring: await monitoring.overview(),
      meters: await monitoring.meters.list(),
    };
  };
}

/** Wires the home tab. */
export function createHomeTab(desk: Desk): HomeTab {
  const { web, clock } = desk;
  const read = createHomeReader(desk);
  const viewers = new Map<string, { by: Person; until: Instant }>();

  async function show(by: Person): Promise<void> {
    await web.interactive("views.publish", { user_id: by.id, view: renderHome(await read(by)) });
  }

  return {
    async open(by) {
      forgetViewers(viewers, clock.now());
      viewers.set(by.id, { by, until: addMinutes(clock.now(), keepViewersMinutes) });
      await show(by);
    },
    async refuse(userId, { text }) {
      await web.interactive("views.publish", { user_id: userId, view: renderNoHome(text) });
    },
    acted(userId) {
      const viewer = viewers.get(userId);
      if (viewer && viewer.until > clock.now()) inBackground(show(viewer.by), desk);
    },
  };
}

function itemsOf({ stream, extra }: Summary, by: Person): Home["items"] {
  const { openItems } = extra as IncidentExtra;
  return openItems.filter(({ ownerId }) => ownerId === by.id).map((item) => ({ stream, item }));
}

function bySeverity(a: Summary, b: Summary): number {
  return (a.severity ?? "").localeCompare(b.severity ?? "") || a.startedAt.localeCompare(b.startedAt);
}

/** What has no date comes last. */
function byDueDate(a: Home["items"][number], b: Home["items"][number]): number {
  return (a.item.dueAt ?? "~").localeCompare(b.item.dueAt ?? "~");
}

function forgetViewers(viewers: Map<string, { until: Instant }>, now: Instant): void {
  for (const [id, { until }] of viewers) if (until <= now) viewers.delete(id);
}
