import { supportPacket } from "../../incident/support-packet.ts";
import { chunks, escapeText, plainContent, section } from "../render/mrkdwn.ts";
import type { Content } from "../slots.ts";
import type { Desk } from "./desk.ts";
import type { Handlers } from "./handlers.ts";
import { inBackground } from "./in-background.ts";
import { noExport } from "./permissions.ts";
import type { Reply, VerbRequest } from "./request.ts";
import { sendFiles } from "./send-files.ts";
import { whichIncident } from "./which-incident.ts";

/** What is read at a glance; a longer packet comes as a file. */
const shownAtMost = 6000;
const perBlock = 2900;

/** The packet for Clay's support, given to the one who asks. */
export function supportHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, clock, paper, permissions, web } = desk;

  async function support(request: VerbRequest): Promise<Reply> {
    const found = await whichIncident(desk, "support", request);
    if ("ask" in found) return found.ask;
    if (!(await permissions.mayExport(request.by))) return { say: plainContent(noExport) };
    const { stream } = found;
    const events = await incidents.events(stream);
    const packet = supportPacket(events, { now: clock.now(), redact: paper.redact });
    if (packet.length <= shownAtMost) return { say: asCode(stream, packet) };
    const file = {
      name: `${stream}-support.txt`,
      title: `${stream} for Clay's support`,
      content: Buffer.from(packet),
    };
    inBackground(sendFiles(web, request.by.id, { files: [file], comment: introduction(stream) }), desk);
    return {
      say: plainContent(`The packet for Clay's support is long: it comes as a file to your direct messages.`),
    };
  }

  return {
    verbs: {
      support: {
        usage: "support [INC-12]",
        summary: "Gives you what Clay's support needs: times, request ids, statuses, what was tried.",
        run: support,
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
