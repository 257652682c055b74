import type { Config } from "../../config/schema.ts";
import { type ProbeKind, probeKinds } from "../../incident/evidence/evidence.ts";
import { createRedact } from "../../redaction/probe-answers.ts";
import type { FindingCode } from "../kinds/finding-codes.ts";
import type { Clay, Kind, Plan } from "../kinds/kind.ts";
import { kinds } from "../kinds/kinds.ts";
import { planNeutral } from "../kinds/neutral.ts";
import { planTestRowOf } from "../kinds/webhook.ts";
import type { Probe } from "./probe.ts";

const all: Record<ProbeKind, Kind<string>> = kinds;

/**
 * The probes of a triage run, in the order they are shown. Holds those that are not made, too: what is not
 * configured and what needs a person's consent are lines people should see.
 */
export function planProbes(clay: Clay): Probe[] {
  const redact = redactionOf(clay);
  return probeKinds.flatMap((kind) => all[kind].plan(clay).map((plan) => toProbe(kind, plan, clay, redact)));
}

/**
 * The probe that posts one row to a webhook after a person agreed to it ("webhook:leads"). Undefined when there is
 * no such webhook, or when it is configured never to be posted to.
 */
export function planTestRow(clay: Clay, probe: string): Probe | undefined {
  const [kind, id = ""] = probe.split(/:(.*)/s);
  const plan = kind === "webhook" ? planTestRowOf(id, clay) : undefined;
  return plan && toProbe("webhook", plan, clay, redactionOf(clay));
}

/** The probe of a neutral host, by which a run tells Clay from its own network. */
export function planNeutralProbe({ clay, slack }: Pick<Config, "clay" | "slack">): Probe {
  return toProbe("neutral", planNeutral(slack.api_url), clay, redactionOf(clay));
}

/** All that an answer of any kind might echo is taken out of those of every kind. */
function redactionOf(clay: Clay): Probe["redact"] {
  const secrets = Object.values(all).flatMap((kind) => kind.secrets(clay));
  return createRedact(secrets.filter((secret) => secret !== undefined));
}

function toProbe(kind: ProbeKind, plan: Plan<string>, clay: Clay, redact: Probe["redact"]): Probe {
  const { id, name, target, measure, otherwise } = plan;
  return {
    probe: `${kind}:${id}`,
    kind,
    name,
    target,
    redact,
    ...(otherwise && { otherwise }),
    yardstick: {
      keyKind: "public",
      lowCredits: clay.low_credits,
      lowActions: clay.low_actions,
      ...measure,
    },
    ...("settled" in plan
      ? { settled: `${kind}.${plan.settled}` as FindingCode }
      : { request: plan.request }),
  };
}
