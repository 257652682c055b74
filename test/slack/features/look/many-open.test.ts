import { expect, onTestFinished, test } from "vitest";
import { summariseIncident } from "../../../../src/incident/summary.ts";
import { type } from "../../../support/acts.ts";
import { openClockRig } from "../../../support/clock-rig.ts";
import { declared } from "../../../support/incidents.ts";

const open = 120;

test("of more incidents than a list has room for, the newest can be chosen and any can be named", async () => {
  const rig = await openClockRig();
  onTestFinished(() => rig.close());
  await rig.withStore(async (store) => {
    for (let number = 1; number <= open; number++) {
      const { stream: events, state } = declared({ number, title: `Case ${number}` });
      const stream = `INC-${number}`;
      const summary = summariseIncident(stream, state);
      await store.append({ stream, kind: "incident", expectedVersion: 0, events, summary, dueAt: null });
    }
  });
  const bot = await rig.startBot();
  const asked = await type(rig, "lead", "general", "severity P3");
  expect(asked).toContain("You can also name it: “severity INC-");
  const offered = rig.control.messages("general", { as: "lead" }).at(-1)!;
  expect(rig.control.elements(offered)).toHaveLength(1);
  await type(rig, "lead", "general", "severity INC-7 P3");
  expect(await type(rig, "lead", "general", "show INC-7")).toContain("INC-7 · P3");
  const list = await type(rig, "lead", "general", "list");
  const shown = list.match(/\*INC-\d+\*/g)!.length;
  expect(list).toContain(`…and ${open - shown} more.`);
  expect(bot.log.filter(({ level }) => level === "error")).toEqual([]);
});
