import { shortenMrkdwn } from "../blocks/mrkdwn.ts";

/**
 * What the texts of one message, form or Home may come to together, in UTF-16 units. Slack refuses more with
 * `msg_blocks_too_long`, though each block is within its own limit: reports give 11,341 to 13,200 (bolt-js#2509,
 * #2867). No document names the number.
 */
export const messageBudget = 11_000;

/** What a message is cut to when Slack refuses it for its size all the same. */
export const shortBudget = 3000;

/** Slack's answers that mean: too long. */
export const tooLong = new Set(["msg_blocks_too_long", "msg_too_long", "view_too_large"]);

const note =
  "_Shortened, because Slack shows no longer message. The whole is in the record: `timeline` has it._";

/**
 * The arguments of a Web API call with what it shows cut to a budget: those of a message by its `blocks`, those of a
 * form or of Home by its `view`. The longest texts give way first, each at its end; what people typed into a field
 * and what they press stays whole. The same arguments when they fit.
 */
export function fitMessage<Arguments extends object>(args: Arguments, budget = messageBudget): Arguments {
  const { view, blocks = view?.blocks } = args as { view?: { blocks?: unknown }; blocks?: unknown };
  if (!Array.isArray(blocks) || sizeOf(blocks) <= budget) return args;
  const fitted = cut(blocks, budget - note.length);
  const most = view ? 100 : 50;
  const said = fitted.length < most ? [...fitted, noteBlock] : fitted;
  return view ? { ...args, view: { ...view, blocks: said } } : { ...args, blocks: said };
}

const noteBlock = { type: "context", elements: [{ type: "mrkdwn", text: note }] };

/** All that is shown of blocks, buttons and options included. */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, inner) => sum + sizeOf(inner), 0);
  if (typeof value !== "object" || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (typeof inner === "string" ? (key === "text" ? inner.length : 0) : sizeOf(inner)),
    0,
  );
}

type Text = { text: string };

function cut(blocks: readonly object[], budget: number): object[] {
  const copy: object[] = structuredClone([...blocks]);
  const texts = copy.flatMap(textsToRead);
  const rest = sizeOf(copy) - texts.reduce((sum, { text }) => sum + text.length, 0);
  const each = levelFor(
    texts.map(({ text }) => text.length),
    budget - rest,
  );
  for (const text of texts) text.text = shortenMrkdwn(text.text, each);
  return copy;
}

/** The texts of a block that are there to be read, not to be pressed or filled in. */
function textsToRead(block: {
  type?: string;
  text?: Text;
  fields?: Text[];
  elements?: (Text | object)[];
}): Text[] {
  if (block.type === "section") return [...(block.text ? [block.text] : []), ...(block.fields ?? [])];
  if (block.type !== "context") return [];
  return (block.elements ?? []).filter((element): element is Text => "text" in element);
}

/** The length to which the longest may grow so that all together stay within the budget. */
function levelFor(lengths: readonly number[], budget: number): number {
  let left = Math.max(budget, 0);
  const sorted = lengths.toSorted((a, b) => a - b);
  for (const [index, length] of sorted.entries()) {
    const share = Math.floor(left / (sorted.length - index));
    if (length > share) return Math.max(share, 1);
    left -= length;
  }
  return Number.POSITIVE_INFINITY;
}
