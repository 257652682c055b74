/** One line of a self-examination: what was looked at, how it is, and what to do about it. */
export type Check = {
  /** "Scopes", "Announcements channel". */
  name: string;
  status: "ok" | "warning" | "failed" | "skipped";
  detail: string;
  /** Empty when nothing has to be done. */
  fix: string;
};

/** A thing that is as it should be. */
export function fine(name: string, detail: string): Check {
  return { name, status: "ok", detail, fix: "" };
}

/** A thing that keeps the bot from working. */
export function failed(name: string, detail: string, fix: string): Check {
  return { name, status: "failed", detail, fix };
}

/** A thing that works in part, or may surprise. */
export function doubtful(name: string, detail: string, fix: string): Check {
  return { name, status: "warning", detail, fix };
}

/** A thing that was not looked at, and why. */
export function skipped(name: string, detail: string): Check {
  return { name, status: "skipped", detail, fix: "" };
}

const marks = { ok: "✓", warning: "!", failed: "✗", skipped: "–" };

/** Writes a check for a terminal: one line, and one more where there is something to do. */
export function renderCheck({ name, status, detail, fix }: Check): string {
  const line = `${marks[status]} ${name.padEnd(24)} ${detail}`;
  return fix ? `${line}\n    → ${fix}` : line;
}
