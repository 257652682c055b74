import { asObject } from "../../probes/answer.ts";
import type { Component, Entry, StatusPage } from "../status-page.ts";
import { type Json, levelOf, objectsIn, textOf } from "../words.ts";

/** Better Stack's /index.json: the page, and beside it its resources and reports (its documentation, 2026). */
export function readBetterStack({ data, included }: Json): StatusPage | undefined {
  const page = asObject(asObject(data)?.attributes);
  const parts = objectsIn(included).map((part) => ({
    type: String(part.type),
    attributes: asObject(part.attributes) ?? {},
  }));
  const isKnown = parts.some(({ attributes }) => attributes.public_name !== undefined);
  if (page?.aggregate_state === undefined && !isKnown) return undefined;
  const level = page?.aggregate_state === undefined ? "ok" : levelOf(page.aggregate_state);
  const isReport = ({ type, attributes }: (typeof parts)[number]) =>
    type === "status_report" || attributes.report_type !== undefined;
  return {
    shape: "Better Stack",
    level,
    components: parts.flatMap(({ attributes }) => resource(attributes)),
    entries: parts.filter(isReport).map(({ attributes }) => report(attributes, level === "maintenance")),
  };
}

function resource({ public_name, status }: Json): Component[] {
  return typeof public_name === "string" ? [{ name: public_name, level: levelOf(status) }] : [];
}

/** A report on maintenance is there before the work begins; that it has begun, the page's own state says. */
function report(attributes: Json, isMaintained: boolean): Entry {
  const { title, report_type, aggregate_state, ends_at } = attributes;
  if (report_type === "maintenance") {
    const name = textOf(title, "unnamed maintenance");
    const phase = aggregate_state === "resolved" ? "over" : isMaintained ? "maintenance" : "planned";
    return { name, phase, level: "maintenance" };
  }
  const isOver = Boolean(ends_at) || ["resolved", "operational"].includes(String(aggregate_state));
  // How bad it is now is in the page's own state.
  return { name: textOf(title, "unnamed incident"), phase: isOver ? "over" : "open", level: "ok" };
}
