import type { Entry, StatusPage } from "../status-page.ts";
import { phaseOf } from "../words.ts";

/**
 * A page's history as RSS or Atom: entries with a title, and where they stand, "[Resolved] …" before it (Rootly) or as
 * the first word in bold of the text (Statuspage). How bad an incident is, a feed does not tell.
 */
export function readFeed(text: string): StatusPage | undefined {
  const kind = /^\s*(?:<\?xml[^>]*>\s*)?(?:<\?[^>]*>\s*|<!--[\s\S]*?-->\s*)*<(rss|feed)\b/i.exec(text)?.[1];
  if (!kind) return undefined;
  const entries = text.split(/<(?:item|entry)\b[^>]*>/i).slice(1);
  return {
    shape: kind.toLowerCase() === "rss" ? "RSS" : "Atom",
    level: "ok",
    entries: entries.map((entry) => read(entry)),
  };
}

function read(entry: string): Entry {
  const title = plain(/<title\b[^>]*>([\s\S]*?)<\/title>/i.exec(entry)?.[1] ?? "");
  const [, marked, name] = /^\[([^\]]+)\]\s*(.*)$/s.exec(title) ?? [];
  const inBold = /<strong>\s*([^<]+?)\s*<\/strong>/i.exec(unescaped(entry))?.[1];
  const phase = phaseOf(marked) ?? phaseOf(inBold) ?? "open";
  return { name: (phaseOf(marked) ? name : title) || "unnamed incident", phase, level: "unsaid" };
}

function plain(markup: string): string {
  const text = unescaped(markup.replace(/<!\[CDATA\[([\s\S]*?)\]\]>/g, "$1"));
  return text
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

const characters: Record<string, string> = { lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", amp: "&" };

function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|#39|amp);/g, (_all, name: string) => characters[name]!);
}
