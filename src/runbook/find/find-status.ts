import type { Runbook } from "../schema.ts";
import { findingWords } from "./finding-words.ts";
import { readStatuses } from "./read-status.ts";

/** What an HTTP status code means where it comes from. */
type StatusAdvice = { id: string; issue: string; cause: string; solution: string; link?: string };

/** Who answers with it, as people call them. Your own callback comes last: there it means nothing about Clay. */
const answering: { [kind: string]: { named: string; subject: string } } = {
  webhook: { named: "from a webhook of Clay", subject: "The webhook" },
  api: { named: "from Clay's API", subject: "The API key" },
  reach: { named: "from one of Clay's hosts", subject: "The host" },
  callback: { named: "from your own callback endpoint", subject: "Your callback" },
};

/** Tells whether a text is a status code and nothing else, as senders log it: "403", "HTTP 403 error". */
export function isStatusAlone(typed: string): boolean {
  return /^\W*((http|https|error|status|code|[45]\d\d)\W*)+$/i.test(typed) && /\d/.test(typed);
}

/** What the HTTP status codes in a text mean, by who answers with them; empty when it names none. */
export function findStatuses(runbook: Pick<Runbook, "findings" | "links">, typed: string): StatusAdvice[] {
  return readStatuses(typed).flatMap((status) =>
    Object.entries(answering).flatMap(([kind, { named, subject }]) =>
      Object.keys(runbook.findings)
        .filter((code) => code.startsWith(`${kind}.`) && saysStatus(runbook, code, String(status)))
        .map((code) => {
          const { meaning, remedy, link } = findingWords(runbook, code, { name: subject, status });
          const issue = `${status} ${named}`;
          return { id: code, issue, cause: meaning, solution: remedy, ...(link && { link }) };
        }),
    ),
  );
}

function saysStatus({ findings }: Pick<Runbook, "findings">, code: string, status: string): boolean {
  if (status.startsWith("5")) return code.endsWith(".server_error");
  return findings[code]!.meaning.includes(`(${status})`);
}
