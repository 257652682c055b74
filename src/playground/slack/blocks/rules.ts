import type { Fields } from "../workspace/types.ts";

/** What Slack would refuse, and where: a JSON pointer and a sentence in Slack's wording. */
export type Problem = { pointer: string; message: string };

/** Checks one value and adds what is wrong with it. */
export type Rule = (value: unknown, pointer: string, problems: Problem[]) => void;

type Shape = { [field: string]: Rule };

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The sentence Slack puts into `response_metadata.messages`. */
export function describeProblem({ pointer, message }: Problem): string {
  return `${message} [json-pointer:${pointer}]`;
}

/** A string of `min` to `max` characters. */
export function string(max: number, min = 1): Rule {
  return (value, pointer, problems) => {
    if (typeof value !== "string") problems.push({ pointer, message: "must be a string" });
    else if (value.length < min)
      problems.push({ pointer, message: `must be more than ${min - 1} characters` });
    else if (value.length > max)
      problems.push({ pointer, message: `must be less than ${max + 1} characters` });
  };
}

/** A string of this form. */
export function matching(pattern: RegExp, expected: string): Rule {
  return (value, pointer, problems) => {
    if (typeof value !== "string" || !pattern.test(value))
      problems.push({ pointer, message: `must be ${expected}` });
  };
}

/** True or false. */
export const boolean: Rule = (value, pointer, problems) => {
  if (typeof value !== "boolean") problems.push({ pointer, message: "must be a boolean" });
};

/** A whole number in the range. */
export function integer(min: number, max: number): Rule {
  return (value, pointer, problems) => {
    if (!Number.isInteger(value) || Number(value) < min || Number(value) > max) {
      problems.push({ pointer, message: `must be an integer between ${min} and ${max}` });
    }
  };
}

/** One of the words. */
export function oneOf(...words: string[]): Rule {
  return (value, pointer, problems) => {
    if (!words.includes(String(value)))
      problems.push({ pointer, message: `must be one of ${words.join(", ")}` });
  };
}

/** A list of `min` to `max` items that each keep the rule. */
export function list(item: Rule, max: number, min = 1): Rule {
  return (value, pointer, problems) => {
    if (!Array.isArray(value)) return void problems.push({ pointer, message: "must be an array" });
    if (value.length < min) problems.push({ pointer, message: `no fewer than ${min} items allowed` });
    if (value.length > max) problems.push({ pointer, message: `no more than ${max} items allowed` });
    value.forEach((entry, index) => {
      item(entry, `${pointer}/${index}`, problems);
    });
  };
}

/** An object with all the required fields and no others but the optional ones. */
export function object(required: Shape, optional: Shape = {}, type?: string): Rule {
  const known: Shape = { ...optional, ...required };
  return (value, pointer, problems) => {
    if (!isFields(value)) return void problems.push({ pointer, message: "must be an object" });
    for (const field of Object.keys(required)) {
      if (value[field] === undefined) problems.push({ pointer, message: `missing required field: ${field}` });
    }
    for (const [field, entry] of Object.entries(value)) {
      if (entry === undefined || (type !== undefined && field === "type")) continue;
      const rule = Object.hasOwn(known, field) ? known[field] : undefined;
      if (rule) rule(entry, `${pointer}/${field}`, problems);
      else problems.push({ pointer, message: `invalid additional property: ${field}` });
    }
  };
}

/** An object whose `type` chooses its rule. */
export function byType(rules: { [type: string]: Rule }): Rule {
  return (value, pointer, problems) => {
    if (!isFields(value)) return void problems.push({ pointer, message: "must be an object" });
    const { type } = value;
    if (type === undefined) return void problems.push({ pointer, message: "missing required field: type" });
    const rule = typeof type === "string" && Object.hasOwn(rules, type) ? rules[type] : undefined;
    if (rule) rule(value, pointer, problems);
    else problems.push({ pointer: `${pointer}/type`, message: `unsupported type: ${type}` });
  };
}

/** Both rules. */
export function both(first: Rule, second: Rule): Rule {
  return (value, pointer, problems) => {
    first(value, pointer, problems);
    second(value, pointer, problems);
  };
}

/** An object with exactly one of the fields (or, with `atLeast`, one or more). */
export function needsOneOf(fields: string[], atLeast = false): Rule {
  return (value, pointer, problems) => {
    if (!isFields(value)) return;
    const present = fields.filter((field) => value[field] !== undefined).length;
    if (present === 1 || (atLeast && present > 1)) return;
    problems.push({
      pointer,
      message: `must define ${atLeast ? "at least" : "exactly"} one of ${fields.join(", ")}`,
    });
  };
}

/** Anything: the part is Slack's own business. */
export const anything: Rule = () => {};
