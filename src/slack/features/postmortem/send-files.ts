import { type Upload, upload } from "../../web/upload.ts";
import type { Web } from "../../web/web.ts";

/** Sends files to a person directly: a private answer that is too long for a message. */
export async function sendFiles(
  web: Web,
  userId: string,
  { files, comment }: { files: (Upload & { title: string })[]; comment: string },
): Promise<void> {
  const { channel } = await web.read("conversations.open", { users: userId });
  const uploaded = [];
  for (const file of files) uploaded.push({ id: await upload(web.write, file), title: file.title });
  const [first, ...others] = uploaded;
  if (!first || !channel?.id) throw new Error("There is no file, or nobody to send it to");
  await web.write("files.completeUploadExternal", {
    channel_id: channel.id,
    files: [first, ...others],
    initial_comment: comment,
  });
}

/** What one is told whose file did not arrive. */
export function notSent(stream: string): string {
  return (
    `Slack did not take the file; perhaps the app lacks a permission, which clay-incident doctor tells. ` +
    `In a terminal, clay-incident postmortem ${stream} writes it without Slack.`
  );
}
