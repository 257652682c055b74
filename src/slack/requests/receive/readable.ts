/** What people, groups ("clay-oncall") and channels ("#incidents") are called, by their ids. */
export type Names = {
  nameOf(userId: string): Promise<string>;
  groupOf(groupId: string): Promise<string>;
  channelOf(channelId: string): Promise<string>;
};

/**
 * What somebody typed, out of the form in which Slack delivers it in commands and messages: mentions become names,
 * links their addresses, and `&amp; &lt; &gt;` the characters that were typed. What comes out is plain text.
 */
export async function readable(text: string, names: SomeNames): Promise<string> {
  const parts = text.split(/(<[^<>]+>)/);
  const read = await Promise.all(parts.map((part, i) => (i % 2 ? readReference(part, names) : part)));
  return unescapeText(read.join(""));
}

/** Where groups and channels cannot be looked up, they go by what Slack sends of them. */
type SomeNames = Partial<Names> & Pick<Names, "nameOf">;

async function readReference(reference: string, { nameOf, groupOf, channelOf }: SomeNames): Promise<string> {
  const [target = "", label] = reference.slice(1, -1).split("|");
  const id = target.slice(1);
  if (target.startsWith("@")) return `@${label || (await nameOf(id))}`;
  if (target.startsWith("#")) return channelOf ? channelOf(id) : `#${label || id}`;
  const [, group] = /^!subteam\^(\w+)$/.exec(target) ?? [];
  if (group && groupOf && !label) return `@${await groupOf(group)}`;
  // Slack's own words: <!channel>, <!subteam^S123|@group>, <!date^…|fallback>.
  if (target.startsWith("!")) return label || `@${id.split("^")[0]}`;
  return label && label !== target.replace(/^\w+:(\/\/)?/, "") ? `${label} (${target})` : target;
}

/** The characters that were typed for `&amp; &lt; &gt;`; mentions and links stay as Slack delivers them. */
export function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
