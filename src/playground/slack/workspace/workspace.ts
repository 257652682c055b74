import type { Clock } from "../clock.ts";
import type { Ids } from "./ids.ts";
import type { Canvas, Channel, ChannelKind, Role, SharedFile, User, UserGroup } from "./types.ts";

/** The people, channels, groups and files of one Slack workspace. */
export type Workspace = {
  teamId: string;
  teamName: string;
  domain: string;
  users: Map<string, User>;
  channels: Map<string, Channel>;
  userGroups: Map<string, UserGroup>;
  files: Map<string, SharedFile>;
  canvases: Map<string, Canvas>;
  addUser(user: NewUser): User;
  addChannel(channel: NewChannel): Channel;
  addUserGroup(group: { handle: string; name?: string; users?: string[] }): UserGroup;
};

export type NewUser = {
  name: string;
  realName?: string;
  role?: Role;
  email?: string;
  zone?: string;
  deactivated?: boolean;
};

export type NewChannel = {
  name: string;
  kind?: ChannelKind;
  creator?: string;
  members?: string[];
  isGeneral?: boolean;
  isShared?: boolean;
};

/** The organisation external users come from. */
export const partnerTeamId = "T0PARTNER01";

const idPrefixes: { [kind in ChannelKind]: string } = { public: "C", private: "C", im: "D", mpim: "G" };

/** Creates an empty workspace. */
export function createWorkspace(ids: Ids, clock: Clock): Workspace {
  const teamId = "T0LOCAL0001";
  const users = new Map<string, User>();
  const channels = new Map<string, Channel>();
  const userGroups = new Map<string, UserGroup>();
  return {
    teamId,
    teamName: "Local workspace",
    domain: "local",
    users,
    channels,
    userGroups,
    files: new Map(),
    canvases: new Map(),

    addUser({ name, realName, role = "member", email, zone = "Europe/London", deactivated = false }) {
      const user: User = {
        id: ids.next("U"),
        teamId: role === "external" ? partnerTeamId : teamId,
        name,
        realName: realName ?? name,
        email: email ?? `${name}@example.com`,
        role,
        zone,
        deactivated,
      };
      users.set(user.id, user);
      return user;
    },

    addChannel({ name, kind = "public", creator = "", members = [], isGeneral = false, isShared = false }) {
      const channel: Channel = {
        id: ids.next(idPrefixes[kind]),
        name,
        kind,
        creator,
        created: Math.floor(clock.now() / 1000),
        members: new Set(members),
        archived: false,
        isGeneral,
        isShared,
        topic: { value: "", creator: "", last_set: 0 },
        purpose: { value: "", creator: "", last_set: 0 },
        messages: [],
        ephemerals: [],
        pins: [],
        bookmarks: [],
      };
      channels.set(channel.id, channel);
      return channel;
    },

    addUserGroup({ handle, name = handle, users: members = [] }) {
      const group: UserGroup = { id: ids.next("S"), handle, name, users: members, disabled: false };
      userGroups.set(group.id, group);
      return group;
    },
  };
}

/** The user with this id or name ("lead", "@lead"), if there is one. */
export function findUser(workspace: Workspace, idOrName: string): User | undefined {
  const name = idOrName.replace(/^@/, "");
  return workspace.users.get(idOrName) ?? [...workspace.users.values()].find((user) => user.name === name);
}

/** The channel with this id or name ("incidents", "#incidents"), if there is one. */
export function findChannel(workspace: Workspace, idOrName: string): Channel | undefined {
  const name = idOrName.replace(/^#/, "");
  return (
    workspace.channels.get(idOrName) ??
    [...workspace.channels.values()].find((channel) => channel.name === name && channel.kind !== "im")
  );
}

/** The direct conversation of exactly these people, if it was opened before. */
export function findDirect(workspace: Workspace, members: string[]): Channel | undefined {
  const wanted = new Set(members);
  return [...workspace.channels.values()].find(
    ({ kind, members: there }) =>
      (kind === "im" || kind === "mpim") &&
      there.size === wanted.size &&
      [...wanted].every((id) => there.has(id)),
  );
}

/** Whether a person (or the bot) can see the channel: public ones are open to all but guests and other organisations. */
export function canSee(workspace: Workspace, userId: string, channel: Channel): boolean {
  if (channel.members.has(userId)) return true;
  const role = workspace.users.get(userId)?.role;
  return channel.kind === "public" && (role === "member" || role === "admin" || role === "bot");
}

/** Roles to try things with: who answers, who leads, who helps, who waits for the result, and who should be refused. */
export function seedWorkspace(workspace: Workspace, botUserId: string): void {
  const person = (name: string, realName: string, role: Role = "member") =>
    workspace.addUser({ name, realName, role }).id;
  const onCall = person("on-call", "On-call Engineer");
  const lead = person("lead", "Incident Lead");
  const responder = person("responder", "Responder");
  const manager = person("gtm-manager", "Go-to-market Manager");
  const guest = person("guest", "Guest", "guest");
  const external = person("external", "Partner's Engineer", "external");
  workspace.addUser({ name: "deactivated", realName: "Former Colleague", deactivated: true });
  const staff = [onCall, lead, responder, manager];
  workspace.addChannel({ name: "general", isGeneral: true, creator: lead, members: [...staff, botUserId] });
  workspace.addChannel({ name: "incidents", creator: lead, members: [...staff, botUserId] });
  workspace.addChannel({
    name: "clay-alerts",
    creator: lead,
    members: [...staff, guest, external, botUserId],
    isShared: true,
  });
  workspace.addUserGroup({ handle: "clay-oncall", name: "Clay on-call", users: [onCall, responder] });
}
