import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadRunbook } from "../../src/runbook/load.ts";
import { codesThatMayHaveWords, codesThatNeedWords } from "../../src/triage/kinds/finding-codes.ts";
import { builtIn } from "./support/walking.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "runbook-"));
});
afterAll(() => rmSync(directory, { recursive: true }));

const codes = { required: codesThatNeedWords, allowed: codesThatMayHaveWords };

function load(yaml: string) {
  const file = join(directory, "runbook.yml");
  writeFileSync(file, yaml);
  return loadRunbook({ file, codes });
}

/** Problems as "line:column key: message". */
function problems(yaml: string): string[] {
  const loaded = load(yaml);
  if (!("problems" in loaded)) throw new Error("The runbook was taken for valid.");
  return loaded.problems.map(
    ({ where, key, message }) => `${where.split(":").slice(1).join(":")} ${key}: ${message}`,
  );
}

function loaded(yaml: string) {
  const result = load(yaml);
  if ("problems" in result) throw new Error(JSON.stringify(result.problems));
  return result;
}

describe("the built-in runbook", () => {
  test("is valid, with words for everything triage can find", () => {
    expect(loadRunbook({ codes })).toMatchObject({ hash: expect.stringMatching(/^[\w-]{22}$/) });
  });
});

describe("a team's own runbook", () => {
  test("extends the built-in one by id, and keeps the rest", () => {
    const { runbook } = loaded(`
extends: default
links:
  billing: { url: "https://app.clay.com/workspaces/42/home?addCredits=true" }
resolutions:
  auto_run_off: { severity: P1 }
severities:
  P2: { respond_within: { minutes: 30 } }
`);
    expect(runbook.links.billing).toEqual({
      title: "Clay plans and billing",
      url: "https://app.clay.com/workspaces/42/home?addCredits=true",
    });
    expect(runbook.resolutions.auto_run_off).toEqual({ ...builtIn.resolutions.auto_run_off, severity: "P1" });
    expect(runbook.severities.P2).toEqual({ ...builtIn.severities.P2, respond_within: { minutes: 30 } });
    expect(runbook.questions).toEqual(builtIn.questions);
  });

  test("takes entries and choices out with null", () => {
    const { runbook } = loaded(`
extends: default
troubleshooting:
  crm_wrong_data: null
questions:
  webhook_accepting:
    choices:
      none: null
`);
    expect(Object.keys(runbook.troubleshooting)).not.toContain("crm_wrong_data");
    expect(Object.keys(runbook.questions.webhook_accepting!.choices)).toEqual(["yes", "no"]);
  });

  test("has another hash than the built-in one, and the same for the same content", () => {
    const first = loaded("extends: default\ntitle: Ours\n");
    expect(loaded("# a comment\nextends: default\ntitle: Ours\n").hash).toBe(first.hash);
    expect(loadRunbook()).not.toMatchObject({ hash: first.hash });
  });

  test.each(["title: Ours\n", "replace: true\ntitle: Ours\n"])(
    "without extends, it stands alone: %j",
    (yaml) => {
      expect(problems(yaml)).toContainEqual(
        expect.stringMatching(/questions: found nothing, expected record/),
      );
    },
  );
});

describe("problems name line and column", () => {
  test("of a wrong value", () => {
    expect(problems("extends: default\nresolutions:\n  clay_outage:\n    severity: P9\n")).toEqual([
      '4:15 resolutions.clay_outage.severity: severity: found "P9", expected one of P1, P2, P3, P4.',
    ]);
  });

  test("of a key nobody knows", () => {
    expect(problems("extends: default\nquestions:\n  auto_run:\n    txt: Is it on?\n")).toEqual([
      '4:5 questions.auto_run.txt: There is no such key as "txt" here.',
    ]);
  });

  test("of a name that is not one", () => {
    expect(
      problems('extends: default\nlinks:\n  "Our Wiki": { title: Wiki, url: "https://wiki.example" }\n'),
    ).toEqual([expect.stringMatching(/^3:3 links.Our Wiki: "Our Wiki" is not an id/)]);
  });

  test("of an answer that leads nowhere, with the name that was meant", () => {
    const yaml = `extends: default
questions:
  auto_run:
    choices:
      "no": { leads_to: { resolution: auto_run_of } }
`;
    expect(problems(yaml)).toContainEqual(
      '5:25 questions.auto_run.choices.no.leads_to: There is no resolution "auto_run_of". Did you mean "auto_run_off"?',
    );
  });

  test("of YAML that cannot be read, before anything else", () => {
    expect(problems("extends: default\nquestions: [\n")).toEqual([expect.stringMatching(/^\d+:\d+ YAML:/)]);
  });

  test("of what breaks when an entry is taken out, at the nearest place in the team's file", () => {
    expect(problems("extends: default\nresolutions:\n  auto_run_off: null\n")).toContainEqual(
      expect.stringMatching(
        /^\d+:\d+ questions\.auto_run\.choices\.no\.leads_to: There is no resolution "auto_run_off"/,
      ),
    );
  });

  test("of a base that does not exist, or two wishes at once", () => {
    expect(problems("extends: theirs\n")).toEqual([expect.stringMatching(/^1:10 extends: Found "theirs"/)]);
    expect(problems("extends: default\nreplace: true\n")).toEqual([expect.stringMatching(/^2:10 replace:/)]);
  });
});

test("a file that is not there is a problem, not a crash", () => {
  expect(loadRunbook({ file: join(directory, "missing.yml") })).toMatchObject({
    problems: [
      {
        key: "runbook",
        message: expect.stringContaining("cannot be read"),
        fix: expect.stringContaining("runbook.file"),
      },
    ],
  });
});
