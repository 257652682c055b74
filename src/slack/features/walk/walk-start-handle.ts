import { entryNamed } from "../../../runbook/find/entry-named.ts";
import { noWalk } from "../../../walk/walk-state.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Desk } from "../../requests/desk.ts";
import { maySee } from "../../requests/people/permissions.ts";
import type { ActionRequest, Reply, Request, VerbRequest } from "../../requests/request.ts";
import { walkSlot } from "./walk-desired.ts";
import { isIncident, stepOn, walkOf } from "./walk-record-handle.ts";
import { renderUnderWay, renderWaysIn } from "./ways-in-render.ts";

/** Stands for the record of a walk that has none yet. */
const newRecord = "new";

/** Begins walks: in an incident's channel for that incident, elsewhere alone, with a triage run as its record. */
export function createWalkStart(desk: Desk) {
  const { incidents, runs, runbook, store } = desk;

  async function diagnose(request: VerbRequest): Promise<Reply> {
    const here = request.channel ? await incidents.inChannel(request.channel) : undefined;
    const entry = entryNamed(runbook, request.text);
    const stream = here?.open && maySee(request.by, here) ? here.stream : newRecord;
    if (stream === newRecord) return entry ? startAlone(entry, request) : { say: waysIn(stream) };
    const walk = await walkOf(stream, desk);
    if (walk.entry && !entry) return underWay(stream, request);
    return entry
      ? stepOn(stream, { type: "start", entry, revision: walk.revision }, request, desk)
      : { say: waysIn(stream, walk) };
  }

  const waysIn = (stream: string, walk = noWalk) => renderWaysIn(stream, walk, runbook);

  async function underWay(stream: string, request: Request): Promise<Reply> {
    const walk = await walkOf(stream, desk);
    return { say: renderUnderWay(stream, walk, await permalinkOf(stream, request, desk)) };
  }

  /** A walk of one's own: a run whose walk another has begun is left to them. */
  async function startAlone(entry: string, request: Request): Promise<Reply> {
    const { by, receipt, channel, threadTs } = request;
    // Delivered again, it would take its own walk for another's.
    if (await store.findReceipt(`${receipt}:start`)) return {};
    const viewer = { channel: channel ?? by.id, by, ...(threadTs && { threadTs }) };
    let opened = await runs.open({ viewer, request: { by, receipt } });
    while (opened.run.walk.entry || opened.run.declared) {
      const { stream: after } = opened;
      opened = await runs.open({ viewer, after, request: { by, receipt: `${receipt}:${after}` } });
    }
    return stepOn(
      opened.stream,
      { type: "start", entry, revision: opened.run.walk.revision },
      { by, receipt: `${receipt}:start` },
      desk,
    );
  }

  return {
    diagnose,
    /** Begins with the symptom that was chosen. */
    async start(request: ActionRequest): Promise<Reply> {
      const [stream = "", revision = "", entry = ""] = request.value.split(" ");
      if (stream === newRecord) return startAlone(entry, request);
      return stepOn(stream, { type: "start", entry, revision: Number(revision) }, request, desk);
    },
    /** Lists the symptoms, to begin anew. */
    choose: async ({ value }: ActionRequest): Promise<Reply> => ({
      say: waysIn(value, await walkOf(value, desk)),
    }),
    /** "Walk the tree" under a triage run: the walk there is, else the symptoms. */
    async walk(request: ActionRequest): Promise<Reply> {
      const stream = request.value;
      const declared = isIncident(stream) ? null : (await runs.load(stream)).declared;
      if (declared) return { say: plainContent(`The walk goes on in ${declared.incident}'s channel.`) };
      const walk = await walkOf(stream, desk);
      return walk.entry ? underWay(stream, request) : { say: waysIn(stream, walk) };
    },
  };
}

/** The address of the walk's message in the place asked from, if Slack tells it. */
async function permalinkOf(
  stream: string,
  { channel }: Request,
  { store, web, log }: Desk,
): Promise<string | undefined> {
  const slot = isIncident(stream) ? walkSlot : `${walkSlot}:${channel}`;
  const { ref } = (await store.deliveries(stream)).find((delivery) => delivery.slot === slot) ?? {};
  if (!ref?.channel || !ref.ts) return undefined;
  try {
    const asked = { channel: ref.channel, message_ts: ref.ts };
    return (await web.interactive("chat.getPermalink", asked)).permalink;
  } catch (err) {
    log.info({ err }, "Slack does not tell where the walk's message is");
    return undefined;
  }
}
