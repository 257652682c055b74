import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeClay } from "../../fake-clay/open-fake-clay.ts";
import type { Drills } from "../drills/create-drills.ts";
import type { LocalSlack } from "../slack/local-slack.ts";

/** What a page is told of a change: enough to know what to read again. */
export type Announcement = { type: string; channel?: string; user?: string; view?: string; error?: string };

/** Sends every change in Slack, at Clay and in the drills as a server-sent event, until the page goes. */
export function announceChanges(
  { slack, clay, drills }: { slack: LocalSlack; clay: FakeClay; drills: Drills },
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const send = (announcement: Announcement) => response.write(`data: ${JSON.stringify(announcement)}\n\n`);
  send({ type: "open" });
  const ends = [
    // What changed is read again from the control, so that there is one way in which things are shown.
    slack.stream.subscribe(({ type, channel, user, view, error }) => {
      const named = Object.entries({ channel, user, view, error }).filter(([, value]) => value !== undefined);
      send({ type, ...Object.fromEntries(named) });
    }),
    clay.control.subscribe(() => send({ type: "clay.changed" })),
    drills.subscribe(() => send({ type: "drill.changed" })),
  ];
  request.on("close", () => {
    for (const end of ends) end();
  });
}
