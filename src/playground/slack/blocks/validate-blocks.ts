import type { Block, Fields } from "../workspace/types.ts";
import { accessory, actionElement, anyText, imageElement, inputElements, plainText } from "./elements.ts";
import {
  anything,
  boolean,
  both,
  byType,
  list,
  needsOneOf,
  object,
  type Problem,
  type Rule,
  string,
} from "./rules.ts";

/** Where blocks are shown. */
export type Surface = "message" | "modal" | "home";

/** How many blocks a surface takes. */
const blockLimits: { [surface in Surface]: number } = { message: 50, modal: 100, home: 100 };

const block = (type: string, required: { [field: string]: Rule }, optional: { [field: string]: Rule } = {}) =>
  object(required, { ...optional, block_id: string(255) }, type);

const everywhere: { [type: string]: Rule } = {
  section: both(
    block(
      "section",
      {},
      { text: anyText(3000), fields: list(anyText(2000), 10), accessory, expand: boolean },
    ),
    needsOneOf(["text", "fields"], true),
  ),
  header: block("header", { text: plainText(150) }),
  divider: block("divider", {}),
  context: block("context", {
    elements: list(
      (value, pointer, problems) =>
        ((value as Fields)?.type === "image" ? imageElement : anyText(3000))(value, pointer, problems),
      10,
    ),
  }),
  actions: block("actions", { elements: list(actionElement, 25) }),
  image: both(
    block(
      "image",
      { alt_text: string(2000) },
      { image_url: string(3000), slack_file: anything, title: plainText(2000) },
    ),
    needsOneOf(["image_url", "slack_file"]),
  ),
  rich_text: block("rich_text", { elements: list(anything, 1000) }),
  video: block(
    "video",
    { alt_text: string(2000), title: plainText(199), thumbnail_url: string(3000), video_url: string(3000) },
    {
      author_name: string(49),
      description: plainText(200),
      provider_icon_url: string(3000),
      provider_name: string(200),
      title_url: string(3000),
    },
  ),
};

const input = (surface: Surface): Rule =>
  block(
    "input",
    { label: plainText(2000), element: inputElements[surface] },
    { hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  );

const cell = byType({ raw_text: object({ text: string(3000) }, {}, "raw_text"), rich_text: anything });
const table = block("table", { rows: list(list(cell, 20), 100) }, { column_settings: list(anything, 20) });

/** The block types known here, by surface. Slack has a few more for AI apps; they are refused as unsupported. */
const rules: { [surface in Surface]: Rule } = {
  message: byType({
    ...everywhere,
    input: input("message"),
    markdown: block("markdown", { text: string(12_000) }),
    table,
    file: block("file", { external_id: string(255), source: string(20) }),
  }),
  modal: byType({ ...everywhere, input: input("modal") }),
  home: byType({ ...everywhere, input: input("home"), table }),
};

/** The interactive elements of a block: those of an actions block, the accessory, or the one asked for. */
export function elementsOf(entry: Fields): Block[] {
  const elements = entry.type === "actions" && Array.isArray(entry.elements) ? entry.elements : [];
  return [...elements, entry.accessory, entry.element].filter(
    (element): element is Block => typeof element === "object" && element !== null,
  );
}

function checkUniqueness(blocks: Fields[], problems: Problem[]): void {
  const seen = new Set<unknown>();
  blocks.forEach((entry, index) => {
    if (entry?.block_id !== undefined && seen.has(entry.block_id)) {
      problems.push({
        pointer: `/blocks/${index}/block_id`,
        message: `block_id ${entry.block_id} is used twice`,
      });
    }
    seen.add(entry?.block_id);
    const actions = elementsOf(entry ?? {}).flatMap(({ action_id }) => action_id ?? []);
    if (new Set(actions).size < actions.length) {
      problems.push({ pointer: `/blocks/${index}`, message: "an action_id is used twice in one block" });
    }
  });
}

function checkWholeMessage(blocks: Fields[], problems: Problem[]): void {
  if (blocks.filter((entry) => entry?.type === "table").length > 1) {
    problems.push({ pointer: "/blocks", message: "only one table is allowed" });
  }
  const markdown = blocks
    .filter((entry) => entry?.type === "markdown")
    .map((entry) => String(entry.text).length);
  if (markdown.reduce((sum, length) => sum + length, 0) > 12_000) {
    problems.push({
      pointer: "/blocks",
      message: "markdown blocks must be less than 12001 characters together",
    });
  }
}

/** What Slack would refuse in these blocks on this surface: empty when it would take them. */
export function validateBlocks(blocks: unknown, surface: Surface = "message"): Problem[] {
  const problems: Problem[] = [];
  list(rules[surface], blockLimits[surface], 0)(blocks, "/blocks", problems);
  if (!Array.isArray(blocks)) return problems;
  checkUniqueness(blocks, problems);
  if (surface === "message") checkWholeMessage(blocks, problems);
  return problems;
}

const viewFields = {
  blocks: anything,
  private_metadata: string(3000, 0),
  callback_id: string(255, 0),
  external_id: string(255, 0),
  clear_on_close: boolean,
  notify_on_close: boolean,
};

const view = byType({
  modal: object(
    { title: plainText(24), blocks: anything },
    { ...viewFields, submit: plainText(24), close: plainText(24), submit_disabled: boolean },
    "modal",
  ),
  home: object(
    { blocks: anything },
    { ...viewFields, title: anything, submit: anything, close: anything },
    "home",
  ),
});

/** What Slack would refuse in this view (a modal or the home tab): empty when it would take it. */
export function validateView(candidate: unknown): Problem[] {
  const problems: Problem[] = [];
  view(candidate, "/view", problems);
  const { type, blocks, submit } = (candidate ?? {}) as Fields;
  if (
    problems.some(({ pointer }) => pointer === "/view" || pointer === "/view/type") &&
    !Array.isArray(blocks)
  ) {
    return problems;
  }
  const inside = validateBlocks(blocks, type === "home" ? "home" : "modal");
  problems.push(...inside.map(({ pointer, message }) => ({ pointer: `/view${pointer}`, message })));
  const asks = Array.isArray(blocks) && blocks.some((entry) => entry?.type === "input");
  if (type === "modal" && asks && submit === undefined) {
    problems.push({
      pointer: "/view",
      message: "missing required field: submit (the view has input blocks)",
    });
  }
  return problems;
}
