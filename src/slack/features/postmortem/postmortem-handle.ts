import type { Incident } from "../../../incident/state.ts";
import { dateTime, plainText, say } from "../../../lib/words.ts";
import { picture } from "../../../postmortem/picture/picture.ts";
import { postmortemMarkdown } from "../../../postmortem/postmortem-markdown.ts";
import { balancesSeen } from "../../../postmortem/sections/balances.ts";
import { escapeText, plainContent } from "../../blocks/mrkdwn.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { openUpon } from "../../requests/answer/open-upon.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createOnIncident } from "../../requests/on-incident.ts";
import { noExport } from "../../requests/people/permissions.ts";
import type { ActionRequest, FormRequest, Person, Reply, Request } from "../../requests/request.ts";
import { createDraft } from "../declare/draft-handle.ts";
import { createGivePacket } from "../follow-up/support-handle.ts";
import { visible } from "../look/which-incident-handle.ts";
import { creditsForm, parseCredits, renderCredits } from "./credits-form.ts";
import { type Notice, postmortemActions } from "./postmortem-render.ts";
import { parseSection, renderSection, sectionForm } from "./postmortem-section-form.ts";
import { notSent, sendFiles } from "./send-files-handle.ts";

/** The postmortem: its draft, each section written by hand, credits lost, publishing, and the file to keep. */
export function postmortemHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, web, clock, paper, permissions, log } = desk;
  const draft = createDraft(desk);
  const givePacket = createGivePacket(desk);

  const onIncident = createOnIncident(desk);

  /** A button that carries an incident's name first, and then something of its own. */
  const onButton =
    (
      run: (
        found: { stream: string; incident: Incident },
        rest: string,
        request: ActionRequest,
      ) => Promise<Reply>,
    ) =>
    async (request: ActionRequest): Promise<Reply> => {
      const [stream = "", rest = ""] = request.value.split(" ");
      const found = await visible(desk, stream, request.by);
      return found ? run(found, rest, request) : { say: plainContent(`There is no ${stream}.`) };
    };

  async function openSection(stream: string, id: string, request: ActionRequest): Promise<Reply> {
    const section = (await draft.told(stream)).sections.find((other) => other.id === id);
    if (!section) return {};
    return openUpon(web, request, renderSection(stream, section, request.viewId ?? ""));
  }

  async function saveSection(request: FormRequest): Promise<Reply> {
    const { incident: stream, section, text, editedAt, parent } = parseSection(request);
    const { by, receipt } = request;
    const found = await visible(desk, stream, by);
    if (!found || text === undefined) return {};
    const last = found.incident.postmortem[section];
    if ((last?.at ?? null) !== editedAt) return { errors: { text_0: changedMeanwhile(last) } };
    const edited = await incidents.change(
      stream,
      { type: "edit_postmortem", section, text },
      { by, receipt },
    );
    if (edited.outcome === "refused") return { errors: { text_0: plainText(edited.refusal.message) } };
    draft.refresh(parent, stream);
    return {};
  }

  async function openCredits(stream: string, incident: Incident, request: Request & { viewId?: string }) {
    const view = renderCredits(incident, balancesSeen(await incidents.events(stream)), request.viewId);
    return request.viewId ? openUpon(web, request, view) : openForm(web, request, view, `credits ${stream}`);
  }

  async function saveCredits(request: FormRequest): Promise<Reply> {
    const { incident: stream, parent, ...read } = parseCredits(request);
    if ("errors" in read) return { errors: read.errors };
    const { by, receipt } = request;
    const { creditsLost } = read;
    const saved = await incidents.change(
      stream,
      { type: "edit_details", details: {}, creditsLost },
      { by, receipt },
    );
    if (saved.outcome === "refused") return { errors: { kind: plainText(saved.refusal.message) } };
    draft.refresh(parent, stream);
    return {};
  }

  /** What comes of a press is told in the draft, where the person is looking. */
  async function publish(
    stream: string,
    after: string,
    { by, receipt, viewId }: ActionRequest,
  ): Promise<Reply> {
    if (!(await permissions.mayExport(by))) return tell(viewId, stream, { done: false, words: noExport });
    const handled = await incidents.change(
      stream,
      { type: "publish_postmortem", after: after || null },
      { by, receipt },
    );
    return tell(
      viewId,
      stream,
      handled.outcome === "refused"
        ? { done: false, words: handled.refusal.message }
        : { done: true, words: "Published: it appears in the incident's channel." },
    );
  }

  function tell(viewId: string | undefined, stream: string, notice: Notice): Reply {
    draft.refresh(viewId, stream, notice);
    return {};
  }

  async function sendFile(stream: string, { by, viewId }: ActionRequest): Promise<Reply> {
    if (!(await permissions.mayExport(by))) return tell(viewId, stream, { done: false, words: noExport });
    const sent = sendAll(stream, by).then(
      () => tell(viewId, stream, { done: true, words: "The file is in your direct messages." }),
      (err) => {
        log.warn({ err, stream }, "could not send a file");
        return tell(viewId, stream, { done: false, words: notSent(stream) });
      },
    );
    inBackground(sent, desk);
    return tell(viewId, stream, { done: true, words: "The file is on its way to your direct messages." });
  }

  async function support(stream: string, { by, viewId }: ActionRequest): Promise<Reply> {
    const say = await givePacket(stream, by);
    tell(viewId, stream, { done: true, words: "The answer is in your direct messages." });
    return { say };
  }

  /** The document and its picture. */
  async function sendAll(stream: string, { id }: Person): Promise<void> {
    const events = await incidents.events(stream);
    const told = await draft.told(stream);
    const drawn = picture(events, { now: clock.now(), redact: paper.redact });
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

  return {
    verbs: {
      postmortem: {
        usage: "postmortem [INC-12]",
        summary: "Shows the postmortem the record has filled in, to edit and publish.",
        run: onIncident("postmortem", async ({ stream }, request) =>
          openForm(web, request, await draft.view(stream), `postmortem ${stream}`),
        ),
      },
      credits: {
        usage: "credits [INC-12]",
        summary: "Reckons the credits an incident cost.",
        run: onIncident("credits", ({ stream, incident }, request) => openCredits(stream, incident, request)),
      },
    },
    actions: {
      [postmortemActions.edit]: onButton(({ stream }, id, request) => openSection(stream, id, request)),
      [postmortemActions.credits]: onButton(({ stream, incident }, _, request) =>
        openCredits(stream, incident, request),
      ),
      [postmortemActions.publish]: onButton(({ stream }, after, request) => publish(stream, after, request)),
      [postmortemActions.file]: onButton(({ stream }, _, request) => sendFile(stream, request)),
      [postmortemActions.support]: onButton(({ stream }, _, request) => support(stream, request)),
    },
    forms: { [sectionForm]: saveSection, [creditsForm]: saveCredits },
  };
}

function changedMeanwhile(last: Incident["postmortem"][string] | undefined): string {
  const who = last ? say`${last.by} edited this section, ${dateTime(last.at)}` : "This section was set back";
  return plainText(
    say`${who}, after you opened it. Keep a copy of your text, close this form and open it again.`,
  );
}
