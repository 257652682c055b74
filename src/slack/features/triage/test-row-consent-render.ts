import type { WebhookToTest } from "../../../incident/evidence/test-rows.ts";
import type { EvidenceKey } from "../../../runbook/evidence.ts";

export type Consent = {
  /** Asked before the look; undefined when it sends no row. */
  confirm?: { title: string; text: string; ok: string };
  /** What the button carries, so that only webhooks named in the dialog get a row. */
  carried: string;
};

const cost =
  "That counts towards its limit, and starts every auto-run column on the row, which may cost credits.";

/** The dialog has room for so many names beside the cost. */
const namedAtMost = 3;

/** The consent to a look that sends test rows to these webhooks; undefined: nobody knows yet which there are. */
export function testRowConsent(key: EvidenceKey, webhooks: readonly WebhookToTest[] | undefined): Consent {
  if (key !== "webhook_accepting" || webhooks?.length === 0) return { carried: "-" };
  const title = "Test with a row?";
  const ok = "Test it";
  const [first, ...others] = webhooks ?? [];
  if (!webhooks || webhooks.length > namedAtMost) {
    const which = webhooks
      ? `Each of ${webhooks.length} webhooks`
      : "Each webhook that wants consent to a test";
    return { confirm: { title, text: `${which} gets 1 row. ${cost}`, ok }, carried: "" };
  }
  const names = webhooks.map(({ name }) => name);
  const which = others.length
    ? `Each of these gets 1 row: ${names.join(", ")}.`
    : `${first!.name} gets 1 row.`;
  return {
    confirm: { title, text: `${which} ${cost}`, ok },
    carried: webhooks.map(({ probe }) => probe).join(),
  };
}

/** The webhooks that get a row, from what the button carries. */
export function parseConsent(carried: string): "all" | string[] {
  return carried === "" ? "all" : carried.split(",");
}
