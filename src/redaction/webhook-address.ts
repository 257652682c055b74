const tableAddress = /^https:\/\/api\.clay\.com\/v3\/sources\/webhook\/[\w-]+$/;
const workflowAddress = /\/v3\/tc-workflows\/streams\/(wfrs_[\w-]+)\/webhook\/?$/;

/**
 * What an address posts to: a webhook source of a table (Clay's webhook guide), or a Clay workflow (clients found in
 * public code, 2026). Undefined: neither, such as a relay of yours.
 */
export function webhookKindOf(url: string): "table" | "workflow" | undefined {
  if (tableAddress.test(url)) return "table";
  return workflowAddress.test(pathOf(url)) ? "workflow" : undefined;
}

/** The part of a webhook's address that alone gives it away; undefined where no part does. */
export function secretPartOf(url: string): string | undefined {
  const path = pathOf(url);
  const last = path.split("/").findLast(Boolean);
  // The last part of a workflow's address is a word like any other.
  return workflowAddress.exec(path)?.[1] ?? (last && /^[\w-]{16,}$/.test(last) ? last : undefined);
}

function pathOf(url: string): string {
  return new URL(url).pathname;
}
