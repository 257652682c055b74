import type { Logger } from "../../../log.ts";
import type { Clock } from "../../../record/ports.ts";
import type { Web } from "../../web/web.ts";
import type { Names } from "../receive/readable.ts";
import type { People } from "./people.ts";

const keepMs = 10 * 60_000;
const keepAtMost = 1000;

/** What is said in place of a private channel's name: who reads the record need not be allowed to know it. */
const privateChannel = "a private channel";

/** Opens the look-up of what people, groups and channels are called. What Slack does not tell keeps its id. */
export function createNames(ports: { web: Web; people: People; clock: Clock; log: Logger }): Names {
  const { web, people, clock, log } = ports;
  const known = new Map<string, { name: string; until: number }>();

  async function remembered(id: string, look: () => Promise<string>): Promise<string> {
    const there = known.get(id);
    if (there && there.until > clock.ticks()) return there.name;
    try {
      const name = await look();
      if (known.size >= keepAtMost) known.delete(known.keys().next().value!);
      known.set(id, { name, until: clock.ticks() + keepMs });
      return name;
    } catch (err) {
      log.info({ err, id }, "could not look up a name");
      return there?.name ?? id;
    }
  }

  return {
    nameOf: (userId) => people.nameOf(userId),
    groupOf: (groupId) =>
      remembered(groupId, async () => {
        const { usergroups = [] } = await web.interactive("usergroups.list", { include_disabled: true });
        return usergroups.find(({ id }) => id === groupId)?.handle ?? groupId;
      }),
    channelOf: (channelId) =>
      remembered(channelId, async () => {
        const { channel } = await web.interactive("conversations.info", { channel: channelId });
        const isOpen = channel?.name && !channel.is_private && !channel.is_im;
        return isOpen ? `#${channel.name}` : privateChannel;
      }),
  };
}
