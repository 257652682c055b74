import type { Origin } from "../../../incident/events.ts";
import { say } from "../../../lib/words.ts";
import { mrkdwn, section, shortenMrkdwn, textLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";

/** The message an incident was declared from, as it read then, with the way back to it. */
export function renderOrigin({ author, text = "", permalink }: Origin): Content {
  const by = author ? mrkdwn(say`Declared from a message of ${author}:`) : "Declared from this message:";
  const way = permalink ? `\n<${permalink}|Open the message>` : "";
  const told = `${by}\n${quote(text)}${way}`;
  return { text: shortenMrkdwn(told, textLimit), blocks: [section(told)] };
}

/** Typed text as Slack's block quote. */
export function quote(text: string): string {
  return mrkdwn(text)
    .split("\n")
    .map((line) => `&gt; ${line}`)
    .join("\n");
}
