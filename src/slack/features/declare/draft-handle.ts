import type { ModalView } from "@slack/types";
import { type Postmortem, postmortem } from "../../../postmortem/postmortem.ts";
import { inBackground } from "../../requests/answer/in-background.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Notice, renderDraft } from "../postmortem/postmortem-render.ts";

/** The draft of a postmortem in the view a person has open. */
export type Draft = {
  /** The postmortem as the record stands, redacted. */
  told(stream: string): Promise<Postmortem>;
  view(stream: string, notice?: Notice): Promise<ModalView>;
  /** Shows the draft anew where it is open; returns at once. The person may have closed it. */
  refresh(viewId: string | undefined, stream: string, notice?: Notice): void;
};

/** Opens drafts. */
export function createDraft(desk: Desk): Draft {
  const { incidents, clock, web } = desk;
  const told = async (stream: string) =>
    postmortem(await incidents.events(stream), { now: clock.now(), redact: desk.paper.redact });
  const view = async (stream: string, notice?: Notice) =>
    renderDraft(await told(stream), (await incidents.load(stream)).published, notice);
  return {
    told,
    view,
    refresh(viewId, stream, notice) {
      if (!viewId) return;
      const shown = view(stream, notice).then((view) =>
        web.interactive("views.update", { view_id: viewId, view }),
      );
      inBackground(shown, desk);
    },
  };
}
