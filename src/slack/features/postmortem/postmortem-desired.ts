import type { IncidentEvent } from "../../../incident/events.ts";
import { fingerprintOf } from "../../../lib/fingerprint.ts";
import { type Picture, picture } from "../../../postmortem/picture/picture.ts";
import { postmortem } from "../../../postmortem/postmortem.ts";
import { postmortemMarkdown } from "../../../postmortem/postmortem-markdown.ts";
import type { Recorded } from "../../../record/decider.ts";
import type { StoredEvent } from "../../../record/ports.ts";
import type { Slot } from "../../deliver/slots.ts";

/** What it takes to show a postmortem. */
export type Paper = {
  /** Takes secrets and other people's data out of a text. */
  redact: (text: string) => string;
  /** Draws an incident's picture as PNG. */
  drawPicture: (picture: Picture) => Promise<Uint8Array>;
};

const canvas = "postmortem";
const document = `${canvas}-file`;
const image = `${canvas}-picture`;

/** The slots under which a postmortem is shown. */
export const postmortemSlots = { canvas, files: [document, image] };

/**
 * The postmortem as it was when it was last published, save for people forgotten since: as the channel's canvas, else
 * as a file, and the picture of the incident beside it. Nothing before the first publication, and no change after one
 * until the next.
 */
export function desiredPostmortem(
  events: readonly Recorded<IncidentEvent>[],
  { redact, drawPicture }: Paper,
): Slot[] {
  const last = events.findLastIndex(({ event }) => event.type === "postmortem.published");
  const published = events[last];
  if (!published) return [];
  const stream = events.slice(0, last + 1);
  const options = { now: published.at, redact };
  const told = postmortem(stream, options);
  const drawn = picture(stream, options);
  const title = `Postmortem ${told.name}`;
  const markdown = postmortemMarkdown(told);
  const revision = String((rewrittenAfter(last, events) ?? published).version);
  return [
    { kind: "canvas", slot: canvas, revision, title, markdown },
    {
      kind: "file",
      slot: document,
      insteadOf: canvas,
      revision,
      name: `${told.name}-postmortem.md`,
      title,
      comment: `Postmortem of ${told.name}`,
      content: async () => Buffer.from(markdown),
    },
    {
      kind: "file",
      slot: image,
      // Published again, the picture is mostly the same.
      revision: fingerprintOf(drawn),
      name: `${told.name}.png`,
      title: drawn.title,
      comment: `${told.name} on one time axis. ${drawn.subtitle}`,
      altText: drawn.alt,
      content: () => drawPicture(drawn),
    },
  ];
}

/** The last change to what was already written, which an event of the store's own tells of; see `Store.rewrite`. */
function rewrittenAfter(published: number, events: readonly Recorded<IncidentEvent>[]) {
  return events.findLast(
    ({ event }, i) => i > published && (event.type as StoredEvent["type"]) === "record.rewritten",
  );
}
