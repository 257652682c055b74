/** A JSON object whose fields are looked at one by one. */
export type Fields = { [name: string]: unknown };

/** A Block Kit block, or an element of one. */
export type Block = Fields & { type: string; block_id?: string };

export type Role = "member" | "admin" | "guest" | "single-channel-guest" | "external" | "bot";

export type User = {
  id: string;
  teamId: string;
  name: string;
  realName: string;
  email: string;
  role: Role;
  zone: string;
  deactivated: boolean;
};

export type ChannelKind = "public" | "private" | "im" | "mpim";

export type Reaction = { name: string; users: string[] };

/** A message in Slack's own shape. */
export type Message = {
  type: "message";
  ts: string;
  text: string;
  subtype?: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  blocks?: Block[];
  attachments?: Fields[];
  metadata?: { event_type: string; event_payload: Fields };
  thread_ts?: string;
  edited?: { user: string; ts: string };
  reactions?: Reaction[];
  files?: Fields[];
} & Fields;

/** A message only one person sees. It is in no history. */
export type Ephemeral = Message & { ephemeralFor: string };

export type Bookmark = {
  id: string;
  channel_id: string;
  title: string;
  link: string;
  emoji: string;
  type: string;
  date_created: number;
  date_updated: number;
};

type Pin = { ts: string; created: number; created_by: string };

type Note = { value: string; creator: string; last_set: number };

export type Channel = {
  id: string;
  name: string;
  kind: ChannelKind;
  creator: string;
  /** Seconds since 1970. */
  created: number;
  members: Set<string>;
  archived: boolean;
  isGeneral: boolean;
  /** Shared with another organisation. */
  isShared: boolean;
  topic: Note;
  purpose: Note;
  /** In the order of their ts, replies among them. */
  messages: Message[];
  ephemerals: Ephemeral[];
  pins: Pin[];
  bookmarks: Bookmark[];
  canvasId?: string;
};

export type UserGroup = { id: string; handle: string; name: string; users: string[]; disabled: boolean };

export type SharedFile = {
  id: string;
  name: string;
  title: string;
  user: string;
  created: number;
  content: Buffer;
  /** What a screen reader says of an image; "" when nothing was given. */
  altText: string;
  /** Where it was shared. Empty until the upload is completed. */
  channels: string[];
  deleted: boolean;
};

export type Canvas = { id: string; title: string; markdown: string; channelId?: string };

/** Names one message, from wherever it is looked at. */
export type MessageRef = { channel: string; ts: string };
