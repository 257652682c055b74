import { writeFileSync } from "node:fs";
import { instance } from "@viz-js/viz";
import { graphRunbook, severityColours } from "../src/runbook/check/graph.ts";
import { loadRunbook } from "../src/runbook/load.ts";
import type { Runbook, Target } from "../src/runbook/schema.ts";
import { choicesOf } from "../src/runbook/tree.ts";

/** The pages that show the decision tree, by their path in the project. */
export async function drawTree(): Promise<Record<string, string>> {
  const read = loadRunbook();
  if ("problems" in read) throw new Error("The built-in runbook is not fit for use");
  const { runbook } = read;
  const viz = await instance();
  const svg = withRoom(viz.renderString(dot(runbook), { format: "svg" }));
  return { "docs/decision-tree.svg": svg, "docs/decision-tree.md": page(runbook) };
}

/** Boxes are laid out for Arial; a reader's machine may have none but a wider font, and must not cut words off. */
function withRoom(svg: string): string {
  return svg
    .replaceAll(/font-size="([\d.]+)"/g, (_, size) => `font-size="${(Number(size) * 0.8).toFixed(1)}"`)
    .replaceAll('font-family="Arial"', 'font-family="Arial, Helvetica, sans-serif"');
}

function page(runbook: Runbook): string {
  return `# The decision tree

Drawn from \`src/runbook/clay.yml\` by \`npm run tree\`; a test keeps it current. Each card is a question with its answers
and what they lead to: another question, or a resolution with its severity. "Triage" marks questions that probes can
answer. Every question also takes "Can't tell", which goes on along the way that rules least out.

[![The decision tree](decision-tree.svg)](decision-tree.svg)

The same as Mermaid text, as \`clay-incident runbook graph\` writes it for any runbook; dotted lines are followed by "This
did not help":

\`\`\`mermaid
${graphRunbook(runbook)}\`\`\`
`;
}

function dot(runbook: Runbook): string {
  const numbers = new Map(Object.keys(runbook.questions).map((id, i) => [id, i + 1]));
  const entries = Object.entries(runbook.entries).flatMap(([id, { title, starts_at }]) => [
    `  entry_${id} [label="${quoted(title)}", shape=box, style="filled,rounded", fillcolor="#1a1a1a", fontcolor="white"]`,
    `  entry_${id} -> ${starts_at}:title`,
  ]);
  const questions = Object.keys(runbook.questions).flatMap((id) => [
    `  ${id} [label=<${card(runbook, id, numbers)}>]`,
    ...choicesOf(runbook, runbook.questions[id]!).flatMap(({ id: choice, leadsTo }) =>
      "question" in leadsTo ? [`  ${id}:${choice} -> ${leadsTo.question}:title`] : [],
    ),
  ]);
  return [
    "digraph {",
    '  graph [nodesep=0.35, ranksep=0.4, bgcolor="white", pad=0.3]',
    '  node [fontname="Arial", fontsize=15, shape=plain]',
    '  edge [color="#555555", arrowsize=0.7]',
    ...entries,
    ...questions,
    "}",
  ].join("\n");
}

/** A question as a table: its text, then a row for each answer. */
function card(runbook: Runbook, id: string, numbers: Map<string, number>): string {
  const question = runbook.questions[id]!;
  const badge = question.evidence
    ? '<FONT POINT-SIZE="12.5" COLOR="#2c6e49">Triage can answer</FONT><BR ALIGN="LEFT"/>'
    : "";
  const title = `${numbers.get(id)}. ${question.text}`;
  const rows = choicesOf(runbook, question).map(({ id: choice, label, leadsTo }) => {
    const { text, fill } = outcome(runbook, leadsTo, numbers);
    const answer = `<TD ALIGN="LEFT">${wrapped(label, 26)}</TD>`;
    return `<TR>${answer}<TD ALIGN="LEFT" PORT="${choice}" BGCOLOR="${fill}">${wrapped(text, 38)}</TD></TR>`;
  });
  const head = `<TR><TD PORT="title" COLSPAN="2" ALIGN="LEFT" BGCOLOR="#f3f3f0"><B>${wrapped(title, 58)}</B>${badge}</TD></TR>`;
  return `<TABLE BORDER="0" CELLBORDER="1" CELLSPACING="0" CELLPADDING="6" COLOR="#777777">${head}${rows.join("")}</TABLE>`;
}

function outcome(
  runbook: Runbook,
  target: Target,
  numbers: Map<string, number>,
): { text: string; fill: string } {
  if ("question" in target) return { text: `→ ${numbers.get(target.question)}`, fill: "white" };
  const { severity, title } = runbook.resolutions[target.resolution]!;
  return { text: `${severity} · ${title}`, fill: severityColours[severity].fill };
}

/** Text in lines of about so many characters, aligned left. */
function wrapped(text: string, width: number): string {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim();
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line) => `${escaped(line)}<BR ALIGN="LEFT"/>`).join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

function quoted(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
}

if (import.meta.main) {
  for (const [file, text] of Object.entries(await drawTree())) writeFileSync(file, text);
}
