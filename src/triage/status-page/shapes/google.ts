import type { Component, Level, StatusPage } from "../status-page.ts";
import { type Json, objectsIn, textOf, textsIn } from "../words.ts";

const impacts: Record<string, Level> = {
  AVAILABLE: "ok",
  AVAILABLE_INFORMATION: "ok",
  SERVICE_INFORMATION: "ok",
  SERVICE_DISRUPTION: "minor",
  SERVICE_OUTAGE: "major",
};

/** Google's incidents.json (Cloud, Workspace): every incident there was, of which those are open that have no end. */
export function readGoogle(list: readonly Json[]): StatusPage | undefined {
  if (!list.some((one) => "begin" in one && "status_impact" in one)) return undefined;
  const levelOfOne = (one: Json): Level =>
    one.end
      ? "ok"
      : Object.hasOwn(impacts, String(one.status_impact))
        ? impacts[String(one.status_impact)]!
        : "unsaid";
  return {
    shape: "Google",
    level: "ok",
    components: list.flatMap((one): Component[] =>
      productsOf(one).map((name) => ({ name, level: levelOfOne(one) })),
    ),
    entries: list.map((one) => ({
      name: textOf(one.external_desc, "unnamed incident"),
      phase: one.end ? ("over" as const) : ("open" as const),
      level: levelOfOne(one),
      components: productsOf(one),
    })),
  };
}

function productsOf({ affected_products, service_name }: Json): string[] {
  const products = textsIn(objectsIn(affected_products), "title");
  return products.length === 0 && typeof service_name === "string" ? [service_name] : products;
}
