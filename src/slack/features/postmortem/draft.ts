import type { ModalView } from "@slack/types";
import { type Postmortem, postmortem } from "../../../postmortem/postmortem.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Notice, renderDraft } from "./postmortem-render.ts";

/** The postmortem as the record stands, redacted. */
export async function draftOf(stream: string, { incidents, clock, paper }: Desk): Promise<Postmortem> {
  return postmortem(await incidents.events(stream), { now: clock.now(), redact: paper.redact });
}

/** The draft as the view a person has open; `notice` says what came of their last press. */
export async function draftView(stream: string, desk: Desk, notice?: Notice): Promise<ModalView> {
  const { published } = await desk.incidents.load(stream);
  return renderDraft(await draftOf(stream, desk), published, notice);
}

/** Shows the draft anew where it is open; returns at once. The person may have closed it. */
export function refreshDraft(viewId: string | undefined, stream: string, desk: Desk, notice?: Notice): void {
  if (!viewId) return;
  const shown = draftView(stream, desk, notice).then((view) =>
    desk.web.interactive("views.update", { view_id: viewId, view }),
  );
  inBackground(shown, desk);
}
