import type { Runbook } from "./schema.ts";

/** Where a team's own Clay is, as far as its configuration says. */
type OwnClay = { workspace_id?: string | undefined; status_page?: string | undefined };

const anyWorkspace = "https://app.clay.com";
const clayStatus = "https://status.clay.com";

/** The runbook with links that open the team's own workspace and status page at once. Links of its own file stay. */
export function withOwnLinks(runbook: Runbook, own: OwnClay): Runbook {
  const home = `${anyWorkspace}/workspaces/${own.workspace_id}/home`;
  const urlOf = (id: string, url: string): string => {
    if (url === clayStatus) return own.status_page ?? url;
    if (url !== anyWorkspace || own.workspace_id === undefined) return url;
    return id === "billing" ? `${home}?addCredits=true` : home;
  };
  const links = Object.entries(runbook.links).map(([id, link]) => [
    id,
    { ...link, url: urlOf(id, link.url) },
  ]);
  return { ...runbook, links: Object.fromEntries(links) };
}
