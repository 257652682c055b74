import { renderView } from "../../blocks/form.ts";
import { section } from "../../blocks/mrkdwn.ts";
import { done, replyTo, show } from "../../requests/answer/reply.ts";
import type { Feature, Handle } from "../../requests/feature.ts";
import type { ActionRequest } from "../../requests/request.ts";
import { joinAction } from "./declare-form.ts";

const join: Handle<ActionRequest> = async ({ value, by, receipt, viewId }, { incidents, web, log }) => {
  const joined = await incidents.change(value, { type: "join" }, { by, receipt });
  if (joined.outcome === "refused") return replyTo(joined);
  const { channel } = joined.state;
  const where = channel ? ` It is in <#${channel.id}>; you are invited there.` : "";
  const text = `You are a responder of ${value}.${where}`;
  const blocks = [section(text)];
  if (!viewId) return show({ text, blocks });
  try {
    const view = renderView({ title: "Joined", blocks });
    await web.interactive("views.update", { view_id: viewId, view });
    return done;
  } catch (err) {
    // They have joined all the same, and are told so directly.
    log.info({ err }, "the form could not say that somebody joined");
    return show({ text, blocks });
  }
};

/** Joining what was declared already, by its button in the form that would declare it again. */
export const joining: Feature = { actions: { [joinAction]: join } };
