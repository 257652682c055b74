import type { Config } from "../../config/schema.ts";
import type { Store } from "../../incident/store.ts";
import type { Logger } from "../../log.ts";
import type { Overview } from "../../monitor/overview.ts";
import type { Clock } from "../../record/ports.ts";
import type { KeepOut } from "../../redaction/typed-secrets.ts";
import type { Runbook } from "../../runbook/schema.ts";
import type { Severity } from "../../runbook/severity.ts";
import type { Captured } from "../../service/captured.ts";
import type { Facts } from "../../service/facts.ts";
import type { Incidents } from "../../service/incidents.ts";
import type { Episodes } from "../../service/monitor/episodes.ts";
import type { Meters } from "../../service/monitor/meters.ts";
import type { Quiet } from "../../service/monitor/quiet.ts";
import type { TriageRuns } from "../../service/triage-runs.ts";
import type { Paper } from "../features/postmortem/postmortem-desired.ts";
import type { TokenWatch } from "../web/token-watch.ts";
import type { Web } from "../web/web.ts";
import type { People } from "./people/people.ts";
import type { Permissions } from "./people/permissions.ts";
import type { Names } from "./receive/readable.ts";
import type { VerbHelp } from "./verb-help.ts";

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
  /** What people, groups and channels are called. */
  names: Names;
  /** What somebody typed, as plain text: mentions become names, links their addresses. */
  readable(text: string): Promise<string>;
  /** Takes secrets out of what somebody typed; see `redaction/typed-secrets.ts`. */
  keepOut: KeepOut;
  log: Logger;
  store: Store;
  /** What monitoring knows, and what of it is kept quiet. */
  monitoring: { episodes: Episodes; quiet: Quiet; meters: Meters; overview(): Promise<Overview> };
  facts: Facts;
  captured: Captured;
  paper: Paper;
  /** The verbs there are, by what is typed. */
  verbs: Record<string, VerbHelp>;
  /** What a drill can be about. */
  drills: { name: string; description: string; severity: Severity }[];
  /** To be asked about when Slack says that one was revoked. */
  tokens: Pick<TokenWatch, "check" | "botRefused">;
  botUserId: () => string;
  /** Makes the work loop look at once. */
  wake: () => void;
};
