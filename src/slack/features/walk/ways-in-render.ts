import { say, sentences, type Words } from "../../../lib/words.ts";
import type { Runbook } from "../../../runbook/schema.ts";
import { progressOf } from "../../../walk/questions-ahead.ts";
import { currentLeaf, currentQuestion, type WalkState } from "../../../walk/walk-state.ts";
import { button, select } from "../../blocks/buttons.ts";
import { chunks, contentOf, context, mrkdwn, section, sectionLimit } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import { walkActions } from "./walk-render.ts";

/** Asks what people see, to begin a walk or to begin it anew. `stream` is "new" where no record is there yet. */
export function renderWaysIn(
  stream: string,
  walk: WalkState,
  { entries }: Pick<Runbook, "entries">,
): Content {
  const all = Object.entries(entries);
  const lines = all.map(([, { title, symptom }]) => `• ${mrkdwn(`${title}: ${symptom}`)}`);
  return contentOf([
    section("*What do you see?* I ask what only you can look at, and answer the rest from triage."),
    ...chunks(lines.join("\n"), sectionLimit).map(section),
    {
      type: "actions",
      elements: [
        select({
          action: walkActions.start,
          placeholder: "Choose what you see",
          choices: all.map(([id, { title, symptom }]) => ({
            value: `${stream} ${walk.revision} ${id}`,
            label: title,
            description: symptom,
          })),
        }),
      ],
    },
    context(
      walk.entry
        ? mrkdwn(sentences(whereItStands(walk), "Choosing one starts it over."))
        : "You can start over with another symptom at any time.",
    ),
  ]);
}

/** Points to a walk that is under way. */
export function renderUnderWay(stream: string, walk: WalkState, permalink: string | undefined): Content {
  const way = permalink ? ` <${permalink}|Go to it>` : "";
  return contentOf([
    section(`${mrkdwn(whereItStands(walk))}${way}`),
    {
      type: "actions",
      elements: [button({ action: walkActions.choose, text: "Another symptom", value: stream })],
    },
  ]);
}

function whereItStands(walk: WalkState): Words {
  const { entry, startedBy } = walk;
  const began = startedBy?.kind === "person" ? say`, begun by ${startedBy}` : "";
  const progress = progressOf(walk);
  const now = progress
    ? `${progress}: “${currentQuestion(walk)?.text}”`
    : `come to “${currentLeaf(walk)?.title}”`;
  return say`The walk “${entry?.title ?? ""}?” is under way here${began}: ${now}.`;
}
