import type { Delivery } from "../../record/ports.ts";
import { DeliveryError } from "../web/delivery-error.ts";
import type { Tools } from "./tools.ts";

/** A delivery about to be made: its slot, what it will say, and where. */
export type Intention = Pick<Delivery, "slot" | "fingerprint" | "ref">;

/**
 * Makes a call that must not happen twice. Writes the intention down first; `call` learns since when an earlier
 * attempt of unclear outcome is open (null: there is none) and returns where the thing now is, which is written down.
 */
export async function intend(
  tools: Tools,
  intention: Intention,
  call: (openSince: string | null) => Promise<Delivery["ref"]>,
): Promise<Delivery> {
  const { slot, fingerprint, ref } = intention;
  const earlier = tools.delivered.get(slot);
  const openSince = earlier?.state === "intended" ? (earlier.ref.openSince ?? earlier.updatedAt) : null;
  const attempt = { slot, fingerprint, attempts: (earlier?.attempts ?? 0) + 1 };
  await tools.save({
    ...attempt,
    state: "intended",
    ref: { ...ref, openSince: openSince ?? tools.slackNow() },
  });
  try {
    return await tools.save({ ...attempt, state: "delivered", ref: await call(openSince) });
  } catch (error) {
    const hadNoEffect = error instanceof DeliveryError && error.kind !== "unclear";
    if (hadNoEffect && !openSince) await tools.save({ ...attempt, state: "waiting", ref });
    throw error;
  }
}
