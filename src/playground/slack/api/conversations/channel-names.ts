import { fail } from "../../api-error.ts";
import type { Slack } from "../../slack.ts";

/** Ends the call unless a channel may have this name: lower case, digits, - and _, at most 80, and not yet taken. */
export function checkChannelName({ workspace }: Slack, name: string, ownId?: string): void {
  if (name === "") fail("invalid_name_required");
  if (name.length > 80) fail("invalid_name_maxlength");
  if (/^[-_.]+$/.test(name)) fail("invalid_name_punctuation");
  if (!/^[\p{Ll}\p{Lo}\p{N}_-]+$/u.test(name)) fail("invalid_name_specials");
  // Archived channels keep their names, and so do private ones the caller cannot see.
  const taken = [...workspace.channels.values()].some(
    (channel) => channel.name === name && channel.id !== ownId,
  );
  if (taken) fail("name_taken");
}
