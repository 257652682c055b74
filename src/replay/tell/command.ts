/** A command line one can copy, with what a shell would take apart in quotes. */
export function commandText(args: readonly string[]): string {
  return ["clay-incident", ...args.map(quoted)].join(" ");
}

function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", "'\\''")}'`;
}
