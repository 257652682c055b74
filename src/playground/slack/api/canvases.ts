import { fail, failArguments } from "../api-error.ts";
import type { Canvas, Fields } from "../workspace/types.ts";
import { type Call, type Methods, needMembership } from "./method.ts";

type DocumentContent = { type?: string; markdown?: string };

function markdownOf(content: DocumentContent | undefined): string {
  if (content === undefined) return "";
  if (content.type !== "markdown" || typeof content.markdown !== "string") {
    return failArguments("document_content must be markdown [json-pointer:/document_content]");
  }
  return content.markdown;
}

function addCanvas({ slack, args }: Call, channelId?: string): Canvas {
  const markdown = markdownOf(args.json<DocumentContent>("document_content"));
  const canvas: Canvas = { id: slack.ids.next("F"), title: args.text("title") ?? "", markdown };
  if (channelId) canvas.channelId = channelId;
  slack.workspace.canvases.set(canvas.id, canvas);
  slack.stream.publish("canvas.changed", { canvas: canvas.id });
  return canvas;
}

function createForChannel(call: Call): Fields {
  const channel = needMembership(call, "channel_id");
  if (!call.slack.settings.canvases) fail("team_tier_cannot_create_channel_canvases");
  if (channel.canvasId) fail("channel_canvas_already_exists");
  channel.canvasId = addCanvas(call, channel.id).id;
  return { canvas_id: channel.canvasId };
}

function create(call: Call): Fields {
  if (!call.slack.settings.canvases) fail("free_teams_cannot_create_standalone_canvases");
  return { canvas_id: addCanvas(call).id };
}

function needCanvas({ slack, args }: Call): Canvas {
  return slack.workspace.canvases.get(args.need("canvas_id")) ?? fail("canvas_not_found");
}

type CanvasChange = {
  operation: string;
  document_content?: DocumentContent;
  section_id?: string;
  title_content?: DocumentContent;
};

function apply(
  canvas: Canvas,
  { operation, document_content, section_id, title_content }: CanvasChange,
): void {
  if (operation === "insert_at_end") canvas.markdown += `\n${markdownOf(document_content)}`;
  else if (operation === "insert_at_start")
    canvas.markdown = `${markdownOf(document_content)}\n${canvas.markdown}`;
  else if (operation === "replace" && !section_id) canvas.markdown = markdownOf(document_content);
  else if (operation === "rename") canvas.title = markdownOf(title_content);
  // Sections have no ids here, so what addresses one cannot be found.
  else fail("canvas_editing_failed");
}

function edit(call: Call): Fields {
  const canvas = needCanvas(call);
  const changes = call.args.json<CanvasChange[]>("changes");
  if (!Array.isArray(changes) || changes.length !== 1)
    return failArguments("exactly one change [json-pointer:/changes]");
  apply(canvas, changes[0]!);
  call.slack.stream.publish("canvas.changed", { canvas: canvas.id });
  return {};
}

function remove(call: Call): Fields {
  const { id, channelId } = needCanvas(call);
  call.slack.workspace.canvases.delete(id);
  const channel = channelId ? call.slack.workspace.channels.get(channelId) : undefined;
  if (channel) delete channel.canvasId;
  return {};
}

/** canvases.* and conversations.canvases.create: documents, one at most belonging to a channel. */
export const canvasesMethods: Methods = {
  "conversations.canvases.create": { tier: 2, scopes: ["canvases:write"], handle: createForChannel },
  "canvases.create": { tier: 2, scopes: ["canvases:write"], handle: create },
  "canvases.edit": { tier: 3, scopes: ["canvases:write"], handle: edit },
  "canvases.delete": { tier: 3, scopes: ["canvases:write"], handle: remove },
};
