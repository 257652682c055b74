import { keepOutOf, noteKeptOut } from "../../../redaction/kept-out.ts";
import type { KeepOut, SecretKind } from "../../../redaction/typed-secrets.ts";
import { plainContent } from "../../blocks/mrkdwn.ts";
import type { Content } from "../../deliver/slots.ts";
import type { Reply } from "../answer/reply.ts";

/**
 * Handles a request without the secrets somebody typed into it, and tells them privately what was kept out. What comes
 * to the record by another way (a message that was marked, say) is told as well.
 */
export async function keepSecretsOut<R extends object>(
  request: R,
  keepOut: KeepOut,
  handle: (clean: R) => Promise<Reply>,
): Promise<Reply> {
  const { result, kinds } = await noteKeptOut(() => handle(keepOutOf(request, keepOut)));
  return kinds.length > 0 ? withNote(result, keptOutContent(kinds)) : result;
}

/** The sentence that says what was kept out, and why. */
export function keptOutContent(kinds: readonly SecretKind[]): Content {
  const marks = kinds.map((kind) => `“[${kind}]”`).join(" and ");
  return plainContent(
    `I kept something secret out of what you wrote: ${marks} stands in its place. ` +
      "Whoever reads a webhook address, a key or a token can use it. " +
      "If others saw it in Slack, delete that message and renew the secret.",
  );
}

function withNote(reply: Reply, note: Content): Reply {
  switch (reply.kind) {
    case "done":
    case "opened":
      return { kind: "told", content: note };
    case "told":
    case "refused":
    case "failed":
      return { ...reply, content: joined(reply.content, note) };
    case "later":
      return { ...reply, meanwhile: joined(reply.meanwhile, note) };
    // A form that stays open is sent again, and told of then.
    case "invalid":
    case "next":
      return reply;
  }
}

function joined(first: Content, second: Content): Content {
  return { text: `${first.text}\n${second.text}`, blocks: [...first.blocks, ...second.blocks] };
}
