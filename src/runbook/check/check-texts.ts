import type { Path } from "../../lib/files/yaml-places.ts";
import { unknownPlaceholders } from "../placeholders.ts";
import type { Runbook } from "../schema.ts";
import { severities } from "../severity.ts";
import type { RunbookProblem } from "./problem.ts";

/** Slack's limits in characters, for the places where the runbook's texts are shown. */
const limits = {
  "modal title": 24,
  button: 75,
  option: 75,
  header: 150,
  section: 3000,
} as const;
type Place = keyof typeof limits;

/** Slack takes no more options in one list, nor more than 50 blocks in a message: two for a step, and the frame. */
const mostOptions = 100;
const mostSteps = 20;

/** Finds texts that Slack would refuse or cut, and placeholders nothing fills. */
export function checkTexts(runbook: Runbook): RunbookProblem[] {
  const lengths = [...shownTexts(runbook)].flatMap(checkLength);
  return [...lengths, ...checkCounts(runbook), ...checkPlaceholders(runbook)];
}

type Shown = { path: Path; place: Place; text: string };

function* shownTexts(runbook: Runbook): Generator<Shown> {
  yield { path: ["title"], place: "modal title", text: runbook.title };
  for (const severity of severities) {
    const path = ["severities", severity, "definition"];
    yield { path, place: "option", text: `${severity} · ${runbook.severities[severity].definition}` };
  }
  for (const [id, link] of Object.entries(runbook.links)) {
    yield { path: ["links", id, "title"], place: "button", text: link.title };
  }
  for (const [id, { title, symptom }] of Object.entries(runbook.entries)) {
    yield { path: ["entries", id, "title"], place: "option", text: title };
    yield { path: ["entries", id, "symptom"], place: "option", text: symptom };
  }
  yield* questionTexts(runbook);
  yield* resolutionTexts(runbook);
  for (const [id, { label, cause, fix }] of Object.entries(runbook.errors)) {
    yield { path: ["errors", id, "label"], place: "option", text: label };
    yield { path: ["errors", id, "fix"], place: "section", text: `${label}\n${cause}\n${fix}` };
  }
  for (const [id, { issue, cause, solution }] of Object.entries(runbook.troubleshooting)) {
    yield { path: ["troubleshooting", id, "issue"], place: "option", text: issue };
    yield {
      path: ["troubleshooting", id, "solution"],
      place: "section",
      text: `${issue}\n${cause}\n${solution}`,
    };
  }
  for (const [code, { meaning, remedy = "" }] of Object.entries(runbook.findings)) {
    yield { path: ["findings", code, "meaning"], place: "section", text: `${meaning}\n${remedy}` };
  }
}

function* questionTexts(runbook: Runbook): Generator<Shown> {
  for (const [id, { text, how, choices }] of Object.entries(runbook.questions)) {
    yield { path: ["questions", id, "text"], place: "header", text };
    yield { path: ["questions", id, "how"], place: "section", text: `${text}\n${how}` };
    for (const [choice, { label }] of choices === "errors" ? [] : Object.entries(choices)) {
      yield { path: ["questions", id, "choices", choice, "label"], place: "button", text: label };
    }
  }
}

function* resolutionTexts(runbook: Runbook): Generator<Shown> {
  for (const [id, resolution] of Object.entries(runbook.resolutions)) {
    const path = ["resolutions", id];
    yield { path: [...path, "title"], place: "header", text: `${resolution.title} (P1)` };
    const declare = `Declare ${resolution.severity}: ${resolution.incident_title}`;
    yield { path: [...path, "incident_title"], place: "button", text: declare };
    yield { path: [...path, "impact"], place: "section", text: resolution.impact };
    for (const [i, { do: what, owner, cost = "" }] of resolution.steps.entries()) {
      yield { path: [...path, "steps", i, "do"], place: "section", text: `${what}\n${owner}\n${cost}` };
    }
  }
}

function checkLength({ path, place, text }: Shown): RunbookProblem[] {
  const most = limits[place];
  if (text.length <= most) return [];
  const message = `Slack shows at most ${most} characters in a ${place}; this makes ${text.length} ("${text.slice(0, 40)}…").`;
  return [{ path, message, fix: `Shorten it by ${text.length - most}.` }];
}

function checkCounts(runbook: Runbook): RunbookProblem[] {
  const tooMany = (path: Path, count: number, most: number, what: string): RunbookProblem[] =>
    count <= most
      ? []
      : [
          {
            path,
            message: `Slack shows at most ${most} ${what} here; there are ${count}.`,
            fix: "Group them.",
          },
        ];
  return [
    ...tooMany(["errors"], Object.keys(runbook.errors).length, mostOptions, "options"),
    ...tooMany(["entries"], Object.keys(runbook.entries).length, mostOptions, "options"),
    ...Object.entries(runbook.resolutions).flatMap(([id, { steps }]) =>
      tooMany(["resolutions", id, "steps"], steps.length, mostSteps, "steps"),
    ),
    ...Object.entries(runbook.questions).flatMap(([id, { choices }]) =>
      choices === "errors"
        ? []
        : tooMany(["questions", id, "choices"], Object.keys(choices).length, mostOptions, "options"),
    ),
  ];
}

function checkPlaceholders(runbook: Runbook): RunbookProblem[] {
  const findings = Object.entries(runbook.findings).flatMap(([code, { meaning, remedy = "" }]) => [
    ...unknownIn(["findings", code, "meaning"], meaning, "finding"),
    ...unknownIn(["findings", code, "remedy"], remedy, "finding"),
  ]);
  const wording = Object.entries(runbook.wording.audiences).flatMap(([audience, words]) =>
    Object.entries(words).flatMap(([name, text]) =>
      typeof text === "string"
        ? unknownIn(["wording", "audiences", audience, name], text, "wording")
        : Object.entries(text).flatMap(([key, inner]) =>
            unknownIn(["wording", "audiences", audience, name, key], inner, "wording"),
          ),
    ),
  );
  return [...findings, ...wording];
}

function unknownIn(path: Path, text: string, kind: "finding" | "wording"): RunbookProblem[] {
  return unknownPlaceholders(text, kind).map((name) => ({
    path,
    message: `Nothing fills in {${name}}.`,
    fix: "Correct the placeholder, or write it out.",
  }));
}
