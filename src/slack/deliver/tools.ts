import type { Store } from "../../incident/store.ts";
import type { Instant } from "../../lib/time.ts";
import type { Logger } from "../../log.ts";
import type { Clock, Delivery } from "../../record/ports.ts";
import { DeliveryError, toDeliveryError } from "../web/delivery-error.ts";
import type { Pacer } from "../web/pacer.ts";
import type { SlackMethod } from "../web/scopes.ts";
import type { Answer, Arguments, Web } from "../web/web.ts";

/** What every delivery of one pass shares. */
export type Tools = {
  stream: string;
  clock: Clock;
  /** Now, by Slack's time: what is looked for in Slack is looked for since then. */
  slackNow: () => Instant;
  log: Logger;
  /** The bot's own user id: what it posted or created can be told from what others did. */
  botUserId: string;
  /** What Slack was told so far, by slot; kept current as the pass goes on. */
  delivered: ReadonlyMap<string, Delivery>;
  /** Writes a delivery down; on return it is on disk. */
  save(delivery: Omit<Delivery, "updatedAt">): Promise<Delivery>;
  /** Changes something in Slack: paced, and its failures sorted into `DeliveryError`s. */
  write<M extends SlackMethod>(method: M, args: Arguments<M>): Promise<Answer<M>>;
  /** Asks Slack something, with the same care. */
  read<M extends SlackMethod>(method: M, args: Arguments<M>): Promise<Answer<M>>;
};

/** Opens the tools for one pass over one stream. */
export async function openTools(
  stream: string,
  ports: {
    store: Store;
    web: Web;
    pacer: Pacer;
    clock: Clock;
    slackNow: () => Instant;
    log: Logger;
    botUserId: string;
  },
): Promise<Tools> {
  const { store, web, pacer, clock, slackNow, log, botUserId } = ports;
  const delivered = new Map((await store.deliveries(stream)).map((delivery) => [delivery.slot, delivery]));

  async function paced<T>(
    method: SlackMethod,
    channel: string | undefined,
    call: () => Promise<T>,
  ): Promise<T> {
    const waitMs = pacer.waitMs(method, channel);
    if (waitMs > 0) throw new DeliveryError("postponed", "paced", waitMs);
    pacer.spend(method, channel);
    try {
      return await call();
    } catch (error) {
      const sorted = toDeliveryError(error);
      if (sorted.code === "ratelimited") pacer.rest(method, sorted.waitMs!);
      throw sorted;
    }
  }

  return {
    stream,
    clock,
    slackNow,
    log,
    botUserId,
    delivered,
    async save(delivery) {
      const saved = { ...delivery, updatedAt: clock.now() };
      delivered.set(saved.slot, saved);
      await store.saveDelivery(stream, saved);
      return saved;
    },
    write: (method, args) => paced(method, channelOf(args), () => web.write(method, args)),
    read: (method, args) => paced(method, undefined, () => web.read(method, args)),
  };
}

function channelOf(args: object): string | undefined {
  return "channel" in args && typeof args.channel === "string" ? args.channel : undefined;
}
