import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { loadConfig, readConfig } from "../config/load.ts";
import { inFileOrder, renderProblems } from "../lib/problem.ts";
import { addReplayCommands } from "./replay/commands.ts";

/** Exit codes: 0 done or healthy, 1 it ran and something is wrong, 2 it could not run. */
type Outcome = Promise<number>;

// Each command imports what it needs when it runs: `triage` must start fast, and while half the rest is broken.

/** Runs one command line and resolves with the exit code. Says what went wrong on standard error. */
export async function runCommandLine(args: readonly string[]): Outcome {
  let exitCode = 0;
  const program = createProgram((outcome) => {
    exitCode = outcome;
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    return complain(error instanceof Error ? error.message : String(error));
  }
}

function createProgram(done: (exitCode: number) => void): Command {
  const program = new Command("clay-incident")
    .description("Runs the Clay incident runbook, in Slack and in the terminal.")
    .version(versionOfProgram())
    .option(
      "-c, --config <file>",
      "configuration file (default: CLAY_INCIDENT_CONFIG, else clay-incident.yml or .yaml)",
    )
    .showHelpAfterError("\n`clay-incident --help` lists the commands.")
    .exitOverride();
  const file = (): string | undefined => program.opts<{ config?: string }>().config;
  const command = <T extends unknown[]>(
    name: string,
    about: string,
    run: (...given: T) => Outcome,
  ): Command =>
    program
      .command(name)
      .description(about)
      .action(async (...given) => done(await run(...(given as unknown as T))));

  // What still tries to reach Slack must not keep a process alive that could not start, or was told to stop.
  command("serve", "run the bot", async () => process.exit(await (await import("../main.ts")).serve(file())));
  command("triage", "probe Clay and your own endpoints, here in the terminal", (options: TriageFlags) =>
    triage(options, file()),
  )
    .option("--json", "one JSON document, for machines")
    .option(
      "--send-test-row <webhook>",
      "also send a test row: adds 1 row, which counts towards the webhook's limit",
    );
  command(
    "monitor",
    "look at Clay all the time, here in the terminal, and say what changes",
    async (flags: { json?: true; looks?: number }) =>
      (await import("./monitor.ts")).monitorInTerminal(flags, file()),
  )
    .option("--json", "one JSON document a line, for machines")
    .option(
      "--looks <number>",
      "end after so many rounds; the exit code then says whether something is broken",
      parseLooks,
    );
  command("check", "check the configuration alone", async () => checkConfig(file()));
  command("doctor", "say, line by line, what is right and what is not, with the fix", async () =>
    (await import("./doctor.ts")).runDoctor(file()),
  );
  command("manifest", "write the Slack app's manifest", (options: { http?: string }) =>
    printManifest(options, file()),
  ).option("--http <url>", "for HTTP mode, at the bot's public address", parsePublicUrl);
  command("demo", "try it all on this machine: a local Slack, a fake Clay, the bot and a page", demo)
    .option("--host <address>", "where the page listens (default: 127.0.0.1, this machine alone)")
    .option("--port <number>", "its port (default: 4040)", parsePort);
  const runbook = program.command("runbook").description("look at the runbook");
  runbook
    .command("check [file]")
    .description("find what is wrong in it: the configured one when no file is named")
    .action(async (named?: string) => done(await checkRunbook(named ?? configuredRunbook(file()))));
  runbook
    .command("graph [file]")
    .description("draw its decision tree, as Mermaid text")
    .action(async (named?: string) => done(await graphRunbook(named ?? configuredRunbook(file()))));
  command("export <incident>", "write an incident's record as JSON", async (stream: string) =>
    (await import("./export-and-backup.ts")).exportRecord(stream, file()),
  ).option("--json", "as JSON, which is the default");
  command(
    "postmortem <incident>",
    "write an incident's postmortem, as Markdown",
    async (name: string, flags: { json?: true; html?: true; out?: string }) =>
      (await import("./reports.ts")).writePostmortem(name, flags, file()),
  )
    .option("--json", "as JSON")
    .option("--html", "as one HTML page, with the incident's picture")
    .option("--out <file>", "into a file");
  command(
    "stats [period]",
    "incidents in figures: of the last 30d, when no period is given",
    async (period: string | undefined, flags: { json?: true }) =>
      (await import("./reports.ts")).writeStats(period ?? "30d", flags, file()),
  ).option("--json", "as JSON");
  command(
    "prune",
    "delete incidents and triage runs that ended long ago",
    async (flags: { olderThan?: string; dryRun?: true }) =>
      (await import("./prune-and-forget.ts")).pruneRecords(flags, file()),
  )
    .option("--older-than <age>", "as in 365d (default: retention.days)")
    .option("--dry-run", "only say what would be deleted");
  command(
    "forget <user>",
    "replace a person, by Slack id, in every record",
    async (user: string, flags: { also: string[]; dryRun?: true }) =>
      (await import("./prune-and-forget.ts")).forgetSomebody(user, flags, file()),
  )
    .option("--also <text>", "another text that means them; may be repeated", collect, [])
    .option("--dry-run", "only say where they are");
  command("dead-letters", "list the events your own tools did not take", async (flags: { resend?: true }) =>
    (await import("./dead-letters.ts")).handleDeadLetters(flags, file()),
  ).option("--resend", "send each once more");
  addReplayCommands(program, file, done);
  command(
    "restore <file>",
    "put a backup in the place of the SQLite database; stop the bot first",
    async (source: string) => (await import("./export-and-backup.ts")).restoreFrom(source, file()),
  );
  command("backup <file>", "copy the SQLite database, also while the bot runs", async (target: string) =>
    (await import("./export-and-backup.ts")).backUp(target, file()),
  );
  return program;
}

function parseLooks(text: string): number {
  const looks = Number(text);
  if (Number.isInteger(looks) && looks > 0) return looks;
  throw new InvalidArgumentError('Expected a number of rounds, as in "3".');
}

type DemoFlags = { host?: string; port?: number };

async function demo(options: DemoFlags): Outcome {
  return (await import("./demo.ts")).runDemo(options);
}

function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new InvalidArgumentError("It must be a number from 0 to 65535.");
}

type TriageFlags = { json?: true; sendTestRow?: string };

async function triage(flags: TriageFlags, file: string | undefined): Outcome {
  return (await import("./triage.ts")).runTriageCommand(flags, file);
}

async function checkConfig(file: string | undefined): Outcome {
  const { config, problems, tokens, warnings, file: read } = readConfig({ file });
  const wrong = inFileOrder([...problems, ...tokens.wrong]);
  const { webhooks, keys, callbacks } = config.clay;
  const summary = `webhooks ${webhooks.length}, keys ${keys.length}, callbacks ${callbacks.length}`;
  const lines = [
    wrong.length > 0 ? renderProblems(wrong) : `✓ ${read ?? "The environment"} is valid: ${summary}.`,
    renderProblems(warnings, "!"),
    tokens.missing.length > 0 ? `To serve Slack it still needs:\n${renderProblems(tokens.missing, "–")}` : "",
  ];
  write(`${lines.filter(Boolean).join("\n")}\n`);
  return wrong.length > 0 ? 1 : 0;
}

function configuredRunbook(file: string | undefined): string | undefined {
  const loaded = loadConfig({ file });
  return "config" in loaded ? loaded.config.runbook.file : undefined;
}

async function checkRunbook(runbook: string | undefined): Outcome {
  const { runbookCheck } = await import("./runbook.ts");
  const { codesThatMayHaveWords, codesThatNeedWords } = await import("../triage/kinds/finding-codes.ts");
  return runbookCheck(runbook, { required: codesThatNeedWords, allowed: codesThatMayHaveWords }, write);
}

async function graphRunbook(runbook: string | undefined): Outcome {
  const { runbookGraph } = await import("./runbook.ts");
  return runbookGraph(runbook, write);
}

async function printManifest({ http }: { http?: string }, file: string | undefined): Outcome {
  const { renderManifest } = await import("../slack/manifest.ts");
  const loaded = loadConfig({ file });
  const command = "config" in loaded ? { command: loaded.config.slack.command } : {};
  process.stdout.write(renderManifest({ httpUrl: http, ...command }));
  return 0;
}

function collect(text: string, before: string[]): string[] {
  return [...before, text];
}

function write(text: string): void {
  process.stdout.write(text);
}

function complain(message: string): number {
  process.stderr.write(`${message}\n`);
  return 2;
}

function parsePublicUrl(text: string): string {
  const url = URL.parse(text);
  if (url?.protocol !== "https:") {
    throw new InvalidArgumentError(
      "Expected the bot's public https:// address, as in https://your-bot.example.",
    );
  }
  return text;
}

function versionOfProgram(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  return version;
}

if (import.meta.main) process.exitCode = await runCommandLine(process.argv.slice(2));
