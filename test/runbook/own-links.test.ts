import { expect, test } from "vitest";
import { withOwnLinks } from "../../src/runbook/own-links.ts";
import { builtIn } from "./support/walking.ts";

const urlsIn = (links: typeof builtIn.links) =>
  Object.fromEntries(Object.entries(links).map(([id, { url }]) => [id, url]));

test("links open the team's own workspace and status page", () => {
  const { links } = withOwnLinks(builtIn, {
    workspace_id: "4242",
    status_page: "https://status.example/clay",
  });
  expect(urlsIn(links)).toEqual({
    ...urlsIn(builtIn.links),
    app: "https://app.clay.com/workspaces/4242/home",
    billing: "https://app.clay.com/workspaces/4242/home?addCredits=true",
    status: "https://status.example/clay",
  });
});

test("without them the runbook stays as it is", () => {
  expect(withOwnLinks(builtIn, {})).toEqual(builtIn);
});

test("a link that the team's runbook has changed stays", () => {
  const wiki = { title: "Billing at our company", url: "https://wiki.example/clay-billing" };
  const runbook = { ...builtIn, links: { ...builtIn.links, billing: wiki } };
  expect(withOwnLinks(runbook, { workspace_id: "4242" }).links.billing).toEqual(wiki);
});
