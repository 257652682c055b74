import type { CallLog } from "./call-log.ts";
import type { Clock } from "./clock.ts";
import type { Delivery } from "./delivery/delivery-type.ts";
import type { Faults } from "./faults.ts";
import type { Manifest } from "./manifest.ts";
import type { Limiter } from "./rate.ts";
import type { ResponseUrls } from "./response-urls.ts";
import type { Stream } from "./stream.ts";
import type { Triggers } from "./triggers.ts";
import type { Ids } from "./workspace/ids.ts";
import type { Views } from "./workspace/views.ts";
import type { Workspace } from "./workspace/workspace.ts";

/** What a workspace's owner or plan decides, and what tests switch. */
export type Settings = {
  /** Whether the rate tiers answer with 429. */
  rateLimits: boolean;
  /** Free plans have no channel canvases. */
  canvases: boolean;
  /** Whether apps and members may create channels. */
  channelCreation: boolean;
  /** Whether guests may be invited to channels. */
  guestInvites: boolean;
  /** What the bot was granted. Starts as what the manifest asks for. */
  scopes: string[];
};

/** Who the app is, and with what it proves that. */
type App = {
  appId: string;
  botId: string;
  botUserId: string;
  botToken: string;
  appToken: string;
  signingSecret: string;
};

/** The whole emulator, as its parts see each other. */
export type Slack = {
  url: string;
  clock: Clock;
  ids: Ids;
  stream: Stream;
  manifest: Manifest;
  settings: Settings;
  app: App;
  workspace: Workspace;
  calls: CallLog;
  limiter: Limiter;
  faults: Faults;
  triggers: Triggers;
  responseUrls: ResponseUrls;
  views: Views;
  delivery: Delivery;
};
