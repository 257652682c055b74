import { backoffMs } from "../engine/backoff.ts";
import type { Clock, Store, StreamKind, View } from "../engine/ports.ts";
import { fingerprintOf } from "../lib/fingerprint.ts";
import { addMilliseconds, earliest, type Instant } from "../lib/time.ts";
import type { Logger } from "../log.ts";
import { deliverChannel } from "./deliver/channel.ts";
import { deliverFeed } from "./deliver/feed.ts";
import { deliverArchive, deliverBookmark, deliverPin, deliverTopic } from "./deliver/furnish.ts";
import { deliverMembers } from "./deliver/members.ts";
import { deliverMessage } from "./deliver/message.ts";
import { openTools, type Tools } from "./deliver/tools.ts";
import { DeliveryError } from "./delivery-error.ts";
import type { Pacer } from "./pacer.ts";
import { ownChannel, type Slot } from "./slots.ts";
import type { Web } from "./web.ts";

/** What Slack should show for a record now, in the order it is to be delivered. */
export type Desired = (stream: string) => Promise<Slot[]>;

/** What the record has to know of a pass. */
export type Outcome =
  | { type: "channel_opened"; channel: { id: string; name: string } }
  | { type: "channel_lost"; reason: string }
  | { type: "slot_failed"; slot: Slot; code: string };

export type ReconcilerPorts = {
  store: Store;
  web: Web;
  pacer: Pacer;
  clock: Clock;
  log: Logger;
  botUserId: () => string;
  desired: Record<StreamKind, Desired>;
  /** Takes note of an outcome in the record. Told again after a crash; the record knows what it has already. */
  report: (kind: StreamKind, stream: string, outcome: Outcome) => Promise<void>;
};

/** Slack's answers that mean: the record's own channel is not there for us any more. */
const channelGone: { [code: string]: string } = {
  channel_not_found: "deleted",
  is_archived: "archived",
  not_in_channel: "removed",
};

/**
 * Makes Slack equal to the record, slot by slot. A slot that cannot be delivered now is tried again later and holds
 * up no other; one that never can be is reported to the record and left alone until its content changes.
 */
export function createReconciler(ports: ReconcilerPorts): View {
  // How often in a row a slot's outcome was unclear, and when to try again. Lost on restart, which tries at once.
  const troubled = new Map<string, { times: number; until: Instant }>();

  async function attempt(slot: Slot, kind: StreamKind, tools: Tools): Promise<Instant | null> {
    const name = `${tools.stream} ${slot.slot}`;
    const trouble = troubled.get(name);
    if (trouble && trouble.until > ports.clock.now()) return trouble.until;
    try {
      await deliver(slot, tools);
      troubled.delete(name);
      return null;
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      ports.log.info(
        { stream: tools.stream, slot: slot.slot, code: error.code, kind: error.kind },
        "not delivered",
      );
      if (error.kind === "postponed") return error.retryAt;
      if (error.kind === "permanent") {
        await giveUp(slot, kind, error.code, tools);
        return null;
      }
      const times = (trouble?.times ?? 0) + 1;
      const until = addMilliseconds(ports.clock.now(), backoffMs(times, Math.random));
      troubled.set(name, { times, until });
      return until;
    }
  }

  async function giveUp(slot: Slot, kind: StreamKind, code: string, tools: Tools): Promise<void> {
    const { slot: name } = slot;
    const { ref = {}, attempts = 0 } = tools.delivered.get(name) ?? {};
    await tools.save({ slot: name, state: "failed", fingerprint: wanted(slot), ref, error: code, attempts });
    const reason = isInOwnChannel(slot) ? channelGone[code] : undefined;
    await ports.report(
      kind,
      tools.stream,
      reason ? { type: "channel_lost", reason } : { type: "slot_failed", slot, code },
    );
  }

  return {
    async reconcile({ stream, kind }) {
      const tools = await openTools(stream, { ...ports, botUserId: ports.botUserId() });
      let retryAt: Instant | null = null;
      for (const slot of await ports.desired[kind](stream)) {
        if (!isGivenUp(slot, tools)) retryAt = earliest(retryAt, await attempt(slot, kind, tools));
        if (slot.kind === "channel") await reportChannel(slot.slot, kind, tools);
      }
      return { retryAt };
    },
  };

  async function reportChannel(slot: string, kind: StreamKind, tools: Tools): Promise<void> {
    const { channel, name } = tools.delivered.get(slot)?.ref ?? {};
    if (!channel) return;
    await ports.report(kind, tools.stream, {
      type: "channel_opened",
      channel: { id: channel, name: name ?? channel },
    });
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
    case "archive":
      return deliverArchive(slot, tools);
  }
}

function isGivenUp(slot: Slot, tools: Tools): boolean {
  const there = tools.delivered.get(slot.slot);
  return there?.state === "failed" && there.fingerprint === wanted(slot);
}

/** Names what was given up, so that it is tried again when the record wants something else there. */
function wanted(slot: Slot): string {
  return fingerprintOf(slot);
}

function isInOwnChannel(slot: Slot): boolean {
  return slot.slot !== ownChannel && (!("to" in slot) || slot.to === "own channel");
}
