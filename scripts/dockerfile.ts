export type Step = { instruction: string; args: string };

/** Reads a Dockerfile into its steps, in order. */
export function parseDockerfile(text: string): Step[] {
  return text
    .replace(/^\s*#.*\n/gm, "")
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => /^\s*([A-Z]+)\s+(.*\S)\s*$/.exec(line))
    .filter((match) => match !== null)
    .map(([, instruction, args]) => ({ instruction: instruction!, args: args! }));
}

/** The arguments of the last step of this kind, or a complaint: the script depends on it. */
export function lastOf(steps: readonly Step[], instruction: string): string {
  const found = steps.findLast((step) => step.instruction === instruction);
  if (!found) throw new Error(`The Dockerfile has no ${instruction}`);
  return found.args;
}
