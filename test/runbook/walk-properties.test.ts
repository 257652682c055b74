import fc from "fast-check";
import { expect, test } from "vitest";
import { evidenceKeys } from "../../src/runbook/evidence.ts";
import { evolveWalk } from "../../src/walk/evolve-walk.ts";
import { currentLeaf, currentQuestion, noWalk } from "../../src/walk/walk-state.ts";
import { builtIn, evidenceOf, startWalking, type Walking } from "./support/walking.ts";

/** What people and triage do on a walk; numbers pick among what is there at that moment. */
type Move =
  | { do: "answer"; pick: number; late: boolean }
  | { do: "overrule"; pick: number }
  | { do: "back" | "restart" | "did_not_help" | "use_evidence" | "paste" }
  | { do: "tick" | "untick" | "verify"; pick: number }
  | { do: "triage"; key: number; answer: "yes" | "no"; minute: number }
  | { do: "keep_severity" | "forget_question" };

const pick = fc.nat({ max: 30 });
const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("answer" as const), pick, late: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("overrule" as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "back" as const,
        "restart" as const,
        "did_not_help" as const,
        "use_evidence" as const,
        "paste" as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom("tick" as const, "untick" as const, "verify" as const),
      pick,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("triage" as const),
      key: fc.nat({ max: evidenceKeys.length - 1 }),
      answer: fc.constantFrom("yes" as const, "no" as const),
      minute: fc.integer({ min: 0, max: 20 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom("keep_severity" as const, "forget_question" as const) }),
  },
);

function carryOut(walk: Walking, move: Move): void {
  const { revision } = walk.state;
  const question = currentQuestion(walk.state);
  const leaf = currentLeaf(walk.state);
  switch (move.do) {
    case "answer": {
      const answer = question?.choices[move.pick % question.choices.length]?.id ?? "yes";
      walk.send({
        type: "answer",
        revision: move.late ? revision - 1 : revision,
        question: question?.id ?? "red_cells",
        answer,
      });
      return;
    }
    case "overrule": {
      const step = walk.state.path[move.pick % Math.max(1, walk.state.path.length)];
      walk.send({ type: "overrule", question: step && "question" in step ? step.question.id : "red_cells" });
      return;
    }
    case "back":
    case "restart":
      walk.send({ type: move.do, revision });
      return;
    case "use_evidence":
      walk.send({ type: "use_evidence" });
      return;
    case "paste":
      walk.send({ type: "paste", revision, question: question?.id ?? "", text: "Invalid credentials" });
      return;
    case "did_not_help":
      walk.send({ type: "did_not_help", resolution: leaf?.resolution ?? "clay_outage" });
      return;
    case "tick":
    case "untick":
    case "verify": {
      const step = leaf?.steps[move.pick % leaf.steps.length]?.id ?? "none";
      walk.send({ type: move.do, resolution: leaf?.resolution ?? "none", step });
      return;
    }
    case "triage": {
      const at = `2026-11-23T09:${String(move.minute).padStart(2, "0")}:00.000Z`;
      Object.assign(walk.context.evidence, evidenceOf({ [evidenceKeys[move.key]!]: move.answer }, at));
      return;
    }
    case "keep_severity":
      walk.send({ type: move.do, resolution: leaf?.resolution ?? "none", severity: "P3" });
      return;
    case "forget_question":
      // An edit of the runbook that takes away a question in the middle of the tree, and what leads to it.
      walk.changeRunbook({ ...builtIn, questions: withoutTableFull() });
  }
}

function withoutTableFull() {
  const { table_full: _gone, ...questions } = structuredClone(builtIn.questions);
  for (const { choices } of Object.values(questions)) {
    if (choices === "errors") continue;
    for (const choice of Object.values(choices)) {
      if ("question" in choice.leads_to && choice.leads_to.question === "table_full") {
        choice.leads_to = { question: "api_key_valid" };
      }
    }
  }
  return questions;
}

const walks = fc.record({
  entry: fc.constantFrom(...Object.keys(builtIn.entries)),
  moves: fc.array(move, { maxLength: 40, size: "max" }),
});

function walked({ entry, moves }: { entry: string; moves: Move[] }, after: (walk: Walking) => void): void {
  const walk = startWalking({ entry });
  after(walk);
  for (const one of moves) {
    carryOut(walk, one);
    after(walk);
  }
}

test("whatever people do, path, question and record agree", () => {
  fc.assert(
    fc.property(walks, (way) =>
      walked(way, (walk) => {
        const { path, position, ticks } = walk.state;
        const answered = path.flatMap((step) => ("question" in step ? [step.question.id] : []));
        expect(new Set(answered).size, "no question stands twice in the path").toBe(answered.length);
        expect(answered, "the current question is not answered yet").not.toContain(walk.asks);
        expect(position, "a walk stands at a question or at a leaf").not.toBeNull();

        const open = path.flatMap((step) => ("open" in step && step.open ? [step.open] : []));
        const cantTell = path.filter((step) => "question" in step && step.answer.id === "cant_tell");
        expect(open.length, "each can't tell stays open").toBe(cantTell.length);

        const steps = currentLeaf(walk.state)?.steps.map(({ id }) => id) ?? [];
        expect(steps, "ticks belong to the resolution shown").toEqual(
          expect.arrayContaining(ticks.map(({ step }) => step)),
        );
        expect(new Set(ticks.map(({ step }) => step)).size, "no step is ticked twice").toBe(ticks.length);
        const known = [...walk.state.left.map(({ leaf }) => leaf.resolution), walk.leaf ?? "none"];
        expect(new Set(known).size, "each resolution has one checklist").toBe(known.length);
      }),
    ),
    { numRuns: 300 },
  );
});

test("the record alone gives the state back, without the runbook", () => {
  fc.assert(
    fc.property(walks, (way) =>
      walked(way, (walk) => {
        expect(walk.record.reduce(evolveWalk, noWalk)).toEqual(walk.state);
      }),
    ),
    { numRuns: 50 },
  );
});

test("a refused command writes nothing, and an old button never takes a step", () => {
  fc.assert(
    fc.property(walks, fc.constantFrom("answer", "back", "restart"), (way, type) =>
      walked(way, (walk) => {
        const before = walk.state;
        const revision = before.revision - 1;
        const old =
          type === "answer"
            ? walk.send({ type, revision, question: walk.asks ?? "red_cells", answer: "no" })
            : walk.send({ type: type as "back", revision });
        expect(old).toEqual(expect.stringContaining("walk_moved_on"));
        expect(walk.state).toBe(before);
      }),
    ),
    { numRuns: 50 },
  );
});

test("any record replays, even one that no walk would write", () => {
  const events = Object.values(builtIn.entries).flatMap((_, i) => {
    const walk = startWalking({ entry: Object.keys(builtIn.entries)[i]! });
    for (let i = 0; i < 3; i++) if (walk.asks) walk.answer("cant_tell");
    walk.send({ type: "did_not_help", resolution: walk.leaf ?? "" });
    walk.send({ type: "back", revision: walk.state.revision });
    return walk.record;
  });
  fc.assert(
    fc.property(fc.shuffledSubarray(events), (record) => {
      expect(() => record.reduce(evolveWalk, noWalk)).not.toThrow();
    }),
  );
});
