import { describe, expect, test } from "vitest";
import { checkRunbook, type FindingCodes } from "../../../src/runbook/check/check.ts";
import type { Runbook } from "../../../src/runbook/schema.ts";
import { codesThatMayHaveWords, codesThatNeedWords } from "../../../src/triage/kinds/finding-codes.ts";
import { builtIn } from "../support/walking.ts";

/** What the check says after an edit of the built-in runbook: "path: message". */
function faultsAfter(edit: (runbook: Runbook) => void, codes?: FindingCodes): string[] {
  const runbook = structuredClone(builtIn);
  edit(runbook);
  return checkRunbook(runbook, codes).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

type Choices = Exclude<Runbook["questions"][string]["choices"], "errors">;
const choicesOf = (runbook: Runbook, id: string) => runbook.questions[id]!.choices as Choices;

test("the built-in runbook has nothing to find fault with", () => {
  expect(faultsAfter(() => {})).toEqual([]);
});

describe("the tree", () => {
  test("a question nobody reaches", () => {
    expect(
      faultsAfter((runbook) => {
        runbook.questions.spare = { ...runbook.questions.table_full! };
      }),
    ).toEqual(['questions.spare: No answer leads to "spare".']);
  });

  test("a resolution nobody reaches", () => {
    expect(
      faultsAfter((runbook) => {
        choicesOf(runbook, "rows_hidden").yes!.leads_to = { question: "sender_address" };
      }),
    ).toEqual(['resolutions.view_hides_rows: No answer leads to "view_hides_rows".']);
  });

  test("a circle, with the way it takes", () => {
    const found = faultsAfter((runbook) => {
      choicesOf(runbook, "callback_up").yes!.leads_to = { question: "table_full" };
    });
    expect(found).toContainEqual(
      expect.stringMatching(/runs in a circle: table_full → .*callback_up → table_full\.$/),
    );
  });

  test("a circle by way of a fix that did not help", () => {
    expect(
      faultsAfter((runbook) => {
        runbook.resolutions.callback_down!.otherwise = { question: "callback_up" };
      }),
    ).toEqual([expect.stringContaining("callback_up → callback_down → callback_up")]);
  });

  test("a question without choices", () => {
    expect(
      faultsAfter((runbook) => {
        runbook.questions.crm_error!.choices = {};
      }),
    ).toContainEqual('questions.crm_error.choices: Question "crm_error" is a dead end: it has no choices.');
  });

  test("names nothing answers to", () => {
    const found = faultsAfter((runbook) => {
      runbook.entries.low_hit_rate!.starts_at = "all_emty";
      runbook.errors.other!.leads_to = { question: "nowhere" };
      runbook.resolutions.crm_down!.otherwise = { resolution: "nothing" };
      runbook.questions.auto_run!.cant_tell = "perhaps";
      runbook.questions.auto_run!.link = "ap";
      runbook.resolutions.crm_down!.steps[1]!.link = "crm";
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'entries.low_hit_rate.starts_at: There is no question "all_emty". Did you mean "all_empty"?',
        'errors.other.leads_to: There is no question "nowhere".',
        'resolutions.crm_down.otherwise: There is no resolution "nothing".',
        'questions.auto_run.cant_tell: There is no choice "perhaps".',
        'questions.auto_run.link: There is no link "ap". Did you mean "app"?',
        'resolutions.crm_down.steps.1.link: There is no link "crm".',
      ]),
    );
  });

  test("a resolution without steps, and two steps of one name", () => {
    const found = faultsAfter((runbook) => {
      runbook.resolutions.crm_down!.steps = [];
      runbook.resolutions.plan_limit!.steps[1]!.id = "which_limit";
    });
    expect(found).toEqual([
      'resolutions.crm_down.steps: Resolution "crm_down" has no steps.',
      'resolutions.plan_limit.steps.1.id: Two steps are called "which_limit".',
    ]);
  });

  test("evidence for a question that cannot take its answer", () => {
    expect(
      faultsAfter((runbook) => {
        runbook.questions.queue_scope!.evidence = "platform_up";
      }),
    ).toEqual([
      expect.stringContaining('Evidence says "yes" or "no", and "queue_scope" has no such choices.'),
    ]);
  });

  test("a choice that takes the name every question's Can't tell has", () => {
    expect(
      faultsAfter((runbook) => {
        choicesOf(runbook, "auto_run").cant_tell = { label: "Hm", leads_to: { question: "credits_left" } };
      }),
    ).toEqual([expect.stringContaining("questions.auto_run.choices.cant_tell")]);
  });
});

describe("precedence of error classes", () => {
  test("that is misspelt or goes both ways is a problem", () => {
    const found = faultsAfter((runbook) => {
      runbook.errors.inputs!.before = ["logn", "inputs"];
      runbook.errors.throttled!.before = ["credits"];
    });
    expect(found).toEqual([
      'errors.inputs.before.0: There is no class "logn". Did you mean "login"?',
      'errors.inputs.before.1: "inputs" cannot come before itself.',
      'errors.throttled.before.0: "credits" comes before "throttled" already.',
    ]);
  });

  test("over a class that a team took out is none", () => {
    expect(faultsAfter((runbook) => void delete runbook.errors.crm_automation)).toEqual([]);
  });
});

describe("texts", () => {
  const long = (length: number) => "x".repeat(length);

  test.each<[what: string, edit: (runbook: Runbook) => void, path: string, most: number]>([
    [
      "a choice's button",
      (runbook) => {
        choicesOf(runbook, "auto_run").yes!.label = long(76);
      },
      "questions.auto_run.choices.yes.label",
      75,
    ],
    [
      "an entry's option",
      (runbook) => {
        runbook.entries.low_hit_rate!.title = long(76);
      },
      "entries.low_hit_rate.title",
      75,
    ],
    [
      "an error class's option",
      (runbook) => {
        runbook.errors.other!.label = long(76);
      },
      "errors.other.label",
      75,
    ],
    [
      "the button that declares",
      (runbook) => {
        runbook.resolutions.crm_down!.incident_title = long(65);
      },
      "resolutions.crm_down.incident_title",
      75,
    ],
    [
      "a question's header",
      (runbook) => {
        runbook.questions.auto_run!.text = long(151);
      },
      "questions.auto_run.text",
      150,
    ],
    [
      "a step's section",
      (runbook) => {
        runbook.resolutions.crm_down!.steps[0]!.do = long(3000);
      },
      "resolutions.crm_down.steps.0.do",
      3000,
    ],
    [
      "the title of modals",
      (runbook) => {
        runbook.title = long(25);
      },
      "title",
      24,
    ],
  ])("too long for Slack: %s", (_what, edit, path, most) => {
    expect(faultsAfter(edit)).toEqual([
      expect.stringMatching(new RegExp(`^${path}: Slack shows at most ${most} `)),
    ]);
  });

  test("more choices than a list holds, and more steps than a message", () => {
    const found = faultsAfter((runbook) => {
      const yes = choicesOf(runbook, "auto_run").yes!;
      for (let i = 0; i < 99; i++) choicesOf(runbook, "auto_run")[`more_${i}`] = yes;
      const step = runbook.resolutions.crm_down!.steps[0]!;
      runbook.resolutions.crm_down!.steps = Array.from({ length: 21 }, (_, i) => ({ ...step, id: `s${i}` }));
    });
    expect(found).toEqual([
      "resolutions.crm_down.steps: Slack shows at most 20 steps here; there are 21.",
      "questions.auto_run.choices: Slack shows at most 100 options here; there are 101.",
    ]);
  });

  test("a placeholder nothing fills in", () => {
    const found = faultsAfter((runbook) => {
      runbook.findings["webhook.ok"]!.meaning = "{name} took {rows} rows.";
      runbook.wording.audiences.responders.updated = "{incidnt}";
      runbook.wording.audiences.go_to_market.advice.P1 = "{credits}";
    });
    expect(found).toEqual([
      "findings.webhook.ok.meaning: Nothing fills in {rows}.",
      "wording.audiences.responders.updated: Nothing fills in {incidnt}.",
      "wording.audiences.go_to_market.advice.P1: Nothing fills in {credits}.",
    ]);
  });
});

describe("findings", () => {
  const all: readonly string[] = codesThatMayHaveWords;

  test("a code without words", () => {
    expect(
      faultsAfter(() => {}, { required: [...codesThatNeedWords, "webhook.haunted"], allowed: all }),
    ).toEqual(['findings: Triage can find "webhook.haunted", and there are no words for it.']);
  });

  test("words for a code triage never finds, and choices that wait for one", () => {
    const found = faultsAfter(
      (runbook) => {
        runbook.findings["webhook.haunted"] = { meaning: "Boo.", side: "unknown" };
        choicesOf(runbook, "webhook_answer").limit!.codes = ["webhook.limit"];
      },
      { required: codesThatNeedWords, allowed: all },
    );
    expect(found).toEqual([
      'findings.webhook.haunted: Triage never finds "webhook.haunted".',
      'questions.webhook_answer.choices.limit.codes.0: Triage never finds "webhook.limit".',
    ]);
  });
});
