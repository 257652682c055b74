import { supportPacket } from "../../../postmortem/support-packet.ts";
import { chunks, escapeText, plainContent, section } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Feature, Verb } from "../../requests/feature.ts";
import { noExport } from "../../requests/people/permissions.ts";
import type { Person } from "../../requests/request.ts";
import { notSent, sendFiles } from "../postmortem/send-files.ts";

/** What is read at a glance; a longer packet comes as a file. */
const shownAtMost = 6000;
const perBlock = 2900;

const support: Verb = {
  usage: "support [INC-12]",
  summary: "Gives you what Clay's support needs: times, request ids, statuses, what was tried.",
  group: "In an incident",
  about: "incident",
  run: async ({ stream }, { by }, desk) => show(await givePacket(stream, by, desk)),
};

/** The packet for Clay's support: to be read at once, or, where it is long, as a file to the direct messages. */
export async function givePacket(stream: string, by: Person, desk: Desk): Promise<Content> {
  const { incidents, clock, paper, permissions, web, log } = desk;
  if (!(await permissions.mayExport(by))) return plainContent(noExport);
  const events = await incidents.events(stream);
  const packet = supportPacket(events, { now: clock.now(), redact: paper.redact });
  if (packet.length <= shownAtMost) return asCode(stream, packet);
  const title = `${stream} for Clay's support`;
  const file = { name: `${stream}-support.txt`, title, content: Buffer.from(packet) };
  try {
    await sendFiles(web, by.id, { files: [file], comment: introduction(stream) });
    return plainContent("The packet for Clay's support is long: it is a file in your direct messages.");
  } catch (err) {
    log.warn({ err, stream }, "could not send a file");
    return plainContent(notSent(stream));
  }
}

function introduction(stream: string): string {
  return `${stream} for Clay's support. Secrets and e-mail addresses are taken out; read it before you send it.`;
}

/** Backticks would end the block of code. */
function asCode(stream: string, packet: string): Content {
  const text = escapeText(packet.replaceAll("```", "'''"));
  return {
    text: [introduction(stream), text].join("\n"),
    blocks: [
      section(introduction(stream)),
      ...chunks(text, perBlock).map((part) => section(`\`\`\`\n${part}\n\`\`\``)),
    ],
  };
}

/** The packet for Clay's support by its verb. */
export const supporting: Feature = { verbs: { support } };
