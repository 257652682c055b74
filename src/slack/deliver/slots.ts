import type { KnownBlock } from "@slack/types";
import type { Words } from "../../lib/words.ts";

/** What a message says: `text` says all that the blocks say, for notifications and screen readers. */
export type Content = { text: string; blocks: KnownBlock[] };

/** Where something goes: a channel, a person's direct messages, or the channel the record itself opened. */
export type Place = { channel: string } | { user: string } | "own channel";

/** A message that is kept equal to the record; with `once`, posted and then left alone. */
export type MessageSlot = {
  kind: "message";
  slot: string;
  to: Place;
  content: Content;
  once?: true;
  /** Its moment has passed: kept right where it stands, but not posted where it does not. */
  onlyIfThere?: true;
  /** The slot of the message in whose thread it goes; or a thread that was there before. */
  inThreadOf?: string;
  threadTs?: string;
  /** Who gets it directly when the place does not let us post. */
  otherwiseTo?: string;
};

/** A message per batch of changes: those not yet told are told together, in order. */
export type FeedSlot = {
  kind: "feed";
  slot: string;
  to: Place;
  inThreadOf?: string;
  /** Shown in the channel, too, and not in the thread alone. */
  broadcast?: true;
  /** The version of the last line. */
  latest: number;
  /** What there is to tell after that version of the record. */
  lines: (after: number) => { version: number; text: Words }[];
};

/** `lost` is the id of one that was deleted, or left behind in public: a new one takes its place. */
export type ChannelSlot = { kind: "channel"; slot: string; name: string; private: boolean; lost?: string };
/** Of the own channel, unless another is named. */
export type TopicSlot = { kind: "topic"; slot: string; text: string; to?: { channel: string } };
/**
 * People to be in the channel; who was invited once and left again is left in peace. `users` are looked up when they
 * are to be invited: the members of a `group`, or those who belong to a private incident at that moment.
 */
export type MembersSlot = {
  kind: "members";
  slot: string;
  group?: string;
  users: string[] | (() => Promise<string[]>);
};
export type PinSlot = { kind: "pin"; slot: string; messageSlot: string };
export type BookmarkSlot = { kind: "bookmark"; slot: string; title: string; url: string; emoji?: string };
/** A document as the channel's canvas. A new `revision` replaces what stands there. */
export type CanvasSlot = { kind: "canvas"; slot: string; revision: string; title: string; markdown: string };

/** A file posted to the channel, once per `revision`. With `insteadOf`, only when that slot could not be had. */
export type FileSlot = {
  kind: "file";
  slot: string;
  revision: string;
  name: string;
  title: string;
  /** What is said beside it. */
  comment: Words;
  /** Of an image: what a screen reader says instead. */
  altText?: string;
  content: () => Promise<Uint8Array>;
  insteadOf?: string;
};

/** Nothing the bot said is to be left in a channel, or in one thread of it; only the message of the slot to keep. */
export type ClearSlot = {
  kind: "clear";
  slot: string;
  to: { channel: string };
  inThreadOf?: string;
  keep?: string;
};
/** The documents of these slots, as far as they are shown in the channel named, are to be there no more. */
export type TakeBackSlot = {
  kind: "take_back";
  slot: string;
  to: { channel: string };
  canvas: string;
  files: string[];
};
export type RenameSlot = { kind: "rename"; slot: string; to: { channel: string }; name: string };
export type ArchiveSlot = { kind: "archive"; slot: string };

/** One thing Slack should show for a record, under a name that stays the same as the record changes. */
export type Slot =
  | MessageSlot
  | FeedSlot
  | ChannelSlot
  | TopicSlot
  | MembersSlot
  | PinSlot
  | BookmarkSlot
  | CanvasSlot
  | FileSlot
  | ClearSlot
  | TakeBackSlot
  | RenameSlot
  | ArchiveSlot;

/** The slot of the message that tells what could not be had. */
export const degradedSlot = "degraded";

/** The slot of the channel a record opens for itself. */
export const ownChannel = "channel";

/** The slot of those invited to it. */
export const membersSlot = "members";
