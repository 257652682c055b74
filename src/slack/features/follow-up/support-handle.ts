import { supportPacket } from "../../../postmortem/support-packet.ts";
import { chunks, escapeText, plainContent, section } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { noExport } from "../../requests/people/permissions.ts";
import type { Person } from "../../requests/request.ts";
import { notSent, sendFiles } from "../postmortem/send-files-handle.ts";

/** What is read at a glance; a longer packet comes as a file. */
const shownAtMost = 6000;
const perBlock = 2900;

/** Gives the packet for Clay's support to one who asks for it. */
export type GivePacket = (stream: string, by: Person) => Promise<Content>;

/** Wires the giving of packets: to be read at once, or, where it is long, as a file to the direct messages. */
export function createGivePacket({ incidents, clock, paper, permissions, web, log }: Desk): GivePacket {
  return async (stream, by) => {
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
  };
}

/** The packet for Clay's support by its verb. */
export function supportHandlers(desk: Desk): Partial<Handlers> {
  const givePacket = createGivePacket(desk);
  return {
    verbs: {
      support: {
        usage: "support [INC-12]",
        summary: "Gives you what Clay's support needs: times, request ids, statuses, what was tried.",
        run: createOnIncident(desk)("support", async ({ stream }, { by }) => ({
          say: await givePacket(stream, by),
        })),
      },
    },
  };
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
