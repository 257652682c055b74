import { expect, test } from "vitest";
import { configSchema } from "../../../../src/config/schema.ts";
import { desiredIncident } from "../../../../src/slack/features/update/incident-desired.ts";
import { builtIn } from "../../../runbook/support/walking.ts";
import { declared } from "../../../support/incidents.ts";

test("who belongs to a private incident is asked when people are invited, not when the pass began", async () => {
  // Else somebody taken out of the channel in between would be invited back into it, and see it all again.
  const slots = desiredIncident(declared({ private: true }).history, {
    config: configSchema.parse({ incident: { announcements_channel: "C0123ABCD" } }).incident,
    runbook: builtIn,
    onCall: async () => [],
    membersNow: async () => ["U_STILL_THERE"],
    paper: { redact: (text) => text, drawPicture: async () => new Uint8Array() },
  });
  const [users] = slots.flatMap((slot) => (slot.kind === "members" ? [slot.users] : []));
  expect(typeof users === "function" && (await users())).toEqual(["U_STILL_THERE"]);
});
