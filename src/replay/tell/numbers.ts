/** A whole number with its thousands apart: "2,088". */
export function countText(count: number): string {
  return count.toLocaleString("en-US");
}

/** How many of what, in the right number: "1 row", "2,088 rows". */
export function rowsText(count: number): string {
  return `${countText(count)} ${count === 1 ? "row" : "rows"}`;
}

/** A length of time as one looks at it while waiting: "40 s", "7 min", "2 h 5 min". */
export function waitText(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A size: "512 bytes", "3.1 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} KB` : `${countText(Math.round(bytes / 1e5) / 10)} MB`;
}

/** Places in the input, the first few of them: "lines 3, 17 and 4 more". */
export function placesText(places: readonly number[], count: number, noun: string): string {
  const rest = count - places.length;
  const shown = places.map(countText).join(", ");
  return `${noun}${count === 1 ? "" : "s"} ${shown}${rest > 0 ? ` and ${countText(rest)} more` : ""}`;
}
