import type { Button, ConfirmationDialog, PlainTextOption, StaticSelect } from "@slack/types";
import { shorten } from "./mrkdwn.ts";

/** Slack's limits for the texts of buttons and options (docs.slack.dev/reference/block-kit). */
const textLimit = 75;
const confirmLimit = 300;

/**
 * A button. Action ids must differ within a block: what follows a ":" in one is ignored by the listeners. `label` is
 * what a screen reader says instead of the text.
 */
export function button(parts: {
  action: string;
  text: string;
  value: string;
  style?: "primary" | "danger";
  label?: string;
  /** What pressing it costs, asked first: question, cost, and what the button that goes on says. */
  confirm?: { title: string; text: string; ok: string };
}): Button {
  return {
    type: "button",
    action_id: parts.action,
    text: { type: "plain_text", text: shorten(parts.text, textLimit) },
    value: parts.value,
    ...(parts.style && { style: parts.style }),
    ...(parts.label && { accessibility_label: shorten(parts.label, textLimit) }),
    ...(parts.confirm && { confirm: toConfirm(parts.confirm) }),
  };
}

function toConfirm({ title, text, ok }: { title: string; text: string; ok: string }): ConfirmationDialog {
  return {
    title: { type: "plain_text", text: title },
    text: { type: "plain_text", text: shorten(text, confirmLimit) },
    confirm: { type: "plain_text", text: ok },
    deny: { type: "plain_text", text: "Not now" },
  };
}

/** A list to choose one from. */
export function select(parts: {
  action: string;
  placeholder: string;
  choices: { value: string; label: string; description?: string }[];
}): StaticSelect {
  return {
    type: "static_select",
    action_id: parts.action,
    placeholder: { type: "plain_text", text: parts.placeholder },
    options: parts.choices.slice(0, 100).map(toOption),
  };
}

function toOption({ value, label, description }: { value: string; label: string; description?: string }) {
  const option: PlainTextOption = { value, text: { type: "plain_text", text: shorten(label, textLimit) } };
  if (!description) return option;
  return { ...option, description: { type: "plain_text" as const, text: shorten(description, textLimit) } };
}
