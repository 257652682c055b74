import { shorten } from "../blocks/mrkdwn.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { Call } from "./web.ts";

/** A file to be shown in Slack; only images have an alternative text. */
export type Upload = { name: string; content: Uint8Array; altText?: string | undefined };

const withinMs = 30_000;

/** Slack's limit for the alternative text of an image. */
const altTextLimit = 1000;

/** Sends a file's bytes to Slack; it shows nowhere until `files.completeUploadExternal` names its id. */
export async function upload(call: Call, { name, content, altText }: Upload): Promise<string> {
  const { upload_url, file_id } = await call("files.getUploadURLExternal", {
    filename: name,
    length: content.byteLength,
    // Documented as `alt_txt`, and for images alone: on other files it keeps them from showing.
    ...(altText && { alt_txt: shorten(altText, altTextLimit) }),
  });
  if (!upload_url || !file_id) throw new DeliveryError("unclear", "no_upload_url");
  // Plain bytes: a form passed between two versions of undici arrives as the text "[object FormData]".
  const sent = await fetch(upload_url, {
    method: "POST",
    body: new Uint8Array(content),
    signal: AbortSignal.timeout(withinMs),
  }).catch((error: unknown) => {
    throw new DeliveryError("unclear", "upload_failed", null, error);
  });
  // What is left unread keeps its connection.
  await sent.body?.cancel();
  if (!sent.ok) throw new DeliveryError("unclear", `upload_${sent.status}`);
  return file_id;
}
