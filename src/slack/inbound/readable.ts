/**
 * What somebody typed, out of the form in which Slack delivers it in commands and messages: mentions become names,
 * links their addresses, and `&amp; &lt; &gt;` the characters that were typed. What comes out is plain text.
 */
export async function readable(text: string, nameOf: (userId: string) => Promise<string>): Promise<string> {
  const parts = text.split(/(<[^<>]+>)/);
  const read = await Promise.all(parts.map((part, i) => (i % 2 ? readReference(part, nameOf) : part)));
  return unescapeText(read.join(""));
}

async function readReference(
  reference: string,
  nameOf: (userId: string) => Promise<string>,
): Promise<string> {
  const [target = "", label] = reference.slice(1, -1).split("|");
  const id = target.slice(1);
  if (target.startsWith("@")) return `@${label || (await nameOf(id))}`;
  if (target.startsWith("#")) return `#${label || id}`;
  // Slack's own words: <!channel>, <!subteam^S123|@group>, <!date^…|fallback>.
  if (target.startsWith("!")) return label || `@${id.split("^")[0]}`;
  return label && label !== target.replace(/^\w+:(\/\/)?/, "") ? `${label} (${target})` : target;
}

function unescapeText(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
