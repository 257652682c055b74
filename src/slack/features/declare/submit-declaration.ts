import type { Origin } from "../../../incident/events.ts";
import type { Summary } from "../../../incident/summary.ts";
import { toInstant } from "../../../lib/time.ts";
import type { Declaration } from "../../../service/incidents.ts";
import { declaredFrom } from "../../../service/monitor/declaration.ts";
import { done, type Reply, refuse, tell } from "../../requests/answer/reply.ts";
import type { Desk } from "../../requests/desk.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { FormRequest, Person } from "../../requests/request.ts";
import { type DeclareCarried, type DeclareFields, parseDeclare, renderDeclare } from "./declare-form.ts";
import { takenFrom } from "./declared-run.ts";
import { similarFor } from "./open-declare-form.ts";

/** Declares what the form says; an open incident about the same thing is shown first, to be joined instead. */
export async function submitDeclaration(request: FormRequest<DeclareCarried>, desk: Desk): Promise<Reply> {
  const { fields, carried } = parseDeclare(request);
  const { by, receipt } = request;
  const declaration = await declarationOf(fields, carried, by, desk);
  const options = {
    anyway: fields.options.includes("anyway"),
    may: await desk.permissions.may(by),
    sees: (summary: Summary) => maySee(by, summary),
  };
  const opened = await desk.incidents.declare(declaration, { by, receipt }, options);
  if (opened.outcome === "similar") {
    const similar = await similarFor(by, declaration, desk);
    const again = { ...carried, shownSimilar: opened.stream };
    return { kind: "next", view: renderDeclare(desk.runbook, fields, again, similar) };
  }
  if (opened.outcome === "refused") {
    const { code, message } = opened.refusal;
    return refuse(message, { field: code === "detected_in_future" ? "detected_at" : "title" });
  }
  // A run is shown in open channels: it must not tell of a private incident.
  if (carried.triage && !declaration.private)
    await desk.runs.change(carried.triage, { type: "declared", incident: opened.stream }, { by });
  if (carried.episode && !declaration.private)
    await desk.monitoring.episodes.change(
      carried.episode,
      { type: "declared", incident: opened.stream },
      { by },
    );
  if (!declaration.private) return done;
  // Nothing shows where they are: a private incident is told of nowhere but in its channel.
  return tell(`${opened.stream} is being opened. Its channel is private; you are invited there.`);
}

async function declarationOf(
  fields: DeclareFields,
  carried: DeclareCarried,
  by: Person,
  desk: Desk,
): Promise<Declaration> {
  const { title, severity, impact, affected, detection, detectedAt, options } = fields;
  const origin = await originOf(carried, desk);
  return {
    title,
    severity,
    impact,
    affected,
    detection,
    private: options.includes("private"),
    ...(detectedAt > 0 &&
      !isOwnFuture(detectedAt, carried, desk) && { detectedAt: toInstant(detectedAt * 1000) }),
    ...(options.includes("lead") && { lead: by }),
    ...(origin && { origin }),
    ...(carried.triage && takenFrom(carried.triage, await desk.runs.load(carried.triage), desk)),
    ...(carried.episode && (await takenFromEpisode(carried.episode, desk))),
  };
}

/** What the form itself offered was now, by a clock that was ahead of ours: nobody is to be refused for that. */
function isOwnFuture(detectedAt: number, { offeredAt }: DeclareCarried, { clock }: Desk): boolean {
  return detectedAt === offeredAt && toInstant(detectedAt * 1000) > clock.now();
}

/** Evidence, cause and the true start; what stands in the form is the person's. */
async function takenFromEpisode(
  stream: string,
  { monitoring }: Desk,
): Promise<Pick<Declaration, "evidence" | "cause" | "beganAt">> {
  const { evidence, cause, beganAt } = declaredFrom(stream, await monitoring.episodes.load(stream));
  return { beganAt, ...(evidence && { evidence }), ...(cause && { cause }) };
}

async function originOf(
  { origin, channel }: DeclareCarried,
  { web, log }: Desk,
): Promise<Origin | undefined> {
  if (!origin) return channel ? { channel } : undefined;
  if (!origin.messageTs || !origin.text) return origin;
  try {
    const message = { channel: origin.channel, message_ts: origin.messageTs };
    const { permalink } = await web.interactive("chat.getPermalink", message);
    return { ...origin, ...(permalink && { permalink }) };
  } catch (err) {
    log.info({ err }, "no link to the message an incident was declared from");
    return origin;
  }
}
