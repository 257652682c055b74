import { botHandle } from "../state/act.ts";
import { actors, app, channels, groups } from "../state/store.ts";

export type Completion = { shown: string; about: string; text: string };

const most = 8;

/** What the text could go on with: the app's commands, a command's verbs, people and channels. */
export function completionsFor(text: string): Completion[] {
  if (text.startsWith("/")) return commands(text).slice(0, most);
  const [, before = "", sign, begun = ""] = /^([\s\S]*?(?:^|\s))([@#])([\w.-]*)$/.exec(text) ?? [];
  if (!sign) return [];
  const named = sign === "@" ? persons() : places();
  return named
    .filter(({ name, about }) => `${name} ${about}`.toLowerCase().includes(begun.toLowerCase()))
    .map(({ name, about }) => ({ shown: `${sign}${name}`, about, text: `${before}${sign}${name} ` }))
    .slice(0, most);
}

function persons() {
  return [
    { name: botHandle(), about: "The app" },
    ...actors.value.map(({ name, realName }) => ({ name, about: realName })),
    ...groups.value.map(({ handle, name }) => ({ name: handle, about: name })),
  ];
}

function places() {
  return channels.value
    .filter(({ kind, archived }) => kind !== "im" && !archived)
    .map(({ name, topic }) => ({ name, about: topic }));
}

/** "/clay-incident" itself, then the verbs of its usage hint. */
function commands(text: string): Completion[] {
  const all = app.value?.commands ?? [];
  const [, command = "", space = "", typed = ""] = /^(\S+)(\s*)(.*)$/s.exec(text) ?? [];
  if (!space) {
    return all
      .filter((one) => one.command.startsWith(command))
      .map((one) => ({ shown: one.command, about: one.description, text: `${one.command} ` }));
  }
  const hint = all.find((one) => one.command === command)?.usage_hint ?? "";
  return hint
    .split("|")
    .map((usage) => usage.trim())
    .filter((usage) => usage && !usage.startsWith("…"))
    .map((usage) => ({ usage, verb: usage.split(/\s/)[0]! }))
    .filter(({ verb }) => verb.startsWith(typed) && verb !== typed)
    .map(({ usage, verb }) => ({
      shown: verb,
      about: usage.slice(verb.length).trim(),
      text: `${command} ${verb}${usage === verb ? "" : " "}`,
    }));
}
