import type { Origin } from "../../../incident/events.ts";
import type { Finding } from "../../../incident/evidence/evidence.ts";
import { likelyLeaf } from "../../../incident/evidence/likely-leaf.ts";
import { titleAtMost } from "../../../incident/limits.ts";
import type { Summary } from "../../../incident/summary.ts";
import type { TriageRun } from "../../../incident/triage-run/state.ts";
import { durationText } from "../../../lib/duration.ts";
import { millisecondsBetween, toInstant } from "../../../lib/time.ts";
import { plainText } from "../../../lib/words.ts";
import type { Severity } from "../../../runbook/severity.ts";
import type { Declaration } from "../../../service/incidents.ts";
import { currentLeaf, type Leaf } from "../../../walk/walk-state.ts";
import { plainContent, shorten } from "../../blocks/mrkdwn.ts";
import { openForm } from "../../requests/answer/open-form.ts";
import type { Desk } from "../../requests/desk.ts";
import type { Handlers } from "../../requests/handlers.ts";
import { createNames } from "../../requests/people/names.ts";
import { maySee } from "../../requests/people/permissions.ts";
import { readable } from "../../requests/receive/readable.ts";
import { parseMessage, textOf } from "../../requests/receive/slack-message.ts";
import type {
  ActionRequest,
  FormRequest,
  Person,
  Reply,
  Request,
  ShortcutRequest,
  VerbRequest,
} from "../../requests/request.ts";
import { triageActions } from "../triage/triage-buttons-render.ts";
import { checklistActions } from "../walk/checklist-render.ts";
import { parseSeverity } from "../walk/choices-form.ts";
import {
  type DeclareCarried,
  type DeclareFields,
  declareForm,
  parseDeclare,
  renderDeclare,
  type Similar,
} from "./declare-form.ts";

/** What is known before the form is filled in. */
type Known = Partial<DeclareFields> & { cause?: string; severityHint?: string };

/** What an incident is about: two with the same cause are about the same thing. */
function causeOf({ code, probe }: Finding): string {
  return `${code} ${probe}`;
}

/** What is wrong most; what was merely not tested or not understood is nothing to declare. */
function worstOf({ diagnosis }: TriageRun): Finding | undefined {
  return diagnosis?.findings.find(({ outcome }) => outcome === "failing" || outcome === "degraded");
}

/** Where a message stands, and in which thread. */
function originAt({ channel, ts }: { channel: string; ts: string }, { threadTs }: Request): Origin {
  return { channel, messageTs: ts, ...(threadTs && { threadTs }) };
}

/** Of a message an incident was declared from; as JSON it must fit into the 3,000 characters a form carries. */
const keptOfMessage = 1000;

/** Slack's limit for what a button carries. */
const buttonValueLimit = 2000;

/** Declaring: by verb, by shortcut, from a message, from a triage run. */
export function declareHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, runs, web, clock, runbook, people } = desk;
  const names = createNames(desk);

  /** `typed` is what a button that opens the form later must not lose. */
  async function open(request: Request, known: Known, carried: DeclareCarried, typed = ""): Promise<Reply> {
    const detectedAt = known.detectedAt ?? Math.floor(Date.parse(clock.now()) / 1000);
    const similar =
      (await similarFor(request.by, {
        title: known.title ?? "",
        severity: known.severity ?? "P3",
        ...known,
      })) ?? (await lately(request.by));
    return openForm(
      web,
      request,
      renderDeclare(runbook, { ...known, detectedAt }, carried, similar),
      `declare ${typed}`.trim().slice(0, buttonValueLimit),
    );
  }

  async function similarFor(
    by: Person,
    declaration: { title: string; severity: Severity; cause?: string },
  ): Promise<Similar | undefined> {
    const found = await incidents.similarTo(declaration, (summary) => maySee(by, summary));
    return found && { ...shown(found), asks: true };
  }

  /** What was declared lately is worth a look, whatever it is about. */
  async function lately(by: Person): Promise<Similar | undefined> {
    const found = await incidents.declaredLately((summary) => maySee(by, summary));
    return found && { ...shown(found), asks: false };
  }

  function shown({ stream, severity, title, startedAt }: Summary): Omit<Similar, "asks"> {
    const ago = millisecondsBetween(startedAt, clock.now());
    const when = ago < 60_000 ? "just now" : `${durationText(ago)} ago`;
    return { stream, title, when, ...(severity && { severity }) };
  }

  async function byVerb(request: VerbRequest): Promise<Reply> {
    const text = await readable(request.text, people.nameOf);
    const [first = "", ...others] = text.split(/\s+/);
    const severity = parseSeverity(first);
    const isNoSeverity = !severity && /^p\d+$/i.test(first);
    const title = severity || isNoSeverity ? others.join(" ") : text;
    const known = {
      title,
      // What the title has no room for is not lost.
      ...(title.length > titleAtMost && { impact: title }),
      ...(severity && { severity }),
      ...(isNoSeverity && { severityHint: `“${first}” is no severity. Choose one of these.` }),
    };
    const { channel, threadTs } = request;
    const thread = channel && threadTs && { origin: { channel, threadTs } };
    return open(request, known, { channel, ...(thread || {}) }, request.text);
  }

  async function byMessage(request: ShortcutRequest): Promise<Reply> {
    const { message } = request;
    if (!message) return open(request, {}, { channel: request.channel });
    const said = parseMessage(message.raw);
    // Of one that shows only blocks the link remains.
    const text = shorten((said && (await textOf(said, names))) || "(without text)", keptOfMessage);
    const by = message.user;
    const author = by && { kind: "person" as const, id: by, name: await people.nameOf(by) };
    const origin = { ...originAt(message, request), text, ...(author && { author }) };
    return open(request, { detection: "user_report" }, { channel: message.channel, origin });
  }

  /** Filled in from what triage found: severity, what is wrong, since when. */
  async function byTriage(request: ActionRequest): Promise<Reply> {
    const run = await runs.load(request.value);
    const carried: DeclareCarried = {
      channel: request.channel,
      triage: request.value,
      ...(request.message && { origin: originAt(request.message, request) }),
    };
    const worst = worstOf(run);
    const leaf = leafOf(run);
    const known: Known = {
      ...(run.diagnosis?.severity && { severity: run.diagnosis.severity }),
      ...(worst && {
        title: shorten(worst.meaning.replace(/\.$/, ""), titleAtMost),
        cause: causeOf(worst),
        impact: (run.diagnosis?.verdict ?? "").replace("Most likely: ", ""),
      }),
      ...(leaf && { title: leaf.incidentTitle, severity: leaf.severity, impact: leaf.impact }),
      ...(run.requestedAt && { detectedAt: Math.floor(Date.parse(run.requestedAt) / 1000) }),
    };
    return open(request, known, carried);
  }

  /** What the tree led to, or would lead to by what triage proves. */
  function leafOf({ walk, diagnosis }: TriageRun): Leaf | undefined {
    const tree = { runbook, freshMinutes: desk.config.triage.fresh_minutes };
    return currentLeaf(walk) ?? (diagnosis ? likelyLeaf(diagnosis, tree, clock.now()) : undefined);
  }

  async function submit(request: FormRequest): Promise<Reply> {
    const { fields, carried } = parseDeclare(request);
    const { by, receipt } = request;
    const declaration = await declarationOf(fields, carried, by);
    const options = {
      anyway: fields.options.includes("anyway"),
      may: await desk.permissions.may(by),
      sees: (summary: Summary) => maySee(by, summary),
    };
    const opened = await incidents.declare(declaration, { by, receipt }, options);
    if (opened.outcome === "similar") {
      const similar = await similarFor(by, declaration);
      return { next: renderDeclare(runbook, fields, { ...carried, shownSimilar: opened.stream }, similar) };
    }
    if (opened.outcome === "refused") {
      const field = opened.refusal.code === "detected_in_future" ? "detected_at" : "title";
      return { errors: { [field]: plainText(opened.refusal.message) } };
    }
    // A run is shown in open channels: it must not tell of a private incident.
    if (carried.triage && !declaration.private)
      await runs.change(carried.triage, { type: "declared", incident: opened.stream }, { by });
    if (!declaration.private) return {};
    // Nothing shows where they are: a private incident is told of nowhere but in its channel.
    return {
      say: plainContent(`${opened.stream} is being opened. Its channel is private; you are invited there.`),
    };
  }

  async function declarationOf(
    fields: DeclareFields,
    carried: DeclareCarried,
    by: Person,
  ): Promise<Declaration> {
    const { title, severity, impact, affected, detection, detectedAt, options } = fields;
    const run = carried.triage ? await runs.load(carried.triage) : null;
    const results = run?.probes.flatMap(({ result }) => result ?? []) ?? [];
    const worst = run && worstOf(run);
    const leaf = run && leafOf(run);
    const origin = await originOf(carried);
    return {
      title,
      severity,
      impact,
      affected,
      detection,
      private: options.includes("private"),
      ...(detectedAt > 0 && { detectedAt: toInstant(detectedAt * 1000) }),
      ...(options.includes("lead") && { lead: by }),
      ...(origin && { origin }),
      ...(run?.diagnosis && { evidence: { stream: carried.triage!, diagnosis: run.diagnosis, results } }),
      ...(worst && { cause: causeOf(worst) }),
      ...(leaf && { causeTitle: leaf.incidentTitle }),
      ...(run?.walk.entry && { walk: run.walk }),
    };
  }

  async function originOf({ origin, channel }: DeclareCarried): Promise<Origin | undefined> {
    if (!origin) return channel ? { channel } : undefined;
    if (!origin.messageTs || !origin.text) return origin;
    try {
      const { permalink } = await web.interactive("chat.getPermalink", {
        channel: origin.channel,
        message_ts: origin.messageTs,
      });
      return { ...origin, ...(permalink && { permalink }) };
    } catch (err) {
      desk.log.info({ err }, "no link to the message an incident was declared from");
      return origin;
    }
  }

  return {
    verbs: {
      declare: {
        usage: "declare [P1–P4] [what is wrong]",
        summary: "Opens an incident: a channel, a notification that stays current, triage in it.",
        run: byVerb,
      },
    },
    actions: { [triageActions.declare]: byTriage, [checklistActions.declare]: byTriage },
    forms: { [declareForm]: submit },
    globalShortcuts: { declare_incident: (request) => open(request, {}, { channel: null }) },
    messageShortcuts: { declare_from_message: byMessage },
  };
}
