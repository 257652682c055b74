import { plainText } from "../lib/words.ts";
import { pageStyle } from "./page-style.ts";
import { escapeXml } from "./picture/draw-picture.ts";
import type { Postmortem } from "./postmortem.ts";
import { webAddress } from "./postmortem-markdown.ts";
import { type Block, blocksOf, type Line, type Section, templateIds } from "./sections/section.ts";

/** The postmortem as one HTML page that needs nothing else: the picture and the style are within it. */
export function postmortemPage(told: Postmortem, { svg, alt }: { svg: string; alt: string }): string {
  const name = `${told.drill ? "DRILL: " : ""}${told.name}`;
  const rows = told.sections.filter(isRow);
  const others = told.sections.filter((section) => !isRow(section));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Postmortem ${name}: ${escapeXml(told.title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<main>
<header><p>Postmortem ${name}</p><h1 dir="auto">${escapeXml(told.title)}</h1></header>
${missing(told)}
<table>
<tbody>
${rows.map(row).join("\n")}
</tbody>
</table>
<figure><div class="picture">${svg}</div><figcaption>${escapeXml(alt)}</figcaption></figure>
${others.map(section).join("\n")}
</main>
</body>
</html>
`;
}

function isRow({ id }: Section): boolean {
  return (templateIds as readonly string[]).includes(id);
}

function missing({ open, missing: sentences }: Postmortem): string {
  if (sentences.length === 0) return "";
  const points = sentences.map((sentence) => `<li>${escapeXml(sentence)}</li>`).join("");
  const heading = open ? "<strong>This is a draft.</strong> Missing so far:" : "Missing:";
  return `<aside><p>${heading}</p><ul>${points}</ul></aside>`;
}

function row(one: Section): string {
  return `<tr><th scope="row">${one.title}</th><td>${blocksOf(one).map(block).join("")}</td></tr>`;
}

function section(one: Section): string {
  return `<section><h2>${one.title}</h2>${blocksOf(one).map(block).join("\n")}</section>`;
}

function block(one: Block): string {
  if ("paragraph" in one) return `<p dir="auto">${line(one.paragraph)}</p>`;
  return `<ul>${one.list.map((item) => `<li dir="auto">${line(item)}</li>`).join("\n")}</ul>`;
}

function line({ text, link }: Line): string {
  const url = link && webAddress(link);
  const typed = escapeXml(plainText(text)).replaceAll("\n", "<br>");
  return url ? `${typed} <a href="${escapeXml(url)}" rel="noreferrer">link</a>` : typed;
}
