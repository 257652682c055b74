import type { FakeClayState } from "../../../fake-clay/control.ts";
import type { DrillsState } from "../../drills/create-drills.ts";
import type { Control } from "../../slack/control/control.ts";

type Functions = { [name in keyof Control]: (...args: never[]) => unknown };

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { error?: string };
  if (!response.ok) throw new Error(answer.error ?? `${path} answered ${response.status}`);
  return answer as T;
}

/** Does or reads something in the local Slack. Rejects, in words, where Slack's client would not let one. */
export async function slack<Name extends keyof Functions>(
  name: Name,
  ...args: Parameters<Control[Name]>
): Promise<Awaited<ReturnType<Control[Name]>>> {
  const { result } = await post<{ result: Awaited<ReturnType<Control[Name]>> }>(`/slack/${name}`, args);
  return result;
}

/** The fake Clay's state and what can be switched. */
export type ClayOverview = {
  state: FakeClayState;
  scenarios: { name: string; description: string }[];
  endpoints: string[];
  answers: string[];
};

/** Reads how the fake Clay is. */
export async function readClay(): Promise<ClayOverview> {
  return (await fetch("/clay/control")).json();
}

/** Changes the fake Clay, by one of its switches. */
export function clay(change: string, body: unknown = {}): Promise<ClayOverview> {
  return post(`/clay/control/${change}`, body);
}

/** Reads how the drills stand. */
export async function readDrills(): Promise<DrillsState> {
  return (await fetch("/drills")).json();
}

/** Starts a drill, shows its next step, or ends it. */
export function drill(
  change: "start" | "show" | "end",
  body: { id?: string; as?: string } = {},
): Promise<DrillsState> {
  return post(`/drills/${change}`, body);
}
