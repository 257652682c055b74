import { describe, expect, test, vi } from "vitest";
import { createLogger } from "../../../../src/log.ts";
import { createPeople } from "../../../../src/slack/requests/people/people.ts";
import { standingOf, whyRefused } from "../../../../src/slack/requests/people/standing.ts";
import { createMovableClock } from "../../../support/clock.ts";

const ownTeam = "T0OWN";
const usual = { allow_external: false, allow_guests: false };
const mary = { id: "U1", name: "mary", team_id: ownTeam };

function peopleWith(usersInfo: (user: string) => Promise<object>) {
  const clock = createMovableClock();
  const values = new Map<string, string>();
  const store = {
    readValue: async (key: string) => values.get(key),
    writeValue: vi.fn(async (key: string, value: string) => void values.set(key, value)),
  };
  const asked = vi.fn((_method: string, { user }: { user: string }) => usersInfo(user));
  const open = () =>
    createPeople({
      web: { interactive: asked as never },
      slack: usual,
      store,
      clock,
      log: createLogger({ level: "silent" }),
      teamId: () => ownTeam,
    });
  return { people: open(), open, asked, clock, store };
}

const away = async () => {
  throw new Error("missing_scope");
};

describe("while Slack does not say who somebody is", () => {
  test("whoever was known acts as before, also after a restart; a guest stays a guest", async () => {
    let answers = true;
    const guest = { ...mary, id: "U2", is_restricted: true };
    const { people, open, asked } = peopleWith(async (user) => {
      if (!answers) return away();
      return { user: user === "U1" ? mary : guest };
    });
    await people.admit("U1", ownTeam);
    await people.admit("U2", ownTeam);
    answers = false;
    const next = open();
    expect(await next.admit("U1", ownTeam)).toEqual({ person: { kind: "person", id: "U1", name: "mary" } });
    expect(await next.admit("U2", ownTeam)).toHaveProperty("refused", expect.stringContaining("Guests"));
    expect(asked).toHaveBeenCalledTimes(4);
  });

  test("whoever was never known may not act, and can be given nothing to do", async () => {
    const { people } = peopleWith(away);
    const { refused } = (await people.admit("U9", ownTeam)) as { refused: string };
    expect(refused).toContain("I cannot see who you are just now");
    expect(refused).toContain("Try again in a minute");
    expect(await people.find("U9")).toBeUndefined();
  });

  test("they are asked for once, however many ask, and not again for a minute", async () => {
    const { people, asked, clock } = peopleWith(away);
    await Promise.all(Array.from({ length: 20 }, () => people.nameOf("U9")));
    await people.nameOf("U9");
    expect(asked).toHaveBeenCalledTimes(1);
    clock.moveMilliseconds(61_000);
    await people.nameOf("U9");
    expect(asked).toHaveBeenCalledTimes(2);
  });
});

test("what Slack says of a change is kept only where it decides who may act", async () => {
  const { people, store, asked } = peopleWith(async () => ({ user: mary }));
  await people.changed("U1", standingOf({ ...mary, deleted: true }));
  expect(store.writeValue).not.toHaveBeenCalled();
  await people.admit("U1", ownTeam);
  expect(store.writeValue).toHaveBeenCalledTimes(1);
  await people.changed("U1", standingOf({ ...mary, profile: { display_name: "mary (in a huddle)" } }));
  expect(store.writeValue).toHaveBeenCalledTimes(1);
  await people.changed("U1", standingOf({ ...mary, deleted: true }));
  expect(await people.admit("U1", ownTeam)).toHaveProperty("refused", expect.stringContaining("deactivated"));
  expect(asked).toHaveBeenCalledTimes(1);
});

test.each([
  ["of this workspace", mary, ownTeam, true],
  ["of this workspace, by the list alone", { ...mary, team_id: undefined, teams: [ownTeam] }, ownTeam, true],
  [
    "of several of the organisation, this one among them",
    { ...mary, team_id: "T0OTHER", enterprise_user: { teams: ["T0OTHER", ownTeam] } },
    "T0OTHER",
    true,
  ],
  [
    "whose profile names the organisation",
    { ...mary, team_id: "E0ORG", enterprise_user: { teams: [ownTeam] } },
    "E0ORG",
    true,
  ],
  ["whose profile names no workspace", { id: "U1", name: "mary" }, ownTeam, true],
  [
    "of another workspace of the organisation alone",
    { ...mary, team_id: "T0OTHER", enterprise_user: { teams: ["T0OTHER"] } },
    ownTeam,
    false,
  ],
  ["of another organisation", { ...mary, team_id: "T0PARTNER", is_stranger: true }, ownTeam, false],
  ["of nobody knows where, by a click from elsewhere", { id: "U1", name: "mary" }, "T0PARTNER", false],
])("somebody %s", (_who, user, clickedIn, mayAct) => {
  const refused = whyRefused(standingOf(user), clickedIn, ownTeam, usual);
  expect(refused === undefined).toBe(mayAct);
});
