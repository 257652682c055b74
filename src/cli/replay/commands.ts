import { type Command, InvalidArgumentError, Option } from "commander";
import type { PlanFlags } from "./planning/plan-flags.ts";
import type { SendFlags } from "./send-flags.ts";
import type { VerifyFlags } from "./verify.ts";

type Done = (exitCode: number) => void;

const about = `send again what was lost: plans, sends nothing until told to

FILE is NDJSON, a JSON array or CSV, plain or gzip; "-" is standard input. What is kept is a plan, readable to you
alone; \`replay send PLAN\` sends it. docs/replay.md has recipes for logs, n8n, Make, Zapier, SQS and Kafka.`;

/** Adds \`replay\` and what belongs to it. \`configFile\`: what --config named. */
export function addReplayCommands(program: Command, configFile: () => string | undefined, done: Done): void {
  const replay = program.command("replay").description(about).argument("[file]", "the rows");
  addInputOptions(replay);
  addFigureOptions(replay).action(async (file: string | undefined, flags: PlanFlags) =>
    done(await (await import("./planning/plan.ts")).planReplay(file, flags, configFile())),
  );
  replay
    .command("send <plan>")
    .description("send a plan; the same line again goes on where it ended")
    .option("--yes", "do not ask after the first 10 rows")
    .option("--in-doubt", "also those in doubt, because somebody looked in the table")
    .option("--rate <rows>", "rows a second: at most 9, as Clay takes 10 for all senders together", parseRate)
    .option("--stop-at <credits>", "stop when the credit balance is below", parseCount)
    .option(
      "--source-count <rows>",
      "what the webhook's source shows in Clay now, before sending",
      parseCount,
    )
    .action(async (plan: string, _flags, command: Command) =>
      done(await (await import("./send.ts")).sendReplay(plan, flagsOf<SendFlags>(command), configFile())),
    );
  replay
    .command("verify <plan> [export]")
    .description("say which rows are not in an export of the table, or count the source")
    .option("--column <name>", "the export's column with the key, when it has another name", collect, [])
    .option("--source-count <rows>", "what the webhook's source shows in Clay now, after sending", parseCount)
    .action(async (plan: string, exported: string | undefined, _flags, command: Command) =>
      done(
        await (await import("./verify.ts")).verifyReplay(
          plan,
          exported,
          flagsOf<VerifyFlags>(command),
          configFile(),
        ),
      ),
    );
  replay
    .command("show <plan>")
    .description("say how far a plan is")
    .action(async (plan: string) => done((await import("./show.ts")).showReplay(plan)));
  replay
    .command("forget <plan>")
    .description("delete a plan, its copy of the rows and its record of what was sent")
    .action(async (plan: string) => done((await import("./show.ts")).forgetReplay(plan, configFile())));
}

/** An option that `replay` has as well is found there, wherever it was typed. */
function flagsOf<T extends object>(command: Command): T {
  return command.optsWithGlobals<T>();
}

function addInputOptions(replay: Command): Command {
  return replay
    .option("--webhook <name>", "the webhook of the configuration to send to")
    .option("--key <pointer>", "what tells two rows apart, as in $.email; may be repeated", collect, [])
    .option("--out <plan>", "where the plan is kept; without it nothing is")
    .option("--preset <name>", "where things are in: log, http, sqs, kafka, n8n")
    .option("--body <pointer>", "for a log: what was sent, as in $.request.body")
    .option("--status <pointer>", "for a log: what was answered, as in $.response.status")
    .option("--at <pointer>", "for a log: when, as in $.time")
    .option("--zone <zone>", "of times without one, as in Europe/Berlin")
    .option("--from <time>", "only from this time on, as in 2026-11-27T03:04Z")
    .option("--to <time>", "only up to this time")
    .option("--incident <name>", "only what was sent during this incident; it is told of the result")
    .option(
      "--exclude <file>",
      "an export of the table, or an earlier plan: its rows are left out",
      collect,
      [],
    )
    .option("--column <name>", "the export's column with the key, when it has another name", collect, [])
    .option("--numbers <column>", "of a CSV: a column of numbers; may be repeated", collect, [])
    .addOption(
      new Option("--format <format>", "when it cannot be told").choices(["ndjson", "array", "values", "csv"]),
    )
    .option("--delimiter <sign>", "of a CSV, when it cannot be told")
    .option("--in-doubt", "also send what is in doubt, because somebody looked in the table");
}

function addFigureOptions(replay: Command): Command {
  return replay
    .option("--rate <rows>", "rows a second: 5 unless said, at most 9", parseRate)
    .option("--source-count <rows>", "what the webhook's source shows in Clay now", parseCount)
    .option("--source-limit <rows>", "how many it takes in its life (50000)", parseCount)
    .option("--credits-per-row <credits>", "what a row costs in your table", parseAmount)
    .option("--balance <credits>", "the credit balance", parseCount)
    .option("--json", "the plan's figures as JSON");
}

function collect(text: string, before: string[]): string[] {
  return [...before, text];
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (rate > 0 && rate <= 9) return rate;
  throw new InvalidArgumentError("Expected rows a second, above 0 and at most 9.");
}

function parseCount(text: string): number {
  const count = Number(text.replaceAll(/[,_]/g, ""));
  if (text.trim() !== "" && Number.isInteger(count) && count >= 0) return count;
  throw new InvalidArgumentError("Expected a whole number, as in 41200.");
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() !== "" && amount >= 0 && Number.isFinite(amount)) return amount;
  throw new InvalidArgumentError("Expected a number, as in 6 or 2.5.");
}
