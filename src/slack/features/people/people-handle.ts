import { z } from "zod";
import type { Feature } from "../../requests/feature.ts";
import { onEvent } from "../../requests/on-event.ts";
import { slackUser, standingOf } from "../../requests/people/standing.ts";

/** Slack sends it for every huddle and status, too; only what decides who may act is kept (docs.slack.dev: user_change). */
const userChange = z.looseObject({ user: slackUser });

/** Who was deactivated, or became a guest, is out at once, not when their standing is asked for again. */
export const peopleEvents: Feature = {
  events: {
    user_change: onEvent(userChange, ({ user }, desk) => desk.people.changed(user.id, standingOf(user))),
  },
};
