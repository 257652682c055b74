import { DeliveryError } from "../../web/delivery-error.ts";
import type { TakeBackSlot } from "../slots.ts";
import type { Tools } from "../tools.ts";
import { canvasOf } from "./canvas.ts";

/** Slack's answers that mean: it is not there any more. */
const alreadyGone = new Set(["canvas_not_found", "canvas_deleted", "file_not_found", "file_deleted"]);

/**
 * Takes back the documents shown in a channel, once. Which they are is written down first: their slots soon name those
 * of the next channel.
 */
export async function deliverTakeBack(slot: TakeBackSlot, tools: Tools): Promise<void> {
  const { channel } = slot.to;
  const there = tools.delivered.get(slot.slot);
  if (there?.state === "delivered" && there.fingerprint === channel) return;
  const begun = there?.fingerprint === channel ? there.ref : undefined;
  const ref = begun ?? { canvas: await canvasIn(slot, tools), files: filesIn(slot, tools) };
  const attempt = { slot: slot.slot, fingerprint: channel, attempts: (there?.attempts ?? 0) + 1 };
  await tools.save({ ...attempt, state: "intended", ref });
  if (ref.canvas) await deleteCanvas(ref.canvas, tools);
  for (const file of idsOf(ref.files)) await deleteFile(file, tools);
  await tools.save({ ...attempt, state: "delivered", ref: {} });
}

/** Deletes a file wherever it is shown; one that is gone is no trouble. */
export async function deleteFile(file: string, tools: Tools): Promise<void> {
  await unlessGone(tools.write("files.delete", { file }));
}

/** Ids kept together in one field of a delivery. */
export function idsOf(joined: string | undefined): string[] {
  return joined ? joined.split(" ") : [];
}

async function deleteCanvas(canvas: string, tools: Tools): Promise<void> {
  await unlessGone(tools.write("canvases.delete", { canvas_id: canvas }));
}

/** Ours, or one whose making had an unclear outcome. One that people made is not ours to take. */
async function canvasIn({ canvas, to }: TakeBackSlot, tools: Tools): Promise<string | undefined> {
  const there = tools.delivered.get(canvas);
  if (there?.ref.channel !== to.channel) return undefined;
  return there.ref.canvas ?? (there.state === "intended" ? canvasOf(to.channel, tools) : undefined);
}

function filesIn({ files, to }: TakeBackSlot, tools: Tools): string {
  const refs = files.map((file) => tools.delivered.get(file)?.ref);
  return refs
    .filter((ref) => ref?.channel === to.channel)
    .flatMap((ref) => [ref?.file ?? [], idsOf(ref?.replaces)].flat())
    .join(" ");
}

async function unlessGone(deleting: Promise<unknown>): Promise<void> {
  try {
    await deleting;
  } catch (error) {
    if (!(error instanceof DeliveryError) || !alreadyGone.has(error.code)) throw error;
  }
}
