import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { drawTree } from "../../../scripts/draw-tree.ts";
import { treeGraph } from "../../../src/runbook/check/graph.ts";
import { choicesOf } from "../../../src/runbook/tree.ts";
import { builtIn } from "../support/walking.ts";

test("the picture and the page of the decision tree are current (npm run tree)", async () => {
  for (const [file, text] of Object.entries(await drawTree())) expect(readFileSync(file, "utf8")).toBe(text);
});

test("the picture names every question, and every resolution an answer leads to", async () => {
  const picture = (await drawTree())["docs/decision-tree.svg"]!.replaceAll(/<[^>]+>/g, " ");
  const said = picture
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ");
  const choices = Object.values(builtIn.questions).flatMap((question) => choicesOf(builtIn, question));
  const reached = choices.flatMap(({ leadsTo }) => ("resolution" in leadsTo ? leadsTo.resolution : []));
  for (const { text } of Object.values(builtIn.questions)) expect(said).toContain(text);
  for (const id of reached) expect(said).toContain(builtIn.resolutions[id]!.title);
});

test("the graph draws each way once, with all the answers that take it", () => {
  const { nodes, edges } = treeGraph(builtIn);
  const ways = edges.map(({ from, to, kind }) => `${kind} ${from} ${to}`);
  expect(new Set(ways).size).toBe(ways.length);
  const ids = nodes.map(({ id }) => id);
  expect(edges.every(({ from, to }) => ids.includes(from) && ids.includes(to))).toBe(true);
  expect(
    edges.find(({ from, to }) => from === "question_webhook_accepting" && to === "question_platform_up"),
  ).toEqual({
    from: "question_webhook_accepting",
    to: "question_platform_up",
    labels: ["Yes", "We use no webhook"],
    kind: "answer",
  });
});
