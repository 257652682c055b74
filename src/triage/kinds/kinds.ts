import type { ProbeKind } from "../../incident/evidence/evidence.ts";
import { api } from "./api.ts";
import { callback } from "./callback.ts";
import { credits } from "./credits.ts";
import type { Kind } from "./kind.ts";
import { neutral } from "./neutral.ts";
import { platform } from "./platform.ts";
import { provider } from "./provider.ts";
import { reach } from "./reach.ts";
import { webhook } from "./webhook.ts";

/** Every kind of probe. Their order is that of `probeKinds`. */
export const kinds = {
  platform,
  reach,
  webhook,
  api,
  credits,
  provider,
  callback,
  neutral,
} satisfies Record<ProbeKind, Kind<string>>;

/**
 * Whose a probe's target is. A kind not known here, of a record that a newer clay-incident wrote, is nobody's: it
 * proves nothing about Clay.
 */
export function ownerOf({ kind }: { kind: ProbeKind }): Kind<string>["owner"] | "unknown" {
  return Object.hasOwn(kinds, kind) ? kinds[kind].owner : "unknown";
}
