import { readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { z } from "zod";
import { readYaml, type YamlSource } from "../lib/files/yaml-source.ts";
import { fingerprintOf } from "../lib/fingerprint.ts";
import type { Problem } from "../lib/problem.ts";
import { checkRunbook, type FindingCodes } from "./check/check.ts";
import type { RunbookProblem } from "./check/problem.ts";
import { type Data, mergeRunbooks } from "./merge.ts";
import { type Runbook, runbookSchema } from "./schema.ts";

const builtIn = fileURLToPath(new URL("./clay.yml", import.meta.url));

type LoadRunbookOptions = {
  /** A team's own runbook. It extends the built-in one when it says `extends: default`, else it replaces it. */
  file?: string | undefined;
  /** The findings that must have words; left out, that is not checked. */
  codes?: FindingCodes;
};

/**
 * A runbook fit for use with a fingerprint of its content, or every problem with its place in the file. `isUnread`
 * when the file itself could not be read, so that nothing is known about the runbook.
 */
type Loaded = { runbook: Runbook; hash: string } | { problems: Problem[]; isUnread: boolean };

type Source = YamlSource & { isUnread: boolean };

/** Reads, merges and checks the runbook. Never throws for what a person wrote. */
export function loadRunbook({ file, codes }: LoadRunbookOptions = {}): Loaded {
  const source = readSource(file ?? builtIn);
  if (source.problems.length > 0) return { problems: source.problems, isUnread: source.isUnread };
  const { extends: base, replace, ...own } = source.values;
  const unclear = unclearBase(base, replace, source);
  if (unclear) return { problems: [unclear], isUnread: false };

  const values: Data = base === "default" ? mergeRunbooks(readSource(builtIn).values, own) : own;
  const parsed = runbookSchema.safeParse(values, { error: expectation, reportInput: true });
  const found = parsed.success ? checkRunbook(parsed.data, codes) : parsed.error.issues.flatMap(explain);
  if (!parsed.success || found.length > 0)
    return { problems: found.map((problem) => locate(problem, source)), isUnread: false };
  return { runbook: parsed.data, hash: fingerprintOf(parsed.data) };
}

function readSource(file: string): Source {
  const inside = relative(process.cwd(), resolve(file));
  const shown = inside.startsWith("..") ? file : inside;
  try {
    return { ...readYaml(readFileSync(file, "utf8"), shown), isUnread: false };
  } catch (error) {
    const { code, message: reason } = error as NodeJS.ErrnoException;
    const message = `${shown} cannot be read: ${code === "ENOENT" ? "there is no such file" : reason}.`;
    const fix = "Correct the path: the one given, or runbook.file in the configuration.";
    return {
      ...readYaml("", shown),
      problems: [{ where: shown, key: "runbook", message, fix }],
      isUnread: true,
    };
  }
}

function unclearBase(base: unknown, replace: unknown, source: YamlSource): Problem | undefined {
  if (base !== undefined && base !== "default") {
    const message = `Found ${JSON.stringify(base)}, and only the built-in runbook can be extended.`;
    return { where: source.whereIs(["extends"]), key: "extends", message, fix: 'Write "extends: default".' };
  }
  if (replace !== undefined && (replace !== true || base !== undefined)) {
    const message = `"replace: true" replaces the built-in runbook, "extends: default" builds on it; this says neither.`;
    return { where: source.whereIs(["replace"]), key: "replace", message, fix: "Keep one of the two." };
  }
  return undefined;
}

function locate({ path, part, message, fix }: RunbookProblem, source: YamlSource): Problem {
  return { where: source.whereIs(path, part), key: path.join("."), message, fix };
}

/** Words for "expected …", where the schema has none of its own. */
const expectation: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type") return issue.expected === "string" ? "text" : `${issue.expected}`;
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_union") return "one of the forms this may have";
  if (issue.code === "too_small")
    return issue.origin === "string" ? "some text" : `more than ${issue.minimum}`;
  return issue.code === "invalid_format" && issue.format === "url" ? "an address with https://" : undefined;
};

function explain(issue: z.core.$ZodIssue): RunbookProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      part: "key",
      message: `There is no such key as "${key}" here.`,
      fix: "Correct it, or take the line out.",
    }));
  }
  if (issue.code === "invalid_key") {
    const expected = issue.issues[0]?.message ?? "another name";
    return [
      {
        path: issue.path,
        part: "key",
        message: `"${String(issue.path.at(-1))}" is not ${expected}.`,
        fix: "Rename it.",
      },
    ];
  }
  const found = issue.input === undefined ? "nothing" : describe(issue.input);
  const key = String(issue.path.at(-1) ?? "the runbook");
  const fix = issue.input === undefined ? `Add "${key}:" there.` : "Change that line.";
  return [{ path: issue.path, message: `${key}: found ${found}, expected ${issue.message}.`, fix }];
}

function describe(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
