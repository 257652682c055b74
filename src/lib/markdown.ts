/**
 * Text that people typed, as CommonMark that shows it as typed: nothing in it becomes a heading, list, link, image,
 * table cell, emphasis or HTML. Line breaks stay; empty lines are closed up, so that it remains one paragraph.
 */
export function escapeMarkdown(text: string): string {
  return text
    .split(/\s*\n\s*/)
    .map((line) => escapeLineStart(escapeAddresses(line.trim().replace(/[\\`*_[\]<>&|~]/g, "\\$&"))))
    .filter((line) => line !== "")
    .join("\\\n");
}

/** As `escapeMarkdown`, on one line, for table cells and headings. */
export function escapeMarkdownLine(text: string): string {
  return escapeMarkdown(text.replace(/\s+/g, " "));
}

/** GitHub's Markdown makes links of plain addresses, and takes escapes within them for a part of the address. */
function escapeAddresses(line: string): string {
  return line.replace(/:(?=\/\/)/g, "\\:").replace(/\b(www)\./gi, "$1\\.");
}

function escapeLineStart(line: string): string {
  return line.replace(/^([#+=-])/, "\\$1").replace(/^(\d{1,9})([.)])/, "$1\\$2");
}
