import { evidenceOf } from "../../engine/incident-triage.ts";
import type { WalkCommand } from "../../runbook/walk-events.ts";
import { currentLeaf } from "../../runbook/walk-state.ts";
import { parsePaste, pasteForm, renderPaste } from "../forms/paste.ts";
import { checklistActions } from "../render/checklist.ts";
import { plainContent } from "../render/mrkdwn.ts";
import { triageActions } from "../render/triage-buttons.ts";
import { renderWaysIn, walkActions } from "../render/walk.ts";
import type { Desk } from "./desk.ts";
import type { Handlers } from "./handlers.ts";
import { openForm } from "./open-form.ts";
import { refusalOf } from "./refusal.ts";
import type { ActionRequest, Reply, Request } from "./request.ts";

/** Starts what takes longer than a person should wait; what goes wrong is logged. */
function inBackground(work: Promise<unknown>, { log }: Desk): void {
  work.catch((err) => log.error({ err }, "work in the background failed"));
}

/** The way in whose name holds the words typed, if one does. */
function entryNamed(typed: string, { runbook }: Desk): string | undefined {
  const words = typed.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  if (words.length === 0) return undefined;
  const matches = Object.entries(runbook.entries).filter(([, { title, symptom }]) => {
    const known = `${title} ${symptom}`.toLowerCase();
    return words.every((word) => known.includes(word));
  });
  return matches.length === 1 ? matches[0]![0] : undefined;
}

function isIncident(stream: string): boolean {
  return stream.startsWith("INC-");
}

/** Stands for the record of a walk that has none yet. */
const newRun = "new";

/** The walk through the decision tree, in an incident or by itself, and the checklists it leads to. */
export function walkHandlers(desk: Desk): Partial<Handlers> {
  const { incidents, runs, web, runbook } = desk;

  function step(stream: string, command: WalkCommand, { by, receipt }: Request): Promise<Reply> {
    const request = { by, receipt };
    const walk = { type: "walk", command } as const;
    return isIncident(stream)
      ? incidents.change(stream, walk, request).then(refusalOf)
      : runs.change(stream, walk, request).then(refusalOf);
  }

  async function diagnose(request: Request, text: string): Promise<Reply> {
    const incident = request.channel ? await incidents.inChannel(request.channel) : undefined;
    const stream = incident?.open ? incident.stream : newRun;
    const entry = entryNamed(text, desk);
    return entry ? start(stream, entry, request) : { say: waysIn(stream) };
  }

  const waysIn = (stream: string) =>
    renderWaysIn(
      stream,
      Object.entries(runbook.entries).map(([id, entry]) => ({ id, ...entry })),
    );

  /** Outside an incident a walk has the triage run it takes its evidence from as its record. */
  async function start(stream: string, entry: string, request: Request): Promise<Reply> {
    const { by, receipt, channel, threadTs } = request;
    if (stream !== newRun) return step(stream, { type: "start", entry }, request);
    const viewer = { channel: channel ?? by.id, by, ...(threadTs && { threadTs }) };
    const opened = await runs.open({ viewer, request: { by, receipt } });
    return step(opened.stream, { type: "start", entry }, { ...request, receipt: `${receipt}:start` });
  }

  /** Runs triage for the walk, in its place, and tells when it has ended. */
  async function probe(stream: string, request: Request): Promise<void> {
    const { by, receipt, channel } = request;
    const incident = isIncident(stream) ? await incidents.load(stream) : null;
    const last = incident ? incident.evidence?.stream : stream;
    const place = incident?.channel?.id ?? channel ?? by.id;
    const viewer = { channel: place, by, ...(incident && { incident: stream }) };
    const opened = await runs.open({ viewer, ...(last && { after: last }), request: { by, receipt } });
    const run = await runs.ended(opened.stream);
    const { diagnosis } = run;
    if (!diagnosis) return;
    if (!incident)
      await runs.change(stream, { type: "take_diagnosis", from: opened.stream, diagnosis }, { by });
    else
      await incidents.change(
        stream,
        { type: "record_triage", evidence: evidenceOf(opened.stream, run)! },
        { by },
      );
  }

  async function verify(request: ActionRequest): Promise<Reply> {
    const [stream = "", resolution = "", id = ""] = request.value.split(" ");
    await probe(stream, request);
    return step(
      stream,
      { type: "verify", resolution, step: id },
      { ...request, receipt: `${request.receipt}:verify` },
    );
  }

  async function watch({ value, by, receipt }: ActionRequest): Promise<Reply> {
    const [stream = ""] = value.split(" ");
    const proposed = currentLeaf((await incidents.load(stream)).walk)?.watch;
    if (!proposed)
      return { say: plainContent("There is no figure to watch any more: the walk has moved on.") };
    return refusalOf(await incidents.change(stream, { type: "start_watch", ...proposed }, { by, receipt }));
  }

  async function paste(request: ActionRequest): Promise<Reply> {
    const [stream = "", revision = "", question = ""] = request.value.split(" ");
    return openForm(
      web,
      request,
      renderPaste({ stream, revision: Number(revision), question }),
      `diagnose ${stream}`,
    );
  }

  const words =
    (run: (parts: string[], request: ActionRequest) => Promise<Reply>) =>
    (request: ActionRequest): Promise<Reply> =>
      run(request.value.split(" "), request);

  return {
    verbs: {
      diagnose: {
        usage: "diagnose [what you see]",
        summary: "Walks you through the decision tree; triage answers what it can.",
        run: (request) => diagnose(request, request.text),
      },
    },
    actions: {
      [walkActions.start]: words(([stream = "", entry = ""], request) => start(stream, entry, request)),
      [triageActions.walk]: async ({ value }) => ({ say: waysIn(value) }),
      [walkActions.choose]: async ({ value }) => ({ say: waysIn(value) }),
      [walkActions.answer]: words(([stream = "", revision, question = "", answer = ""], request) =>
        step(stream, { type: "answer", revision: Number(revision), question, answer }, request),
      ),
      [walkActions.paste]: paste,
      [walkActions.overrule]: words(([stream = "", question = ""], request) =>
        step(stream, { type: "overrule", question }, request),
      ),
      [walkActions.back]: words(([stream = "", revision], request) =>
        step(stream, { type: "back", revision: Number(revision) }, request),
      ),
      [walkActions.restart]: words(([stream = "", revision], request) =>
        step(stream, { type: "restart", revision: Number(revision) }, request),
      ),
      [walkActions.probe]: async (request) => {
        inBackground(probe(request.value, request), desk);
        return {};
      },
      [checklistActions.tick]: words(([stream = "", resolution = "", id = ""], request) =>
        step(stream, { type: "tick", resolution, step: id }, request),
      ),
      [checklistActions.untick]: words(([stream = "", resolution = "", id = ""], request) =>
        step(stream, { type: "untick", resolution, step: id }, request),
      ),
      [checklistActions.verify]: verify,
      [checklistActions.didNotHelp]: words(([stream = "", resolution = ""], request) =>
        step(stream, { type: "did_not_help", resolution }, request),
      ),
      [checklistActions.watch]: watch,
    },
    forms: {
      [pasteForm]: async (request) => {
        const { stream, ...command } = parsePaste(request);
        const reply = await step(stream, { type: "paste", ...command }, request);
        return reply.say ? { errors: { text: reply.say.text } } : {};
      },
    },
  };
}
