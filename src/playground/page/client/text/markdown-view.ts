import { html } from "../parts/html.ts";
import { type Inline, parseInline } from "./mrkdwn.ts";
import { renderInline } from "./mrkdwn-view.ts";

/** Markdown as canvases, files and markdown blocks have it: headings, lists, tables, quotes, code. */
export function Markdown({ text }: { text: string }) {
  return html`<div class="mrkdwn markdown">${blocksOf(text).map(renderBlock)}</div>`;
}

type Kind = "heading" | "bullets" | "numbers" | "table" | "quote" | "rule" | "code" | "lines";

const kinds: [Kind, RegExp][] = [
  ["heading", /^#{1,6} /],
  ["rule", /^(-{3,}|\*{3,})$/],
  ["bullets", /^\s*[-*•] /],
  ["numbers", /^\s*\d+[.)] /],
  ["table", /^\|.*\|\s*$/],
  ["quote", /^> ?/],
];

/** Neighbouring lines of one kind, fenced code apart. An empty line ends a block. */
function blocksOf(text: string): { kind: Kind; lines: string[] }[] {
  return text.split(/^```.*\n([\s\S]*?)\n?^```$/m).flatMap((piece, i) => {
    if (i % 2) return [{ kind: "code" as const, lines: piece.split("\n") }];
    const blocks: { kind: Kind; lines: string[] }[] = [];
    let ended = true;
    for (const line of piece.split("\n")) {
      const kind = kinds.find(([, pattern]) => pattern.test(line))?.[0] ?? "lines";
      const last = blocks.at(-1);
      if (line.trim() === "") ended = true;
      else if (last && !ended && last.kind === kind && kind !== "heading") last.lines.push(line);
      else blocks.push({ kind, lines: [line] });
      if (line.trim() !== "") ended = false;
    }
    return blocks;
  });
}

function renderBlock({ kind, lines }: { kind: Kind; lines: string[] }): unknown {
  const stripped = (pattern: RegExp) => lines.map((line) => renderLine(line.replace(pattern, "")));
  switch (kind) {
    case "heading": {
      const level = /^#+/.exec(lines[0]!)![0].length;
      // The page's own headings stand above those of a document in it.
      const Tag = `h${Math.min(level + 2, 6)}`;
      return html`<${Tag}>${renderLine(lines[0]!.replace(/^#+ /, ""))}<//>`;
    }
    case "rule":
      return html`<hr />`;
    case "bullets":
      return html`<ul>${stripped(/^\s*[-*•] /).map((item) => html`<li>${item}</li>`)}</ul>`;
    case "numbers":
      return html`<ol>${stripped(/^\s*\d+[.)] /).map((item) => html`<li>${item}</li>`)}</ol>`;
    case "quote":
      return html`<blockquote><p>${joined(stripped(/^> ?/))}</p></blockquote>`;
    case "code":
      return html`<pre tabindex="0"><code>${lines.join("\n")}</code></pre>`;
    case "table":
      return renderTable(lines);
    case "lines":
      return html`<p>${joined(stripped(/^/))}</p>`;
  }
}

function renderTable(lines: string[]): unknown {
  const rows = lines
    .filter((line) => !/^\|[\s:|-]+\|\s*$/.test(line))
    .map((line) =>
      line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => renderLine(cell.trim())),
    );
  const [head = [], ...body] = rows;
  return html`<div class="table" tabindex="0">
    <table>
      <thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
      <tbody>${body.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
    </table>
  </div>`;
}

function joined(lines: unknown[]): unknown[] {
  return lines.flatMap((line, i) => [i > 0 && html`<br />`, line]);
}

const marked = /\*\*(.+?)\*\*|\[([^\]]+)\]\((\S+?)\)/g;

/** Bold and links are written differently in Markdown; the rest is as in mrkdwn. */
function renderLine(line: string): unknown {
  const pieces: Inline[] = [];
  let end = 0;
  const text = line.replace(/\\([\\`*_{}[\]()#+\-.!|>~])/g, "$1");
  for (const match of text.matchAll(marked)) {
    pieces.push(...parseInline(text.slice(end, match.index)));
    end = match.index + match[0].length;
    const [, bold, label, url] = match;
    pieces.push(
      bold !== undefined
        ? { kind: "bold", parts: parseInline(bold) }
        : { kind: "link", url: url!, label: label! },
    );
  }
  return renderInline([...pieces, ...parseInline(text.slice(end))]);
}
