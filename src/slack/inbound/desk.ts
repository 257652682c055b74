import type { Config } from "../../config/schema.ts";
import type { Facts } from "../../engine/facts.ts";
import type { Incidents } from "../../engine/incidents.ts";
import type { Clock, Store } from "../../engine/ports.ts";
import type { TriageRuns } from "../../engine/triage-runs.ts";
import type { Logger } from "../../log.ts";
import type { Runbook } from "../../runbook/schema.ts";
import type { Paper } from "../desired/postmortem.ts";
import type { Web } from "../web.ts";
import type { People } from "./people.ts";
import type { Permissions } from "./permissions.ts";

/** What the handlers of requests work with. */
export type Desk = {
  config: Config;
  runbook: Runbook;
  incidents: Incidents;
  runs: TriageRuns;
  web: Web;
  clock: Clock;
  people: People;
  permissions: Permissions;
  log: Logger;
  store: Store;
  facts: Facts;
  paper: Paper;
  /** What a drill can be about. */
  drills: { name: string; description: string }[];
  botUserId: () => string;
  /** Makes the work loop look at once. */
  wake: () => void;
};
