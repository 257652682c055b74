import type { Config } from "../../config/schema.ts";
import { isInDoubt, type Plan, placesWhere } from "../../replay/plan/plan.ts";
import type { Ending } from "../../replay/send/run.ts";
import { standingOf } from "../../replay/send/standing.ts";
import { commandText } from "../../replay/tell/command.ts";
import { placesText } from "../../replay/tell/numbers.ts";
import { placeNoun } from "../../replay/tell/plan-text.ts";
import { endingText, needsNewPlan, standingText, throttledText } from "../../replay/tell/send-text.ts";
import type { SendFlags } from "./send-flags.ts";

type Result = {
  ending: Ending;
  throttled: number;
  flags: SendFlags;
  config: Config;
  configFile: string | undefined;
};

/** Says what came of a run, and the line that goes on. Exit code 0: every row is accepted. */
export async function sayResult(plan: Plan, result: Result): Promise<number> {
  const standing = standingOf(plan);
  const isDone = standing.accepted === standing.planned;
  const lines = [
    standingText(standing),
    throttledText(result.throttled),
    endingText(result.ending, plan.header.webhook.name),
    ...(standing.open + standing.refused > 0 ? goOnLines(plan, result) : []),
    ...(standing.inDoubt > 0 ? inDoubtLines(plan, result) : []),
    ...(isDone ? proofLines(plan, result) : []),
  ];
  process.stdout.write(`${lines.filter((line) => line !== undefined).join("\n")}\n`);
  return isDone ? 0 : 1;
}

function goOnLines(plan: Plan, { ending, flags, configFile }: Result): string[] {
  if (needsNewPlan(ending)) return [`  ${planAgain(plan, configFile)}`];
  const again = [
    ...(flags.yes ? ["--yes"] : []),
    ...(flags.rate === undefined ? [] : ["--rate", String(flags.rate)]),
    ...(flags.stopAt === undefined ? [] : ["--stop-at", String(flags.stopAt)]),
  ];
  return [
    "To go on; what was refused is tried again, nothing is sent twice:",
    `  ${line(configFile, ["replay", "send", plan.path, ...again])}`,
  ];
}

function planAgain({ path, header }: Plan, configFile: string | undefined): string {
  const { input, options } = header;
  return line(configFile, ["replay", input.path, ...options, "--exclude", path, "--out", `${path}-2`]);
}

function inDoubtLines(plan: Plan, { configFile }: Result): string[] {
  const { places, count } = placesWhere(plan, isInDoubt, 20);
  const noun = placeNoun(plan.header.input.reading.format);
  return [
    `In doubt: no answer came, so the row may be in the table (${placesText(places, count, noun)}). Look before you send any of them again:`,
    `  ${line(configFile, ["replay", "verify", plan.path, "EXPORT.csv"])}   says which are in an export of the table`,
    `  ${line(configFile, ["replay", "send", plan.path, "--in-doubt"])}   sends the others once more`,
  ];
}

function proofLines({ path }: Plan, { configFile }: Result): string[] {
  return [
    "To prove it, export the table, or read the source's count in Clay:",
    `  ${line(configFile, ["replay", "verify", path, "EXPORT.csv"])}`,
  ];
}

function line(configFile: string | undefined, args: string[]): string {
  return commandText([...(configFile === undefined ? [] : ["-c", configFile]), ...args]);
}
