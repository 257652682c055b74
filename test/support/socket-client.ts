import { WebSocket } from "ws";
import type { LocalSlack } from "../../src/playground/slack/local-slack.ts";
import { clientOf } from "./slack.ts";

export type Frame = { type: string; envelope_id?: string } & Record<string, unknown>;

/** A Socket Mode client that does only what it is told. */
export type SocketClient = {
  frames: Frame[];
  /** The next frame that was not taken yet. */
  next(): Promise<Frame>;
  ack(frame: Frame, payload?: unknown): void;
  ping(): Promise<void>;
  closed: Promise<void>;
  close(): void;
};

/** Opens one connection, past its hello. */
export async function openSocket(slack: LocalSlack): Promise<{ client: SocketClient; hello: Frame }> {
  const { url } = await clientOf(slack, slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url!);
  const frames: Frame[] = [];
  const waiting: ((frame: Frame) => void)[] = [];
  let taken = 0;
  socket.on("message", (data) => {
    const frame = JSON.parse(String(data)) as Frame;
    frames.push(frame);
    const take = waiting.shift();
    if (!take) return;
    taken += 1;
    take(frame);
  });
  const client: SocketClient = {
    frames,
    next() {
      if (taken < frames.length) return Promise.resolve(frames[taken++]!);
      return new Promise((resolve) => waiting.push(resolve));
    },
    ack: (frame, payload) =>
      socket.send(JSON.stringify({ envelope_id: frame.envelope_id, ...(payload ? { payload } : {}) })),
    ping: () =>
      new Promise((resolve) => {
        socket.once("pong", () => resolve());
        socket.ping();
      }),
    closed: new Promise((resolve) => socket.once("close", () => resolve())),
    close: () => socket.close(),
  };
  return { client, hello: await client.next() };
}
