import type { KnownBlock } from "@slack/types";
import type { Instant } from "../../../lib/time.ts";
import { say, type Words } from "../../../lib/words.ts";
import type { ShownMeter } from "../../../monitor/meter/meter.ts";
import { meterWords, shareOf } from "../../../monitor/meter/meter-words.ts";
import { contentOf, context, mrkdwn, section } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

const barWidth = 20;
/** As many as a message holds with room to spare. */
const shownAtMost = 40;

/** Each meter in one line. */
export function meterLines(meters: readonly ShownMeter[], now: Instant): Words[] {
  return meters.map((meter) => say`${meter.name}: ${meterWords(meter, now)}`);
}

/** The meters: how full, by whom, until when, and a chart of the last days with each. */
export function renderMeters(
  meters: readonly { meter: ShownMeter; days: readonly number[] }[],
  { now, command }: { now: Instant; command: string },
): Content {
  if (meters.length === 0)
    return contentOf([
      section("There is no meter: no key that reads balances and no webhook is configured."),
    ]);
  const untold = meters.find(({ meter }) => meter.told === null)?.meter;
  const more = meters.length - shownAtMost;
  return contentOf([
    section("*What is left*"),
    ...meters.slice(0, shownAtMost).map((one) => meterBlock(one, now)),
    ...(more > 0 ? [context(`…and ${more} more`)] : []),
    ...(untold ? [context(mrkdwn(howToTell(untold, command)))] : []),
  ]);
}

/** A stale meter is grey: its age is the news. */
function meterBlock(
  { meter, days }: { meter: ShownMeter; days: readonly number[] },
  now: Instant,
): KnownBlock {
  const words = mrkdwn(meterWords(meter, now));
  const name = `*${mrkdwn(meter.name)}*`;
  if (meter.stale) return context(`${name}  ${words}`);
  const chart = [bar(meter), use(days)].filter((line) => line !== "").join("   ");
  return section(`${name}${chart ? `  ${chart}` : ""}\n${words}`);
}

/** How full it is: the words beside it say the same. */
function bar(meter: ShownMeter): string {
  const share = meter.told ? shareOf(meter, meter.told.value) : undefined;
  if (share === undefined) return "";
  const full = Math.round(share * barWidth);
  return `\`${"█".repeat(full)}${"░".repeat(barWidth - full)}\` ${Math.floor(share * 100)} %`;
}

const steps = "▁▂▃▄▅▆▇█";

/** Use per day, oldest first, as columns. */
function use(days: readonly number[]): string {
  const most = Math.max(...days);
  if (days.length < 2 || most <= 0) return "";
  const columns = days.map((used) => steps[Math.min(7, Math.floor((used / most) * 7.99))]);
  return `${columns.join("")} use of the last ${days.length} days, at most ${Math.round(most).toLocaleString("en-US")} a day`;
}

function howToTell({ key, what }: ShownMeter, command: string): string {
  const where = what === "webhook" ? "In Clay's workbook view, the webhook's source shows its count. " : "";
  return `${where}To tell one: ${command} meter ${key} NUMBER`;
}
