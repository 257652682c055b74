import type { Summary } from "../../../incident/summary.ts";
import { durationText } from "../../../lib/duration.ts";
import { millisecondsBetween } from "../../../lib/time.ts";
import type { Severity } from "../../../runbook/severity.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import type { Reply } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { Person, Request } from "../../requests/request.ts";
import { type DeclareCarried, type DeclareFields, renderDeclare, type Similar } from "./declare-form.ts";

/** What is known before the form is filled in. */
export type Known = Partial<DeclareFields> & { cause?: string; severityHint?: string };

/** Slack's limit for what a button carries. */
const buttonValueLimit = 2000;

/** Opens the form with what is known. `typed` is what a button that opens it later must not lose. */
export async function openDeclareForm(
  request: Request,
  known: Known,
  carried: DeclareCarried,
  desk: Desk,
  typed = "",
): Promise<Reply> {
  const { clock, runbook } = desk;
  const detectedAt = known.detectedAt ?? Math.floor(Date.parse(clock.now()) / 1000);
  const declaration = { title: known.title ?? "", severity: known.severity ?? "P3", ...known } as const;
  const similar =
    (await similarFor(request.by, declaration, desk)) ?? (await declaredLately(request.by, desk));
  const view = renderDeclare(runbook, { ...known, detectedAt }, carried, similar);
  return openForm(request, view, `declare ${typed}`.trim().slice(0, buttonValueLimit), desk);
}

/** The open incident about the same thing, if there is one that the person may see. */
export async function similarFor(
  by: Person,
  declaration: { title: string; severity: Severity; cause?: string },
  desk: Desk,
): Promise<Similar | undefined> {
  const found = await desk.incidents.similarTo(declaration, (summary) => maySee(by, summary));
  return found && { ...shown(found, desk), asks: true };
}

/** What was declared lately is worth a look, whatever it is about. */
async function declaredLately(by: Person, desk: Desk): Promise<Similar | undefined> {
  const found = await desk.incidents.declaredLately((summary) => maySee(by, summary));
  return found && { ...shown(found, desk), asks: false };
}

function shown({ stream, severity, title, startedAt }: Summary, { clock }: Desk): Omit<Similar, "asks"> {
  const ago = millisecondsBetween(startedAt, clock.now());
  const when = ago < 60_000 ? "just now" : `${durationText(ago)} ago`;
  return { stream, title, when, ...(severity && { severity }) };
}
