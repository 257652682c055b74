import { fail, failArguments } from "../api-error.ts";
import type { Slack } from "../slack.ts";
import { emitEvent } from "../workspace/events.ts";
import { appAuthor, postMessage } from "../workspace/messages.ts";
import type { Channel, Fields, SharedFile } from "../workspace/types.ts";
import { type Call, type Methods, needMembership } from "./method.ts";

const altTextLimit = 1000;

/** A file as files.info and messages show it. */
export function showFile(slack: Slack, file: SharedFile): Fields {
  const { id, name, title, user, created, content, channels, altText } = file;
  const address = `${slack.url}/files/${id}/${encodeURIComponent(name)}`;
  return {
    id,
    name,
    title,
    user,
    created,
    timestamp: created,
    size: content.length,
    mimetype: /\.(png|jpe?g|gif|webp)$/i.test(name) ? `image/${name.split(".").at(-1)}` : "text/plain",
    mode: "hosted",
    channels: [...channels],
    is_external: false,
    url_private: address,
    url_private_download: address,
    permalink: address,
    ...(altText ? { alt_txt: altText } : {}),
  };
}

function uploadAddress({ slack, args }: Call): Fields {
  const name = args.need("filename");
  if (args.number("length", 0) < 1) fail("missing_argument");
  const altText = args.text("alt_txt") ?? "";
  if (altText.length > altTextLimit) fail("alt_txt_too_large");
  const id = slack.ids.next("F");
  slack.workspace.files.set(id, {
    id,
    name,
    title: name,
    user: slack.app.botUserId,
    created: Math.floor(slack.clock.now() / 1000),
    content: Buffer.alloc(0),
    altText,
    channels: [],
    deleted: false,
  });
  return { upload_url: `${slack.url}/upload/${id}/${slack.ids.secret()}`, file_id: id };
}

function shareFiles(call: Call, files: SharedFile[], channel: Channel): void {
  const { slack, args } = call;
  const threadTs = args.text("thread_ts");
  for (const file of files) file.channels.push(channel.id);
  const content: Fields = { files: files.map((file) => showFile(slack, file)), upload: true };
  if (threadTs) content.thread_ts = threadTs;
  postMessage(
    slack,
    channel,
    { ...content, subtype: "file_share", text: args.text("initial_comment") ?? "" },
    appAuthor(slack),
  );
  for (const { id } of files) {
    emitEvent(
      slack,
      {
        type: "file_shared",
        file_id: id,
        file: { id },
        user_id: slack.app.botUserId,
        channel_id: channel.id,
      },
      channel,
    );
  }
}

function completeUpload(call: Call): Fields {
  const { slack, args } = call;
  const asked = args.json<{ id: string; title?: string }[]>("files");
  if (!Array.isArray(asked) || asked.length === 0) return failArguments("missing required field: files");
  const files = asked.map(({ id, title }) => {
    const file = slack.workspace.files.get(id);
    if (!file || file.content.length === 0) return fail("file_not_found");
    file.title = title ?? file.title;
    return file;
  });
  if (args.has("channel_id")) shareFiles(call, files, needMembership(call, "channel_id"));
  slack.stream.publish("file.completed", { files: files.map(({ id }) => id) });
  return { files: files.map((file) => showFile(slack, file)) };
}

function needFile({ slack, args }: Call): SharedFile {
  const file = slack.workspace.files.get(args.need("file")) ?? fail("file_not_found");
  if (file.deleted) fail("file_deleted");
  return file;
}

/** files.*: an upload is an address, the bytes sent there, and its completion. */
export const filesMethods: Methods = {
  "files.getUploadURLExternal": { tier: 4, scopes: ["files:write"], handle: uploadAddress },
  "files.completeUploadExternal": { tier: 4, scopes: ["files:write"], handle: completeUpload },
  "files.info": {
    tier: 4,
    scopes: ["files:read"],
    handle: (call) => ({ file: showFile(call.slack, needFile(call)) }),
  },
  "files.delete": {
    tier: 3,
    scopes: ["files:write"],
    handle: (call) => {
      needFile(call).deleted = true;
      return {};
    },
  },
};
