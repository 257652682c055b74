import { expect, test } from "vitest";
import { monitoringOff } from "../../../../src/monitor/overview.ts";
import { createFacts } from "../../../../src/service/facts.ts";
import { createHomeReader } from "../../../../src/slack/features/home/home-handle.ts";
import { renderHome } from "../../../../src/slack/features/home/home-render.ts";
import { aChange } from "../../../support/changes.ts";
import { createMovableClock } from "../../../support/clock.ts";
import { lead } from "../../../support/given.ts";
import { openTestStore } from "../../../support/store.ts";

test.each([
  [199, "Open incidents (199)"],
  [201, "Open incidents (200 or more)"],
])("of %i open incidents Home says “%s”", async (open, title) => {
  const store = await openTestStore();
  for (let number = 1; number <= open; number++)
    await store.append(aChange({ stream: `INC-${number}`, summary: { extra: { openItems: [] } } }));
  const read = createHomeReader({
    store,
    facts: createFacts(store),
    clock: createMovableClock(),
    monitoring: { overview: async () => monitoringOff, meters: { list: async () => [] } },
  });
  const home = await read(lead);
  expect(JSON.stringify(renderHome(home))).toContain(title);
});
