import type { KnownBlock, ModalView } from "@slack/types";
import type { z } from "zod";
import { shorten } from "./mrkdwn.ts";

/** Slack's limit for a modal's title (docs.slack.dev/surfaces/modals). */
const titleLimit = 24;

/** A form: the callback id it comes back with, and the schema of what it carries along. */
export type Form<Carried> = { id: string; carries: z.ZodType<Carried> };

/** Shows a form. What it carries along comes back with what was filled in. */
export function renderForm<Carried>(
  form: Form<Carried>,
  parts: { title: string; submit: string; carried: NoInfer<Carried>; blocks: KnownBlock[] },
): ModalView {
  return modal({
    title: parts.title,
    callback_id: form.id,
    submit: { type: "plain_text", text: parts.submit },
    private_metadata: JSON.stringify(parts.carried),
    blocks: parts.blocks,
  });
}

/** Shows something to look at and close. `id` is the name under which others find it among open views. */
export function renderView({
  id,
  ...parts
}: {
  id?: string;
  title: string;
  blocks: KnownBlock[];
}): ModalView {
  return modal({ ...parts, ...(id && { callback_id: id }) });
}

function modal({
  title,
  submit,
  ...parts
}: { title: string } & Omit<ModalView, "type" | "title" | "close">): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: shorten(title, titleLimit) },
    close: { type: "plain_text", text: submit ? "Cancel" : "Close" },
    ...(submit && { submit }),
    ...parts,
  };
}

/**
 * Reads what a form carried. Undefined when it is of another shape: a form opened before an upgrade may come back
 * after it.
 */
export function readCarried<Carried>({ carries }: Form<Carried>, carried: string): Carried | undefined {
  try {
    return carries.safeParse(JSON.parse(carried)).data;
  } catch {
    return undefined;
  }
}
