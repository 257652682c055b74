/**
 * What the answers of Slack's Web API mean to people who wait for a message, a channel or a file: for every error
 * documented for a method the bot calls (docs.slack.dev/reference/methods, August 2026). They complete "Posting the
 * notification: …".
 */
const reasons: Record<string, string> = {
  // The app and its account
  missing_scope: "the app lacks a permission: run clay-incident doctor",
  not_allowed_token_type: "the app was given a token of the wrong kind: run clay-incident doctor",
  invalid_auth: "Slack does not accept the app's token: run clay-incident doctor",
  not_authed: "the app has no token: run clay-incident doctor",
  account_inactive: "the app's account is deactivated",
  token_expired: "the app's token has expired: install the app again",
  token_revoked: "the app's token was revoked: install the app again",
  team_access_not_granted: "the app is not approved for this workspace: a workspace admin can approve it",
  app_access_restricted: "the app is not allowed for these people: a workspace admin can allow it",
  two_factor_setup_required:
    "the workspace asks for two-factor sign-in, which the app's installer has not set up",
  messages_tab_disabled:
    "direct messages to the app are turned off in its settings (App Home > Messages tab)",
  not_enabled: "the app's Home tab is turned off in its settings",
  // What the workspace's admins decide
  restricted_action: "the workspace does not allow it",
  access_denied: "the workspace does not allow it",
  permission_denied: "the workspace does not allow it",
  no_permission: "the app may not do this here: a workspace admin can allow it",
  not_authorized: "the app may not do this here: a workspace admin can allow it",
  accesslimited: "the workspace's network rules do not let the app in",
  ekm_access_denied: "admins have suspended messages in this channel",
  enterprise_is_restricted: "the organisation does not allow it",
  org_login_required: "the organisation is being moved, and asks people to sign in again",
  team_added_to_org: "the workspace is being moved to an organisation; this takes a while",
  restricted_action_read_only_channel: "the channel is read-only",
  restricted_action_thread_only_channel: "the channel takes messages in threads only",
  restricted_action_non_threadable_channel: "the channel takes no threads",
  restricted_action_thread_locked: "the thread is locked by admins",
  posting_to_channel_denied: "the app may not share files in this channel",
  user_is_restricted: "guests may not be in this channel",
  user_is_ultra_restricted: "single-channel guests may not do this",
  // People
  user_is_deactivated: "the account is deactivated",
  user_disabled: "the account is deactivated",
  user_not_found: "there is no such active account here",
  users_not_found: "the user group has no such people any more",
  user_not_visible: "the app may not see this person",
  user_not_in_channel: "the person is not in that channel",
  user_is_bot: "bots cannot be invited",
  cant_invite: "they cannot be invited to this channel",
  cant_invite_self: "the bot cannot invite itself",
  app_cannot_join_channel: "apps cannot be invited to this channel",
  already_in_channel: "they are in the channel already",
  ura_max_channels: "a single-channel guest is in a channel already, and can be in no other",
  invitee_cant_see_channel: "the channel is not shared with a workspace they belong to",
  org_user_not_in_team: "they belong to the organisation, but not to this workspace",
  no_external_invite_permission: "people from outside cannot be invited here",
  invalid_user_combination: "people from outside can only be written to once they share a channel",
  too_many_users: "these are more people than Slack takes at once",
  no_such_subteam: "there is no such user group any more",
  invalid_team: "the user group belongs to another workspace",
  plan_upgrade_required: "the workspace's plan has no user groups",
  send_on_behalf_not_allowed: "the app may not write for somebody else",
  // Channels
  not_in_channel: "the bot is not in that channel: invite it there",
  channel_not_found: "the channel is not there, or the bot may not see it",
  invalid_channel: "the channel is not there, or the bot may not see it",
  channel_is_limited_access: "the channel is for a few people only",
  is_archived: "the channel is archived",
  is_inactive: "the channel is archived",
  already_archived: "the channel is archived already",
  cant_archive_general: "the workspace's general channel cannot be archived",
  cant_archive_required: "the channel is one everybody must be in, and cannot be archived",
  external_channel_migrating: "the channel is being shared with another workspace; this takes a while",
  method_not_supported_for_channel_type: "this kind of conversation does not have that",
  cannot_create_channel: "Slack could not create the channel",
  name_taken: "another channel has this name",
  too_long: "the topic is longer than Slack allows",
  fetch_members_failed: "Slack could not say who is in the channel",
  // Messages
  message_not_found: "the message is not there any more",
  thread_not_found: "the thread is not there any more",
  cannot_reply_to_message: "this message takes no replies",
  cant_update_message: "the message is not the bot's",
  cant_delete_message: "the message is not the bot's, or nobody may delete it",
  edit_window_closed: "the workspace allows no edits of messages this old",
  update_failed: "Slack could not change the message",
  streaming_state_conflict: "the message is being written just now",
  message_limit_exceeded: "the workspace sends more messages than its plan allows",
  rate_limited: "the bot sent more than Slack takes at once",
  ratelimited: "the bot sent more than Slack takes at once",
  too_many_requests: "the bot sent more than Slack takes at once",
  not_pinnable: "this message cannot be pinned",
  already_pinned: "it is pinned already",
  too_many_pins: "the channel has as many pins as Slack allows: take one away",
  too_many_bookmarks: "the channel has as many bookmarks as Slack allows: take one away",
  too_many_tabs: "the channel has as many tabs as Slack allows: take one away",
  not_implemented: "bookmarks are not available here",
  parent_bookmark_disabled: "bookmark folders are not available here",
  // Files and canvases
  team_tier_cannot_create_channel_canvases: "the workspace's plan has no channel canvases",
  canvas_disabled_user_team: "canvases are turned off in this workspace",
  canvas_deleting_disabled: "deleting canvases is turned off in this workspace",
  channel_canvas_already_exists: "the channel has a canvas of its own, which is left alone",
  free_team_canvas_tab_already_exists:
    "the channel has a canvas of its own, and the workspace's plan allows one",
  free_teams_cannot_edit_standalone_canvases: "the workspace's plan lets nobody edit canvases",
  canvas_creation_failed: "Slack could not create the canvas",
  canvas_tab_creation_failed: "Slack could not create the canvas",
  channel_canvas_creation_failed: "Slack could not create the canvas",
  canvas_editing_failed: "Slack could not change the canvas",
  canvas_editing_locked: "somebody else is changing the canvas just now",
  canvas_not_found: "the canvas is not there any more, or the bot may not see it",
  canvas_too_large: "the canvas is larger than Slack allows",
  file_not_found: "the file is not there any more",
  file_deleted: "the file is deleted",
  file_is_deleted: "the file is deleted",
  file_not_shared: "the file is not shared in this channel",
  file_already_added: "the file is there already",
  file_deleting_disabled: "deleting files is turned off in this workspace",
  delete_not_allowed: "this file cannot be deleted",
  cant_delete_file: "the file is not the bot's, or nobody may delete it",
  file_update_failed: "Slack could not save the file",
  unable_to_share_files: "Slack could not share the file",
  file_uploads_disabled: "file uploads are turned off in this workspace",
  file_uploads_except_images_disabled: "the workspace takes images only",
  file_type_not_allowed: "the workspace does not take files of this type",
  blocked_file_type: "the workspace does not take files of this type",
  file_upload_size_restricted: "the file is larger than the workspace allows",
  file_share_limit_reached: "the file is shared as often as Slack allows",
  max_file_sharing_exceeded: "more files are shared than Slack allows",
  storage_limit_reached: "the workspace's file storage is full",
  cannot_bookmark_from_external_org: "a file of another organisation cannot be bookmarked",
  cannot_bookmark_restricted_sharing_enabled: "a file with restricted sharing cannot be bookmarked",
  slack_connect_blocked_file_type: "files of this type are not shared with other organisations",
  slack_connect_canvas_sharing_blocked: "canvases are not shared with other organisations",
  slack_connect_clip_sharing_blocked: "clips are not shared with other organisations",
  slack_connect_file_link_sharing_blocked: "files are not shared with other organisations",
  slack_connect_file_upload_sharing_blocked: "files are not shared with other organisations",
  slack_connect_lists_sharing_blocked: "lists are not shared with other organisations",
  // Slack itself
  internal_error: "Slack has trouble of its own",
  fatal_error: "Slack has trouble of its own",
  service_unavailable: "Slack has trouble of its own",
  request_timeout: "Slack has trouble of its own",
  no_answer: "Slack did not answer",
  // Forms: they stand open for three seconds
  expired_trigger_id: "it took too long: press again",
  exchanged_trigger_id: "it was opened already: press again",
  invalid_trigger_id: "Slack did not take the press: press again",
  push_limit_reached: "too many forms lie upon each other: close one",
  not_found: "the form is closed already",
  hash_conflict: "it changed meanwhile: press again",
};

/** What Slack says of a request that is not well-formed: whoever waits for it can do nothing about that. */
const malformed =
  /^(invalid|missing|no|bad|duplicate|unknown|metadata|msg|draft|markdown|superfluous|json|method|attachment)_|_(too_large|too_long|mismatch|conflict|not_supplied|not_supported|limit_exceeded)$|^(too_many_(attachments|contact_cards)|cant_broadcast_message|no_dual_broadcast_content_update|team_not_found|deprecated_endpoint|parent_with_link|not_enough_users|list_record_comment_fetch_failed|alt_txt_too_large|upgrade_required)$/;

/**
 * Why Slack refused something, from the code of its answer (several for people, as `members.ts` joins them: "U1: cant_invite,
 * U2: …"), with the code for whoever looks it up. Always a sentence's end, never a code alone.
 */
export function whySlackRefused(code: string): string {
  return code
    .split(", ")
    .map((part) => {
      const [, user, reason] = /^([UW][A-Z0-9]+): (.+)$/.exec(part) ?? [undefined, undefined, part];
      const said = `${reasonOf(reason!)} (Slack: ${reason})`;
      return user ? `${user}: ${said}` : said;
    })
    .join("; ");
}

function reasonOf(code: string): string {
  if (Object.hasOwn(reasons, code)) return reasons[code]!;
  if (/^http_\d+$/.test(code)) return "Slack has trouble of its own";
  return malformed.test(code)
    ? "Slack could not use what the bot sent; tell whoever runs the bot"
    : "Slack refused it; tell whoever runs the bot";
}
