import type { Ending, Progress } from "../send/run.ts";
import { countText, rowsText, waitText } from "./numbers.ts";

/** Where a run stands, in one line: rate, time left, counts. `now` in milliseconds since 1970. */
export function progressText(progress: Progress, now: number): string {
  const { total, accepted, refused, inDoubt, startedAt, pausedUntil, perSecond } = progress;
  const done = accepted + refused + inDoubt;
  const seconds = Math.max(0.001, (now - startedAt) / 1000);
  const left = Math.max(0, total - done) / perSecond;
  return [
    `${countText(done)} of ${countText(total)}`,
    pausedUntil > now
      ? `paused for ${waitText(pausedUntil - now)}`
      : `${(done / seconds).toFixed(1)} a second`,
    done >= total ? "done" : `${waitText(left * 1000)} left`,
    `${countText(accepted)} accepted`,
    `${countText(refused)} refused`,
    `${countText(inDoubt)} in doubt`,
  ].join(" · ");
}

/** Why a run ended before its last row, and what to do. Undefined when it went to its end. */
export function endingText(ending: Ending, webhook: string): string | undefined {
  return endings[ending]?.(webhook);
}

const endings: Partial<Record<Ending, (webhook: string) => string>> = {
  asked: () => "Stopped, as you asked. What was under way was waited for.",
  ramp: () => "Stopped after the first rows, for you to look at the table.",
  low_balance: () => "Stopped: the credit balance is below --stop-at. Top up, or say another --stop-at.",
  input_changed: () =>
    "Stopped: the input was changed while it was being sent. Plan again with --exclude and this plan.",
  limit_reached: (webhook) =>
    `Stopped: the webhook "${webhook}" has reached its limit of rows (403). Make a new webhook in Clay, put its address into the configuration, and plan the rest:`,
  token: (webhook) =>
    `Stopped: Clay does not accept the token of the webhook "${webhook}" (401). Put the right one into the configuration.`,
  payment: () => "Stopped: Clay wants payment (402). Look at Plans & Billing.",
  forbidden: (webhook) =>
    `Stopped: Clay refuses the webhook "${webhook}" (403), and not for its limit. Look at its source in Clay.`,
  gone: (webhook) =>
    `Stopped: there is no webhook "${webhook}" at its address any more (404). Put the right address into the configuration, and plan the rest:`,
  redirected: (webhook) =>
    `Stopped: the address of the webhook "${webhook}" leads elsewhere (3xx). Nothing follows it; put the right address into the configuration, and plan the rest:`,
  server_trouble: () =>
    "Stopped: Clay answered five times in a row with a server error (5xx). Look at Clay's status, and wait.",
  no_answers: () =>
    "Stopped: five times in a row no answer came. Those rows may be in the table; look before anything is sent again.",
  unreachable: () => "Stopped: Clay could not be reached five times in a row. Nothing left this machine.",
};

/** Endings after which the webhook has another address, so that this plan can no longer be sent. */
export function needsNewPlan(ending: Ending): boolean {
  return ["limit_reached", "gone", "redirected", "input_changed"].includes(ending);
}

/** How a plan stands over all its runs. */
export type Standing = { planned: number; accepted: number; refused: number; inDoubt: number; open: number };

/** The last lines of a run: what came of the whole plan so far. */
export function standingText({ planned, accepted, refused, inDoubt, open }: Standing): string {
  return [
    `${countText(accepted)} of ${rowsText(planned)} accepted`,
    `${countText(refused)} refused`,
    `${countText(inDoubt)} in doubt`,
    ...(open > 0 ? [`${countText(open)} not sent yet`] : []),
  ].join(" · ");
}

/** What a run says about other senders, when Clay found it too fast. */
export function throttledText(throttled: number): string | undefined {
  if (throttled === 0) return undefined;
  const times = throttled === 1 ? "once" : `${countText(throttled)} times`;
  return `Clay said "too many requests" ${times}: others send to this workspace, too. Some of their rows may have been refused; look at their logs. The replay slowed down and sent its own again.`;
}
