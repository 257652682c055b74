import { type DeadLetter, deadLetters, resend } from "../forward/dead-letters.ts";
import { createPostEvent } from "../forward/post-event.ts";
import { systemClock } from "../record/system-clock.ts";
import { redactionFor } from "./reports.ts";
import { withStore } from "./with-store.ts";

/** Lists the events no tool took; with `resend`, sends each once more. Exit code 1: some are left. */
export async function handleDeadLetters(flags: { resend?: true }, file: string | undefined): Promise<number> {
  return withStore(file, async (store, config) => {
    const letters = await deadLetters(store);
    const clock = systemClock;
    const parts = { store, clock, redact: redactionFor(config), post: createPostEvent() };
    let left = 0;
    for (const letter of letters) {
      const target = config.forward.find(({ name }) => name === letter.target);
      const gone = target ? null : "it is no longer configured";
      const error = flags.resend && target ? await resend(letter, target, parts) : (gone ?? letter.error);
      if (error !== null) left++;
      process.stdout.write(line(letter, error));
    }
    if (letters.length === 0) process.stdout.write("No dead letters.\n");
    return left === 0 ? 0 : 1;
  });
}

function line({ stream, version, target, since }: DeadLetter, error: string | null): string {
  const outcome = error === null ? "sent" : `not taken since ${since.slice(0, 10)}: ${error}`;
  return `${stream}:${version} → ${target}: ${outcome}\n`;
}
