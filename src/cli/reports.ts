import { writeFile } from "node:fs/promises";
import type { Config } from "../config/schema.ts";
import { secretsOf } from "../config/secrets.ts";
import { figures } from "../figures/figures.ts";
import { figuresText } from "../figures/figures-text.ts";
import { parsePeriod, yearsAtMost } from "../figures/period.ts";
import type { IncidentEvent } from "../incident/events.ts";
import { addMilliseconds, toInstant } from "../lib/time.ts";
import { picture } from "../postmortem/picture/picture.ts";
import { type PostmortemOptions, postmortem } from "../postmortem/postmortem.ts";
import { postmortemJson, postmortemNumbers } from "../postmortem/postmortem-json.ts";
import { postmortemMarkdown } from "../postmortem/postmortem-markdown.ts";
import type { Recorded } from "../record/decider.ts";
import { createRedaction } from "../redaction/records.ts";
import { createFacts } from "../service/facts.ts";
import { parseIncidentName } from "../service/incidents.ts";
import { complain, withStore } from "./with-store.ts";

type Stream = readonly Recorded<IncidentEvent>[];

export type PostmortemFlags = { json?: true; html?: true; out?: string };

/** Writes an incident's postmortem, as Markdown unless told otherwise. Exit code 1: there is no such incident. */
export async function writePostmortem(
  name: string,
  flags: PostmortemFlags,
  file: string | undefined,
): Promise<number> {
  const stream = parseIncidentName(name);
  if (!stream) return complain(2, `"${name}" is no incident's name. Expected one as in INC-12.`);
  if (flags.json && flags.html) return complain(2, "Choose one of --json and --html.");
  return withStore(file, async (store, config) => {
    const events = (await store.load(stream)) as Stream;
    if (events.length === 0) return complain(1, `There is no incident ${stream}.`);
    const text = await render(events, flags, { now: toInstant(Date.now()), redact: redactionFor(config) });
    if (flags.out === undefined) process.stdout.write(text);
    else await writeFile(flags.out, text);
    return 0;
  });
}

async function render(stream: Stream, flags: PostmortemFlags, options: PostmortemOptions): Promise<string> {
  const told = postmortem(stream, options);
  if (flags.json)
    return `${JSON.stringify(postmortemJson(told, postmortemNumbers(stream, options.now)), null, 2)}\n`;
  if (!flags.html) return postmortemMarkdown(told);
  // The drawing library is large: only the page needs it.
  const { pictureSvg } = await import("../postmortem/picture/draw-picture.ts");
  const { postmortemPage } = await import("../postmortem/page.ts");
  const drawn = picture(stream, options);
  return postmortemPage(told, { svg: await pictureSvg(drawn), alt: drawn.alt });
}

/** What the configuration says must not leave an incident's channel. */
export function redactionFor(config: Config): (text: string) => string {
  return createRedaction({ secrets: secretsOf(config), emails: config.postmortem.redact_emails });
}

/** Writes the figures of the incidents declared within the last days. */
export async function writeStats(
  period: string,
  { json }: { json?: true },
  file: string | undefined,
): Promise<number> {
  const milliseconds = parsePeriod(period);
  if (milliseconds === "unreadable")
    return complain(2, `"${period}" is no length of time. Expected one as in 30d, 12h or 2w.`);
  if (milliseconds === "too_long")
    return complain(2, `"${period}" is too long. Expected ${yearsAtMost} years at most, as in 365d.`);
  return withStore(file, async (store) => {
    const now = toInstant(Date.now());
    const from = addMilliseconds(now, -milliseconds);
    const told = figures(await createFacts(store).since(from, now), { from, until: now });
    process.stdout.write(`${json ? JSON.stringify(told, null, 2) : figuresText(told).join("\n")}\n`);
    return 0;
  });
}
