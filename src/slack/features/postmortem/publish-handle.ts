import { picture } from "../../../postmortem/picture/picture.ts";
import { postmortemMarkdown } from "../../../postmortem/postmortem-markdown.ts";
import { escapeText } from "../../blocks/mrkdwn.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import { done, type Reply, show } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { onIncidentNamed } from "../../requests/on-incident-named.ts";
import { noExport } from "../../requests/people/permissions.ts";
import type { Person } from "../../requests/request.ts";
import { givePacket } from "../follow-up/support-handle.ts";
import { draftOf, refreshDraft } from "./draft.ts";
import type { Notice } from "./postmortem-render.ts";
import { notSent, sendFiles } from "./send-files.ts";

/** Publishes the postmortem as it stands; what the button carries says which publication it replaces. */
export const publish = onIncidentNamed(async ({ stream, rest: after }, request, desk) => {
  const { by, receipt, viewId } = request;
  if (!(await desk.permissions.mayExport(by)))
    return tellInDraft(viewId, stream, { done: false, words: noExport }, desk);
  const command = { type: "publish_postmortem", after: after || null } as const;
  const handled = await desk.incidents.change(stream, command, { by, receipt });
  const notice =
    handled.outcome === "refused"
      ? { done: false, words: handled.refusal.message }
      : { done: true, words: "Published: it appears in the incident's channel." };
  return tellInDraft(viewId, stream, notice, desk);
});

/** Sends the document and its picture to the person directly. */
export const sendFile = onIncidentNamed(async ({ stream }, { by, viewId }, desk) => {
  const told = (done: boolean, words: string) => tellInDraft(viewId, stream, { done, words }, desk);
  if (!(await desk.permissions.mayExport(by))) return told(false, noExport);
  const sent = sendAll(stream, by, desk).then(
    () => told(true, "The file is in your direct messages."),
    (err) => {
      desk.log.warn({ err, stream }, "could not send a file");
      return told(false, notSent(stream));
    },
  );
  inBackground(sent, desk);
  return told(true, "The file is on its way to your direct messages.");
});

/** Gives the packet for Clay's support. */
export const sendPacket = onIncidentNamed(async ({ stream }, { by, viewId }, desk) => {
  const packet = await givePacket(stream, by, desk);
  refreshDraft(viewId, stream, desk, { done: true, words: "The answer is in your direct messages." });
  return show(packet);
});

/** What comes of a press is told in the draft, where the person is looking. */
function tellInDraft(viewId: string | undefined, stream: string, notice: Notice, desk: Desk): Reply {
  refreshDraft(viewId, stream, desk, notice);
  return done;
}

async function sendAll(stream: string, { id }: Person, desk: Desk): Promise<void> {
  const { incidents, clock, paper, web } = desk;
  const told = await draftOf(stream, desk);
  const drawn = picture(await incidents.events(stream), { now: clock.now(), redact: paper.redact });
  const files = [
    {
      name: `${stream}-postmortem.md`,
      title: `Postmortem ${stream}${told.open ? " (draft)" : ""}`,
      content: Buffer.from(postmortemMarkdown(told)),
    },
    {
      name: `${stream}.png`,
      title: drawn.title,
      content: await paper.drawPicture(drawn),
      altText: drawn.alt,
    },
  ];
  await sendFiles(web, id, { files, comment: escapeText(`Postmortem of ${stream}, as it stands now`) });
}
