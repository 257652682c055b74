import type { Incident } from "../../../incident/state.ts";
import { membersOf } from "../../../incident/summary.ts";
import { system } from "../../../lib/actor.ts";
import { listAll } from "../../../service/list-all.ts";
import { membersSlot } from "../../deliver/slots.ts";
import type { Desk } from "../../requests/desk.ts";

type Ports = Pick<Desk, "store" | "incidents" | "web" | "people" | "log" | "botUserId">;

/**
 * Makes those in the channels of private incidents their members, and those who left it none: Slack does not tell
 * later who came and went while nobody listened. A channel Slack does not tell of stays as it is known.
 */
export async function catchUpMembers(ports: Ports, signal: AbortSignal): Promise<void> {
  for await (const { stream, private: isPrivate, channelId } of listAll(ports.store, { kind: "incident" })) {
    if (signal.aborted) return;
    if (!isPrivate || !channelId) continue;
    await catchUp(stream, await ports.incidents.load(stream), ports).catch((err) => {
      if (!signal.aborted) ports.log.warn({ err, stream }, "could not look who is in a private channel");
    });
  }
}

async function catchUp(stream: string, incident: Incident, ports: Ports): Promise<void> {
  const { channel, channelLost, archived } = incident;
  if (!channel || channelLost !== null || archived) return;
  const { incidents, store, botUserId } = ports;
  // Before the channel is looked at: whoever is invited in between must not be taken for one who left.
  const invited = await invitedTo(channel.id, stream, store);
  const there = await membersIn(channel.id, ports);
  const known = membersOf(incident);
  const came = there.filter((id) => id !== botUserId() && !known.includes(id));
  const gone = known.filter((id) => invited.has(id) && !there.includes(id));
  for (const id of came)
    await incidents.change(stream, { type: "join", person: await personOf(id, ports) }, { by: system });
  for (const id of gone)
    await incidents.change(stream, { type: "leave", person: await personOf(id, ports) }, { by: system });
}

async function invitedTo(channel: string, stream: string, store: Ports["store"]): Promise<Set<string>> {
  const deliveries = await store.deliveries(stream);
  const there = deliveries.find(({ slot, ref }) => slot === membersSlot && ref.channel === channel);
  return new Set(there?.ref.invited?.split(" "));
}

async function personOf(id: string, { people }: Ports) {
  return { kind: "person" as const, id, name: await people.nameOf(id) };
}

async function membersIn(channel: string, { web }: Ports): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await web.read("conversations.members", { channel, limit: 200, ...(cursor && { cursor }) });
    found.push(...(page.members ?? []));
    cursor = page.response_metadata?.next_cursor;
  } while (cursor);
  return found;
}
