import { expect, test } from "vitest";
import { renderNotification } from "../../../../src/slack/features/update/notification-render.ts";
import { notification } from "../../../../src/telling/notification.ts";
import { builtIn } from "../../../runbook/support/walking.ts";
import { responder } from "../../../support/given.ts";
import { declared, type IncidentStory, upon } from "../../../support/incidents.ts";

const { responders } = builtIn.wording.audiences;
const forResponders = ({ state }: IncidentStory) =>
  renderNotification(notification(state, responders), "C1").text;

test("responders see when somebody must lead until somebody does", () => {
  expect(forResponders(declared())).toContain("Nobody leads yet; somebody should by ");
  const led = forResponders(upon(declared(), 4, { type: "take_lead" }, responder));
  expect(led).toContain("Lead <@");
  expect(led).not.toMatch(/somebody should|Lead within/);
});

test("responders see what is missing", () => {
  const text = forResponders(declared());
  expect(text).toMatch(/\*Root cause\*.*\n\*Resolution\*.*\n\*Prevention\* {2}not known yet/);
});
