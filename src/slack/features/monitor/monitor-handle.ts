import { overviewLines } from "../../../monitor/overview.ts";
import { contentOf, mrkdwn, section } from "../../blocks/mrkdwn.ts";
import { show } from "../../requests/answer/reply.ts";
import type { Feature, Verb } from "../../requests/feature.ts";

const monitor: Verb = {
  usage: "monitor",
  summary: "Shows what is looked at all the time, how it stands, and what is muted.",
  group: "To look",
  synonyms: ["monitoring", "health"],
  about: "anything",
  async run(_request, { monitoring, clock }) {
    const overview = await monitoring.overview();
    const known = overview.targets.map(({ target, state }) => `\`${target}\` ${state}`);
    const lines = overviewLines(overview, clock.now()).map(mrkdwn);
    return show(
      contentOf([section(lines.join("\n")), ...(known.length > 0 ? [section(known.join(" · "))] : [])]),
    );
  },
};

/** Monitoring, looked at. */
export const monitored: Feature = { verbs: { monitor } };
