import type { Store } from "../../incident/store.ts";
import type { StreamKind } from "../../incident/summary.ts";
import { fingerprintOf } from "../../lib/fingerprint.ts";
import { addMilliseconds, type Instant } from "../../lib/time.ts";
import type { Logger } from "../../log.ts";
import type { Clock, View } from "../../record/ports.ts";
import { backoffMs } from "../../worker/backoff.ts";
import { DeliveryError } from "../web/delivery-error.ts";
import type { Pacer } from "../web/pacer.ts";
import type { Web } from "../web/web.ts";
import { deliverCanvas } from "./kinds/canvas.ts";
import { deliverChannel } from "./kinds/channel.ts";
import { deliverClear, deliverRename } from "./kinds/clear.ts";
import { deliverFeed } from "./kinds/feed.ts";
import { deliverFile } from "./kinds/file.ts";
import { deliverArchive, deliverBookmark, deliverPin, deliverTopic } from "./kinds/furnish.ts";
import { deliverMembers } from "./kinds/members.ts";
import { deliverMessage } from "./kinds/message.ts";
import { deliverTakeBack } from "./kinds/take-back.ts";
import { ownChannel, type Slot } from "./slots.ts";
import { openTools, type Tools } from "./tools.ts";

/** What Slack should show for a record now, in the order it is to be delivered. */
export type Desired = (stream: string) => Promise<Slot[]>;

/** What the record has to know of a pass. */
export type DeliveryOutcome =
  | { type: "channel_opened"; channel: { id: string; name: string; private: boolean } }
  | { type: "channel_lost"; reason: string }
  | { type: "slot_failed"; slot: Slot; code: string };

export type ReconcilerPorts = {
  store: Store;
  web: Web;
  pacer: Pacer;
  clock: Clock;
  slackNow: () => Instant;
  log: Logger;
  botUserId: () => string;
  desired: Record<StreamKind, Desired>;
  /** Takes note of an outcome in the record, and tells whether it was news. Told again after a crash. */
  report: (kind: StreamKind, stream: string, outcome: DeliveryOutcome) => Promise<boolean>;
};

/** Slack's answers that mean: the record's own channel is not there for us any more. */
const channelGone: { [code: string]: string } = {
  channel_not_found: "deleted",
  is_archived: "archived",
  // What chat.update says of an archived channel.
  is_inactive: "archived",
  not_in_channel: "removed",
};

/**
 * Makes Slack equal to the record, slot by slot. A slot that cannot be delivered now is tried again later and holds
 * up no other; one that never can be is reported to the record and left alone until its content changes, or until
 * somebody may have put the reason right (`retryRefused`).
 */
export function createReconciler(ports: ReconcilerPorts): View {
  // How often in a row a slot's outcome was unclear, and when to try again. Lost on restart, which tries at once.
  const troubled = new Map<string, { times: number; until: number }>();

  /** Returns the milliseconds after which to try again; null: all is as it should be. */
  async function attempt(slot: Slot, kind: StreamKind, tools: Tools): Promise<number | null> {
    const name = `${tools.stream} ${slot.slot}`;
    const trouble = troubled.get(name);
    const leftMs = trouble ? trouble.until - ports.clock.ticks() : 0;
    if (leftMs > 0) return leftMs;
    try {
      await deliver(slot, tools);
      troubled.delete(name);
      return null;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      const level = error.kind === "postponed" ? "debug" : "warn";
      ports.log[level](
        { stream: tools.stream, slot: slot.slot, code: error.code },
        `not delivered: ${error.kind}`,
      );
      if (error.kind === "postponed") return error.waitMs;
      if (error.kind === "permanent") {
        troubled.delete(name);
        await giveUp(slot, kind, error.code, tools);
        return null;
      }
      const times = (trouble?.times ?? 0) + 1;
      const waitMs = backoffMs(times, Math.random);
      troubled.set(name, { times, until: ports.clock.ticks() + waitMs });
      return waitMs;
    }
  }

  async function giveUp(slot: Slot, kind: StreamKind, code: string, tools: Tools): Promise<void> {
    const reason = isInOwnChannel(slot) ? channelGone[code] : undefined;
    if (reason) {
      await ports.report(kind, tools.stream, { type: "channel_lost", reason });
      return;
    }
    const { slot: name } = slot;
    const { ref = {}, attempts = 0 } = tools.delivered.get(name) ?? {};
    await tools.save({ slot: name, state: "failed", fingerprint: wanted(slot), ref, error: code, attempts });
    await ports.report(kind, tools.stream, { type: "slot_failed", slot, code });
  }

  function isGivenUp(slot: Slot, tools: Tools): boolean {
    const there = tools.delivered.get(slot.slot);
    return there?.state === "failed" && there.fingerprint === wanted(slot);
  }

  return {
    async reconcile({ stream, signal, ...work }) {
      const kind = work.kind as StreamKind;
      const tools = await openTools(stream, { ...ports, botUserId: ports.botUserId() });
      let waitMs = Number.POSITIVE_INFINITY;
      const next = () => ({
        retryAt: Number.isFinite(waitMs) ? addMilliseconds(ports.clock.now(), Math.ceil(waitMs)) : null,
      });
      for (const slot of await ports.desired[kind](stream)) {
        if (signal?.aborted) return next();
        if (!isGivenUp(slot, tools))
          waitMs = Math.min(waitMs, (await attempt(slot, kind, tools)) ?? Number.POSITIVE_INFINITY);
        // What follows links to the channel, so it waits for the pass that this outcome brings about.
        if (slot.kind === "channel" && (await reportChannel(kind, tools))) return next();
      }
      return next();
    },
  };

  async function reportChannel(kind: StreamKind, tools: Tools): Promise<boolean> {
    const { channel, name, private: isPrivate } = tools.delivered.get(ownChannel)?.ref ?? {};
    if (!channel) return false;
    const opened = { id: channel, name: name ?? channel, private: isPrivate === "true" };
    return ports.report(kind, tools.stream, { type: "channel_opened", channel: opened });
  }
}

function deliver(slot: Slot, tools: Tools): Promise<void> {
  switch (slot.kind) {
    case "message":
      return deliverMessage(slot, tools);
    case "feed":
      return deliverFeed(slot, tools);
    case "channel":
      return deliverChannel(slot, tools);
    case "topic":
      return deliverTopic(slot, tools);
    case "members":
      return deliverMembers(slot, tools);
    case "pin":
      return deliverPin(slot, tools);
    case "bookmark":
      return deliverBookmark(slot, tools);
    case "canvas":
      return deliverCanvas(slot, tools);
    case "file":
      return deliverFile(slot, tools);
    case "clear":
      return deliverClear(slot, tools);
    case "take_back":
      return deliverTakeBack(slot, tools);
    case "rename":
      return deliverRename(slot, tools);
    case "archive":
      return deliverArchive(slot, tools);
  }
}

/** Names what was given up, so that it is tried again when the record wants something else there. */
function wanted(slot: Slot): string {
  return fingerprintOf(slot);
}

function isInOwnChannel(slot: Slot): boolean {
  return slot.slot !== ownChannel && (!("to" in slot) || slot.to === "own channel");
}
