import { DeliveryError } from "../../web/delivery-error.ts";
import { intend } from "../intend.ts";
import { channelAt, deliveredAt } from "../place.ts";
import type { CanvasSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";

/** Slack's answers to an edit that mean: make it anew. */
const canvasGone = new Set(["canvas_not_found", "canvas_deleted"]);

/**
 * Makes the document the channel's canvas, or replaces what the bot put there before. A channel has one canvas at
 * most: one that people made is left alone (`channel_canvas_already_exists`), while one found after an attempt of
 * unclear outcome is that attempt's.
 */
export async function deliverCanvas(slot: CanvasSlot, tools: Tools): Promise<void> {
  const channel = channelAt("own channel", tools);
  const there = deliveredAt(slot.slot, "own channel", tools);
  if (there?.state === "delivered" && there.fingerprint === slot.revision) return;
  const known = there?.ref.canvas;
  const intention = {
    slot: slot.slot,
    fingerprint: slot.revision,
    ref: { channel, ...(known && { canvas: known }) },
  };
  await intend(tools, intention, async (openSince) => {
    const canvas = known ?? (openSince && (await canvasOf(channel, tools)));
    if (canvas && (await replace(canvas, slot, tools))) return { channel, canvas };
    return { channel, canvas: await create(channel, slot, tools) };
  });
}

async function create(channel: string, { title, markdown }: CanvasSlot, tools: Tools): Promise<string> {
  const { canvas_id } = await tools.write("conversations.canvases.create", {
    channel_id: channel,
    title,
    document_content: { type: "markdown", markdown },
  });
  if (!canvas_id) throw new DeliveryError("unclear", "no_canvas_id");
  return canvas_id;
}

/** False: the canvas is not there any more. */
async function replace(canvas: string, { markdown }: CanvasSlot, tools: Tools): Promise<boolean> {
  const change = { operation: "replace", document_content: { type: "markdown", markdown } } as const;
  try {
    await tools.write("canvases.edit", { canvas_id: canvas, changes: [change] });
    return true;
  } catch (error) {
    if (error instanceof DeliveryError && canvasGone.has(error.code)) return false;
    throw error;
  }
}

/** The id of a channel's canvas, whoever made it. */
export async function canvasOf(channel: string, tools: Tools): Promise<string | undefined> {
  const { channel: found } = await tools.read("conversations.info", { channel });
  // The library's types do not know this part of the answer.
  const properties = found?.properties as { canvas?: { file_id?: string } } | undefined;
  return properties?.canvas?.file_id;
}
