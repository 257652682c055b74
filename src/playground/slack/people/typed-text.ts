import type { Slack } from "../slack.ts";
import type { Block } from "../workspace/types.ts";
import { findUser } from "../workspace/workspace.ts";

const reference = /(?<![\w<@#!])([@#])([a-z0-9][a-z0-9._-]*[a-z0-9]|[a-z0-9])/g;

function escaped(text: string): string {
  return text
    .split(/(<[@#!][^<>]*>)/)
    .map((part, index) =>
      index % 2 ? part : part.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;"),
    )
    .join("");
}

/** The mention a typed @name or #channel becomes, or the text as it was. */
function resolve({ workspace }: Slack, sign: string, name: string, named: boolean): string {
  const label = named ? `|${name}` : "";
  if (sign === "#") {
    const channel = [...workspace.channels.values()].find((candidate) => candidate.name === name);
    return channel ? `<#${channel.id}|${named ? name : ""}>` : `#${name}`;
  }
  const user = findUser(workspace, name);
  if (user) return `<@${user.id}${label}>`;
  const group = [...workspace.userGroups.values()].find(({ handle }) => handle === name);
  return group ? `<!subteam^${group.id}${named ? `|@${name}` : ""}>` : `@${name}`;
}

/** What Slack makes of typed text: entities escaped, @names and #channels turned into mentions, addresses into links. */
export function typedText(slack: Slack, text: string, named = false): string {
  return escaped(text)
    .replace(/(?<![<|])https?:\/\/[^\s<>]+/g, (address) => `<${address}>`)
    .replace(reference, (_match, sign: string, name: string) => resolve(slack, sign, name, named));
}

/** The rich text block a person's message carries beside its text. */
export function richText(slack: Slack, text: string): Block[] {
  const elements = text
    .split(/(<@[A-Z0-9]+>)/)
    .filter(Boolean)
    .map((part) => {
      const user = /^<@([A-Z0-9]+)>$/.exec(part)?.[1];
      return user ? { type: "user", user_id: user } : { type: "text", text: part };
    });
  const section = { type: "rich_text_section", elements };
  return [{ type: "rich_text", block_id: slack.ids.secret().slice(0, 5), elements: [section] }];
}
