/** Up to which message each person has read each channel, for as long as the browser's tab is open. */
type Marks = { [person: string]: { [channel: string]: string } };

const key = "read-marks";

function load(): Marks {
  return JSON.parse(sessionStorage.getItem(key) ?? "{}") as Marks;
}

/** The ts of the last message someone read, by channel. */
export function readTo(person: string): { [channel: string]: string } {
  return load()[person] ?? {};
}

/** Notes that someone read up to a message. False when that was known. */
export function markRead(person: string, channel: string, ts: string | undefined): boolean {
  const marks = load();
  const mine = marks[person] ?? {};
  if (ts === undefined || Number(mine[channel] ?? 0) >= Number(ts)) return false;
  sessionStorage.setItem(key, JSON.stringify({ ...marks, [person]: { ...mine, [channel]: ts } }));
  return true;
}
