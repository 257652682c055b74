import { say } from "../../../lib/words.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import { type Reply, refuse, replyTo, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { type Feature, type Handle, onSubmit } from "../../requests/feature.ts";
import { maySee } from "../../requests/people/permissions.ts";
import { visible, visibleOpen } from "../../requests/people/visible.ts";
import { parseMessage, type SlackMessage } from "../../requests/receive/slack-message.ts";
import type { Request, ShortcutRequest } from "../../requests/request.ts";
import { capture, type Ref, readMessage } from "./capture.ts";
import { parseTimelineEntry, renderTimelineEntry, timelineEntryForm } from "./timeline-entry-form.ts";

const offeredAtMost = 100;

const byShortcut: Handle<ShortcutRequest> = async (request, desk) => {
  const { by } = request;
  const message = parseMessage(request.message?.raw);
  if (!message || !request.message) return refuse("This message cannot be kept.");
  const { channel, ts } = request.message;
  const here = await desk.incidents.inChannel(channel);
  if (here && maySee(by, here)) return add(here.stream, { channel, ts }, message, request, desk);
  const open = (await visibleOpen(by, desk)).slice(0, offeredAtMost);
  if (open.length === 0) return refuse("No incident is open whose timeline this could join.");
  return openForm(request, renderTimelineEntry({ channel, message }, open), "help", desk);
};

async function add(
  stream: string,
  source: Ref,
  message: SlackMessage,
  { by, receipt }: Request,
  desk: Desk,
): Promise<Reply> {
  const captured = await capture(stream, source, message, { by, receipt }, desk);
  return replyTo(captured, tell(say`Added to the timeline of ${stream}.`));
}

/** Adding a message to a timeline by its menu. */
export const addingToTimeline: Feature = {
  messageShortcuts: { add_to_timeline: byShortcut },
  forms: [
    onSubmit(timelineEntryForm, async (request, desk) => {
      const { incident, channel, message: carried } = parseTimelineEntry(request);
      if (!(await visible(incident, request.by, desk)))
        return refuse(`There is no ${incident}.`, { field: "incident" });
      const source = { channel, ts: carried.ts };
      const message = (await readMessage(source, desk).catch(() => undefined)) ?? carried;
      return add(incident, source, message, request, desk);
    }),
  ],
};
