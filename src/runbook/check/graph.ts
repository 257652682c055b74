import type { Runbook, Target } from "../schema.ts";
import type { Severity } from "../severity.ts";
import { choicesOf, nameOf } from "../tree.ts";

/** A place of the tree: a way in, a question, or a resolution with its severity. */
type GraphNode = {
  id: string;
  kind: "entry" | "question" | "resolution";
  text: string;
  severity?: Severity;
  /** Triage can answer the question. */
  byEvidence?: true;
};

/** A way on: by answers, whose labels are those that lead to the same place, or because a resolution did not help. */
type GraphEdge = {
  from: string;
  to: string;
  labels: string[];
  kind: "start" | "answer" | "did_not_help";
};

type TreeGraph = { nodes: GraphNode[]; edges: GraphEdge[] };

/** The runbook's tree as places and the ways between them. */
export function treeGraph(runbook: Runbook): TreeGraph {
  const entries = Object.entries(runbook.entries);
  const questions = Object.entries(runbook.questions);
  const resolutions = Object.entries(runbook.resolutions);
  return {
    nodes: [
      ...entries.map(([id, { title }]): GraphNode => ({ id: `entry_${id}`, kind: "entry", text: title })),
      ...questions.map(([id, { text, evidence }]): GraphNode => {
        const node = { id: `question_${id}`, kind: "question", text } as const;
        return evidence ? { ...node, byEvidence: true } : node;
      }),
      ...resolutions.map(
        ([id, { title, severity }]): GraphNode => ({
          id: `resolution_${id}`,
          kind: "resolution",
          text: title,
          severity,
        }),
      ),
    ],
    edges: [
      ...entries.map(
        ([id, { starts_at }]): GraphEdge => ({
          from: `entry_${id}`,
          to: `question_${starts_at}`,
          labels: [],
          kind: "start",
        }),
      ),
      ...questions.flatMap(([id, question]) => answerEdges(`question_${id}`, choicesOf(runbook, question))),
      ...resolutions.flatMap(([id, { otherwise }]): GraphEdge[] =>
        otherwise
          ? [{ from: `resolution_${id}`, to: nodeOf(otherwise), labels: [], kind: "did_not_help" }]
          : [],
      ),
    ],
  };
}

function answerEdges(from: string, choices: { label: string; leadsTo: Target }[]): GraphEdge[] {
  const byTarget = new Map<string, string[]>();
  for (const { label, leadsTo } of choices) {
    const to = nodeOf(leadsTo);
    byTarget.set(to, [...(byTarget.get(to) ?? []), label]);
  }
  return [...byTarget].map(([to, labels]) => ({ from, to, labels, kind: "answer" }));
}

function nodeOf(target: Target): string {
  return nameOf(target).replace(":", "_");
}

/**
 * The tree as Mermaid text: ways in, questions with whether triage can answer them, resolutions by severity. Solid
 * lines are answers, dotted ones "this did not help".
 */
export function graphRunbook(runbook: Runbook): string {
  const { nodes, edges } = treeGraph(runbook);
  return [
    "flowchart TD",
    ...nodes.map((node) => `  ${node.id}${mermaidShape(node)}`),
    ...edges.map(({ from, to, labels, kind }) => {
      const arrow = kind === "did_not_help" ? "-.->" : "-->";
      const label = labels.length > 0 ? `|${quote(labels.join("<br/>"))}|` : "";
      return `  ${from} ${arrow}${label} ${to}`;
    }),
    ...Object.entries(severityColours).map(
      ([severity, { fill, line }]) =>
        `  classDef ${severity} fill:${fill},stroke:${line},color:#1a1a1a,stroke-width:2px`,
    ),
    "",
  ].join("\n");
}

/** What tells severities apart in the picture, beside their names. */
export const severityColours: Record<Severity, { fill: string; line: string }> = {
  P1: { fill: "#ffd9d3", line: "#a8321c" },
  P2: { fill: "#ffe9c7", line: "#8a5a00" },
  P3: { fill: "#e3ecff", line: "#2c4f9e" },
  P4: { fill: "#eeeeee", line: "#666666" },
};

/** What a place is called in the picture. */
function nodeText({ text, severity, byEvidence }: GraphNode): string[] {
  if (severity) return [`${severity} · ${text}`];
  return byEvidence ? [text, "triage can answer"] : [text];
}

function mermaidShape(node: GraphNode): string {
  const text = quote(nodeText(node).join("<br/>"));
  if (node.kind === "entry") return `([${text}])`;
  return node.kind === "question" ? `{{${text}}}` : `[${text}]:::${node.severity}`;
}

function quote(label: string): string {
  return `"${label.replaceAll('"', "#quot;")}"`;
}
