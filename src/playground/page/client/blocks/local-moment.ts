/** Seconds since 1970 as a datetime-local input takes them, in the browser's zone. */
export function localMoment(seconds: unknown): string {
  if (typeof seconds !== "number") return "";
  const at = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** What a datetime-local input gives, as seconds since 1970. */
export function momentOf(text: string): number {
  return Math.floor(new Date(text).getTime() / 1000);
}
