/** Something wrong in a file or a variable: where, what was found beside what was expected, what to do next. */
export type Problem = {
  /** "clay-incident.yml:12:5", ".env:3", or "environment". */
  where: string;
  /** "slack.app_token", or the variable that was set or is missing: "SLACK_APP_TOKEN". */
  key: string;
  /** One sentence, never with a secret in it. */
  message: string;
  fix: string;
};

/** Problems as one meets them reading the file; those with no place in a file come last, as they were. */
export function inFileOrder(problems: readonly Problem[]): Problem[] {
  return problems.toSorted((a, b) => offset(a) - offset(b));
}

/** Sorts by line, then column. */
function offset({ where }: Problem): number {
  const [, line, column] = /:(\d+):(\d+)$/.exec(where) ?? [];
  return line === undefined ? Number.MAX_SAFE_INTEGER : Number(line) * 1e6 + Number(column);
}

/** Writes problems for a terminal, two lines each. */
export function renderProblems(problems: readonly Problem[], mark = "✗"): string {
  return problems
    .map(({ where, key, message, fix }) => `${mark} ${where}  ${key}\n    ${message} ${fix}`)
    .join("\n");
}
