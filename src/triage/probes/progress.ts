import type { ProbeResult } from "../../incident/evidence/evidence.ts";
import type { PlannedProbe } from "../../incident/triage-run/events.ts";
import { besideName } from "../../telling/subject.ts";
import { mark } from "../report/render-report.ts";

/** Where text goes: a terminal, a file, a test. */
export type Screen = { write(text: string): unknown; columns?: number };

/**
 * Writes one line per probe and fills each in as its result comes. `clear` takes them away again, so that the report
 * can take their place.
 */
export function createProgress(
  probes: readonly PlannedProbe[],
  screen: Screen,
): { show(result: ProbeResult): void; clear(): void } {
  const width = Math.max(...probes.map(({ name }) => name.length));
  const line = (sign: string, name: string, text: string) =>
    clip(`${sign} ${name.padEnd(width)}  ${text}`, screen);
  screen.write(probes.map(({ name }) => `${line("…", name, "checking")}\n`).join(""));
  return {
    show: (result) => {
      const up = probes.length - probes.findIndex(({ probe }) => probe === result.probe);
      const filled = line(mark(result.outcome), result.name, `${result.outcome}  ${besideName(result)}`);
      screen.write(`\u001b[${up}A\r\u001b[2K${filled}\u001b[${up}B\r`);
    },
    clear: () => screen.write(`\u001b[${probes.length}A\r\u001b[J`),
  };
}

/** A line that wraps would take two rows, and moving up by rows would land on the wrong one. */
function clip(text: string, screen: Screen): string {
  // Some terminals say 0 for "not known".
  const columns = screen.columns || 80;
  return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
}
