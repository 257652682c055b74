/** A piece of a line, as Slack's mrkdwn means it. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "bold" | "italic" | "strike"; parts: Inline[] }
  | { kind: "code"; text: string }
  | { kind: "link"; url: string; label: string }
  | { kind: "user" | "channel" | "group"; id: string; label: string }
  | { kind: "broadcast"; name: string }
  | { kind: "date"; seconds: number; format: string; url: string; fallback: string }
  | { kind: "emoji"; name: string };

/** A part of a text that stands in lines of its own. */
export type Part =
  | { kind: "lines"; lines: Inline[][] }
  | { kind: "quote"; parts: Part[] }
  | { kind: "code"; text: string }
  | { kind: "bullets"; items: Inline[][] }
  | { kind: "numbers"; start: number; items: Inline[][] };

const inline =
  /<([^<>\n]+)>|`([^`\n]+)`|:([a-z0-9_+-]+(?:::skin-tone-\d)?):|(https?:\/\/[^\s<>|]+)|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\5(?![\p{L}\p{N}])/gu;

const markers = { "*": "bold", _: "italic", "~": "strike" } as const;

/** Reads Slack's mrkdwn. What is not understood stays as text. */
export function parseMrkdwn(text: string): Part[] {
  const parts: Part[] = [];
  for (const [index, piece] of text.split(/```\n?([\s\S]*?)\n?```\n?/).entries()) {
    if (index % 2 === 1) parts.push({ kind: "code", text: asTyped(piece) });
    else if (piece !== "") parts.push(...parseLines(piece.replace(/\n$/, "").split("\n")));
  }
  return parts;
}

const kinds = [
  { kind: "quote", pattern: /^(?:&gt;|>) ?(.*)$/ },
  { kind: "bullets", pattern: /^\s*[•‣▪] ?(.*)$/ },
  { kind: "numbers", pattern: /^\s*\d+\. (.*)$/ },
  { kind: "lines", pattern: /^(.*)$/ },
] as const;

/** Neighbouring lines of one kind make one part. */
function parseLines(lines: string[]): Part[] {
  const groups: { kind: (typeof kinds)[number]["kind"]; first: string; lines: string[] }[] = [];
  for (const line of lines) {
    const { kind, pattern } = kinds.find((candidate) => candidate.pattern.test(line))!;
    const content = pattern.exec(line)![1]!;
    const last = groups.at(-1);
    if (last?.kind === kind) last.lines.push(content);
    else groups.push({ kind, first: line, lines: [content] });
  }
  return groups.map(({ kind, first, lines: inside }) => {
    if (kind === "quote") return { kind, parts: parseLines(inside) };
    if (kind === "lines") return { kind, lines: inside.map(parseInline) };
    const items = inside.map(parseInline);
    return kind === "numbers" ? { kind, start: Number.parseInt(first, 10), items } : { kind, items };
  });
}

/** Reads one line. */
export function parseInline(text: string): Inline[] {
  const found: Inline[] = [];
  let end = 0;
  const plain = (until: number) => {
    if (until > end) found.push({ kind: "text", text: asTyped(text.slice(end, until)) });
  };
  for (const match of text.matchAll(inline)) {
    plain(match.index);
    end = match.index + match[0].length;
    found.push(parseMatch(match));
  }
  plain(text.length);
  return found;
}

function parseMatch([whole, entity, code, emoji, url, marker, marked]: RegExpExecArray): Inline {
  if (entity !== undefined) return parseEntity(entity);
  if (code !== undefined) return { kind: "code", text: asTyped(code) };
  if (emoji !== undefined) return { kind: "emoji", name: emoji };
  if (url !== undefined) return { kind: "link", url: asTyped(url), label: asTyped(url) };
  if (marker === undefined) return { kind: "text", text: asTyped(whole) };
  return { kind: markers[marker as keyof typeof markers], parts: parseInline(marked!) };
}

/** What stands between < and >: a mention, a date or a link. */
function parseEntity(entity: string): Inline {
  const bar = entity.indexOf("|");
  const target = bar < 0 ? entity : entity.slice(0, bar);
  const label = bar < 0 ? "" : asTyped(entity.slice(bar + 1));
  if (target.startsWith("@")) return { kind: "user", id: target.slice(1), label };
  if (target.startsWith("#")) return { kind: "channel", id: target.slice(1), label };
  if (target.startsWith("!subteam^")) return { kind: "group", id: target.slice("!subteam^".length), label };
  if (target.startsWith("!date^")) {
    const [, seconds, format = "", url = ""] = target.split("^");
    return { kind: "date", seconds: Number(seconds), format, url, fallback: label };
  }
  if (target.startsWith("!")) return { kind: "broadcast", name: target.slice(1) };
  return { kind: "link", url: asTyped(target), label: label || asTyped(target) };
}

/** The characters Slack escapes, as they were typed. */
function asTyped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
