import { section } from "../../blocks/mrkdwn.ts";
import { refusalOf } from "../../requests/answer/refusal.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import type { ActionRequest, Reply } from "../../requests/request.ts";
import { joinAction } from "./declare-form.ts";

/** Joining what was declared already, by its button in the form that would declare it again. */
export function joinHandlers({ incidents, web, log }: Desk): Partial<Handlers> {
  async function join({ value, by, receipt, viewId }: ActionRequest): Promise<Reply> {
    const joined = await incidents.change(value, { type: "join" }, { by, receipt });
    if (joined.outcome === "refused") return refusalOf(joined);
    const { channel } = joined.state;
    const where = channel ? ` It is in <#${channel.id}>; you are invited there.` : "";
    const text = `You are a responder of ${value}.${where}`;
    const told: Reply = { say: { text, blocks: [section(text)] } };
    if (!viewId) return told;
    try {
      await web.interactive("views.update", {
        view_id: viewId,
        view: {
          type: "modal",
          title: { type: "plain_text", text: "Joined" },
          close: { type: "plain_text", text: "Close" },
          blocks: [section(text)],
        },
      });
      return {};
    } catch (err) {
      // They have joined all the same, and are told so directly.
      log.info({ err }, "the form could not say that somebody joined");
      return told;
    }
  }

  return { actions: { [joinAction]: join } };
}
