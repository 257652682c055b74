import { fail } from "../api-error.ts";
import type { Fields, UserGroup } from "../workspace/types.ts";
import { type Call, type Methods, needUser, page } from "./method.ts";
import { showUser } from "./show.ts";

function listUsers({ slack, args }: Call): Fields {
  const { items, next } = page(args, [...slack.workspace.users.values()], 1000);
  return {
    members: items.map((user) => showUser(slack, user)),
    cache_ts: Math.floor(slack.clock.now() / 1000),
    response_metadata: { next_cursor: next },
  };
}

function lookup({ slack, args }: Call): Fields {
  const email = args.need("email").toLowerCase();
  const user = [...slack.workspace.users.values()].find(
    (candidate) =>
      candidate.email.toLowerCase() === email && !candidate.deactivated && candidate.role !== "bot",
  );
  return { user: showUser(slack, user ?? fail("users_not_found")) };
}

function showGroup({ slack }: Call, group: UserGroup, withUsers: boolean): Fields {
  const { id, handle, name, users, disabled } = group;
  return {
    id,
    team_id: slack.workspace.teamId,
    is_usergroup: true,
    is_subteam: true,
    name,
    description: "",
    handle,
    is_external: false,
    date_delete: disabled ? Math.floor(slack.clock.now() / 1000) : 0,
    user_count: users.length,
    ...(withUsers ? { users: [...users] } : {}),
  };
}

function listGroups(call: Call): Fields {
  const { slack, args } = call;
  const groups = [...slack.workspace.userGroups.values()].filter(
    ({ disabled }) => args.flag("include_disabled") || !disabled,
  );
  return { usergroups: groups.map((group) => showGroup(call, group, args.flag("include_users"))) };
}

function needGroup({ slack, args }: Call): UserGroup {
  return slack.workspace.userGroups.get(args.need("usergroup")) ?? fail("no_such_subteam");
}

function replaceGroupUsers(call: Call): Fields {
  const { slack, args } = call;
  const group = needGroup(call);
  const users = args.list("users");
  if (users.length === 0) fail("no_users_provided");
  if (users.some((id) => !slack.workspace.users.has(id))) fail("invalid_users");
  group.users = users;
  slack.stream.publish("usergroup.changed", { usergroup: group.id, users });
  return { usergroup: showGroup(call, group, true) };
}

/** users.* and usergroups.*. */
export const usersMethods: Methods = {
  "users.info": {
    tier: 4,
    scopes: ["users:read"],
    handle: (call) => ({ user: showUser(call.slack, needUser(call)) }),
  },
  "users.list": { tier: 2, scopes: ["users:read"], handle: listUsers },
  "users.lookupByEmail": { tier: 3, scopes: ["users:read.email"], handle: lookup },
  "users.getPresence": { tier: 3, scopes: ["users:read"], handle: () => ({ presence: "active" }) },
  "usergroups.list": { tier: 2, scopes: ["usergroups:read"], handle: listGroups },
  "usergroups.users.list": {
    tier: 2,
    scopes: ["usergroups:read"],
    handle: (call) => ({ users: [...needGroup(call).users] }),
  },
  "usergroups.users.update": { tier: 2, scopes: ["usergroups:write"], handle: replaceGroupUsers },
};
