import type { Slot } from "./slots.ts";

/** What the record says of a channel that could not be opened, and how it begins of a bookmark. */
export const openingChannel = "Opening the incident's channel";
export const addingBookmark = "Adding the bookmark ";

/** What could not be delivered, as people call it. The record keeps these words. */
export function whatFailed(slot: Slot): string {
  switch (slot.kind) {
    case "channel":
      return openingChannel;
    case "members":
      return "group" in slot ? "Inviting the on-call group" : "Inviting people";
    case "topic":
      return "Setting the channel's topic";
    case "pin":
      return "Pinning the notification";
    case "bookmark":
      return `${addingBookmark}“${slot.title}”`;
    case "canvas":
      return "Putting the postmortem into a canvas (it is posted as a file instead)";
    case "file":
      return `Posting the file “${slot.title}”`;
    case "clear":
      return "Taking away what I said before it was private: please delete my messages there";
    case "take_back":
      return "Taking the postmortem out of the channel it was in before it was private: please delete it there";
    case "rename":
      return "Renaming the channel it was in before it was private";
    case "archive":
      return "Archiving the channel";
    case "feed":
    case "message":
      return `Posting ${messageName(slot.slot)}`;
  }
}

/** Slots by the beginnings of their names, as people call what stands there. */
const messageNames: Record<string, string> = {
  "announcement-feed": "a change to the announcements channel",
  announcement: "the announcement",
  "origin-message": "the message it was declared from",
  origin: "where it is worked on, in the place where it was declared",
  notification: "the notification",
  feed: "a change to the incident's channel",
  walk: "the decision tree",
  checklist: "a checklist",
  reminder: "a reminder",
};

function messageName(slot: string): string {
  const known = Object.keys(messageNames).find((name) => slot.startsWith(name));
  return known ? messageNames[known]! : "a message";
}
