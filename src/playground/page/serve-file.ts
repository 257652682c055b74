import type { ServerResponse } from "node:http";
import type { Control } from "../slack/control/control.ts";
import { sendJson } from "../slack/server.ts";

/** Answers with a file that was shared in Slack: a picture as one, all else as plain text. */
export function serveFile(slack: Control, id: string, response: ServerResponse): void {
  if (!slack.files().some((file) => file.id === id && !file.deleted)) {
    sendJson(response, 404, { error: "There is no such file" });
    return;
  }
  const { name, content } = slack.file(id);
  response.writeHead(200, {
    "content-type": name.endsWith(".png") ? "image/png" : "text/plain; charset=utf-8",
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
  });
  response.end(content);
}
