import type { ModalView } from "@slack/types";
import type { ProbeResult } from "../../incident/evidence.ts";
import { section } from "./mrkdwn.ts";
import { probeDetails } from "./triage.ts";

const maxBlocks = 100;

/** A form to read: every probe in full. */
export function renderTriageDetails(results: ProbeResult[]): ModalView {
  return {
    type: "modal",
    title: { type: "plain_text", text: "Triage in detail" },
    close: { type: "plain_text", text: "Close" },
    blocks: results.slice(0, maxBlocks).map((result) => section(probeDetails(result))),
  };
}
