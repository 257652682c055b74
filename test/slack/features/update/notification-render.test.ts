import { expect, test } from "vitest";
import {
  renderAnnouncement,
  renderNotification,
} from "../../../../src/slack/features/update/notification-render.ts";
import { notification } from "../../../../src/telling/notification.ts";
import { builtIn } from "../../../runbook/support/walking.ts";
import { responder } from "../../../support/given.ts";
import { declared, type IncidentStory, upon } from "../../../support/incidents.ts";

const { responders, go_to_market } = builtIn.wording.audiences;
const forResponders = ({ state }: IncidentStory) =>
  renderNotification(notification(state, responders), "C1").text;
const forSales = ({ state }: IncidentStory) =>
  renderAnnouncement(notification(state, go_to_market), "C1").text;

test("responders see when somebody must lead until somebody does", () => {
  expect(forResponders(declared())).toContain("Nobody leads yet; somebody should by ");
  const led = forResponders(upon(declared(), 4, { type: "take_lead" }, responder));
  expect(led).toContain("Lead <@");
  expect(led).not.toMatch(/somebody should|Lead within/);
});

test("the sales team sees what was found out once there is something, responders see what is missing", () => {
  const open = declared();
  expect(forResponders(open)).toMatch(/\*Root cause\*.*\n\*Resolution\*.*\n\*Prevention\* {2}not known yet/);
  expect(forSales(open)).not.toMatch(/Root cause|Resolution|Prevention/);
  const details = { rootCause: "50,000 rows" };
  const edited = forSales(upon(open, 5, { type: "edit_details", details }));
  expect(edited).toContain("*Root cause*  50,000 rows");
  expect(edited).not.toMatch(/Resolution|Prevention/);
});
