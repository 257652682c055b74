import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Summary } from "../../src/incident/summary.ts";
import { openStore } from "../../src/store/open-store.ts";
import { declare, nameOf, recordOf, type } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";
import { runClayIncident } from "../support/command-line.ts";

let rig: Rig;
beforeAll(async () => {
  rig = await openRig();
  await rig.startBot();
});
afterAll(() => rig.close());

test("while Slack tells of nobody, known people act, unknown ones do not and lead nothing", async () => {
  const channel = await declare(rig, { title: "Nobody is told of", severity: "P2" });
  const lookups = rig.control.fault({
    method: "users.info",
    kind: "error",
    error: "missing_scope",
    times: 99,
  });
  expect(await type(rig, "responder", "general", "declare P1 Stranger")).toContain(
    "I cannot see who you are just now",
  );
  expect(rig.control.modals("responder")).toEqual([]);
  const mention = `<@${rig.control.user("responder").id}>`;
  expect(await type(rig, "lead", channel.id, `lead ${mention}`)).toContain(
    "I cannot see who that is just now",
  );
  expect(await type(rig, "lead", channel.id, "note known people act")).toContain("Noted");
  const place = rig.control.say("lead", channel.id, "Marked by somebody unknown");
  rig.control.join(channel.id, "responder");
  rig.control.react("responder", place, "pushpin");
  await rig.control.settled();
  const types = (await recordOf(rig, nameOf(channel))).map(({ type: what }) => what);
  expect(types).toContain("note.added");
  expect(types).not.toContain("entry.added");
  expect(types).not.toContain("lead.taken");
  lookups.release();
});

test("whoever is deactivated is out at once; a forgotten person's standing goes with them", async () => {
  const { id } = rig.control.createUser({ name: "leaver", realName: "Leaver Lastname" });
  rig.control.join("general", "leaver");
  expect(await type(rig, "leaver", "general", "list")).toContain("Open incidents");
  const kept = async () => {
    const store = await openStore<Summary>({ file: rig.stateFile });
    return store.readValue(`standing:${id}`).finally(() => store.close());
  };
  expect(await kept()).toContain("leaver");
  rig.control.deactivateUser("leaver");
  await expect.poll(kept).toContain('"deleted":true');
  expect(await type(rig, "leaver", "general", "list")).toContain("deactivated");
  await runClayIncident(["forget", id], {
    env: { CLAY_INCIDENT_CONFIG: join(dirname(rig.stateFile), "clay-incident.yml") },
  });
  expect(await kept()).toBeUndefined();
});
