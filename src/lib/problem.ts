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

/** Writes problems for a terminal, two lines each, in the order of the file. */
export function renderProblems(problems: readonly Problem[], mark = "✗"): string {
  return problems
    .map(({ where, key, message, fix }) => `${mark} ${where}  ${key}\n    ${message} ${fix}`)
    .join("\n");
}
