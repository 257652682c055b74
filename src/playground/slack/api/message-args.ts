import { fail, failArguments } from "../api-error.ts";
import { escapeText, normalizeBlocks } from "../blocks/normalize.ts";
import { describeProblem } from "../blocks/rules.ts";
import { validateBlocks } from "../blocks/validate-blocks.ts";
import type { Slack } from "../slack.ts";
import type { Block, Fields, Message } from "../workspace/types.ts";
import { type Args, createArgs } from "./args.ts";

/** What a message may hold. Longer text is cut when posting and refused when updating. */
export const textLimits = {
  post: 40_000,
  update: 4_000,
  markdown: 12_000,
  /** All texts of a message's blocks together; not documented, the most that was reported (bolt-js#2509). */
  blocks: 13_200,
  attachments: 100,
  metadataBytes: 8_192,
};

/** The blocks of a call, checked and completed; undefined when none were sent. */
function blocksArgument(slack: Slack, args: Args): Block[] | undefined {
  const blocks = args.json<Block[]>("blocks", "invalid_blocks_format");
  if (blocks === undefined) return undefined;
  if (!Array.isArray(blocks)) fail("invalid_blocks_format");
  if (textIn(blocks) > textLimits.blocks) fail("msg_blocks_too_long");
  const problems = validateBlocks(blocks, "message").map(describeProblem);
  if (problems.length > 0) {
    fail("invalid_blocks", {
      errors: problems,
      response_metadata: { messages: problems.map((problem) => `[ERROR] ${problem}`) },
    });
  }
  return normalizeBlocks(blocks, slack.ids.secret);
}

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + textIn(inner), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce((sum, [key, inner]) => {
    return sum + (key === "text" && typeof inner === "string" ? inner.length : textIn(inner));
  }, 0);
}

/** The view of a call, checked. */
export function viewArgument(
  args: Args,
  problemsOf: (view: unknown) => { pointer: string; message: string }[],
): Fields {
  const view = args.json<Fields>("view");
  if (view === undefined) return failArguments("missing required field: view");
  if (JSON.stringify(view).length > 250_000) fail("view_too_large");
  const problems = problemsOf(view);
  if (problems.length > 0) failArguments(...problems.map(describeProblem));
  return view;
}

/** The metadata of a call: undefined when none was sent, null when it is to be removed. */
export function metadataArgument(args: Args): Message["metadata"] | null | undefined {
  const metadata = args.json<Fields>("metadata", "invalid_metadata_format");
  if (metadata === undefined) return undefined;
  if (typeof metadata !== "object" || metadata === null) return fail("invalid_metadata_format");
  if (Object.keys(metadata).length === 0) return null;
  const { event_type, event_payload } = metadata;
  if (typeof event_type !== "string" || typeof event_payload !== "object" || event_payload === null) {
    return fail("invalid_metadata_format");
  }
  if (JSON.stringify(event_payload).length > textLimits.metadataBytes) fail("metadata_too_large");
  return { event_type, event_payload: event_payload as Fields };
}

/** The attachments of a call. */
function attachmentsArgument(args: Args): Fields[] | undefined {
  const attachments = args.json<Fields[]>("attachments");
  if (attachments === undefined) return undefined;
  if (!Array.isArray(attachments)) return fail("invalid_attachments");
  if (attachments.length > textLimits.attachments) fail("too_many_attachments");
  return attachments;
}

/** The text and blocks of a message: what was sent, and whether there is anything to show at all. */
export function contentArguments(slack: Slack, args: Args) {
  const markdown = args.text("markdown_text");
  if (markdown && (args.has("text") || args.has("blocks"))) fail("markdown_text_conflict");
  if (markdown && markdown.length > textLimits.markdown) fail("msg_too_long");
  const text = args.text("text") ?? markdown;
  const blocks = blocksArgument(slack, args);
  const attachments = attachmentsArgument(args);
  if (!text && !blocks?.length && !attachments?.length) fail("no_text");
  return { text: text === undefined ? undefined : escapeText(text), blocks, attachments };
}

/** The same checks for a message that came as a JSON object: an ack's payload, or the body of a response_url. */
export function contentOf(slack: Slack, body: Fields) {
  return contentArguments(slack, createArgs(body));
}
