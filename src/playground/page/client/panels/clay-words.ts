/** What each part of Clay is, for people who do not know its addresses. */
export const endpointWords: { [endpoint: string]: string } = {
  status: "Status page",
  feed: "Status page's feed",
  www: "Website",
  app: "Clay's app",
  api: "API host",
  webhook: "All webhooks",
  me: "API key check",
  credits: "Credit balance",
  enrich: "Enrichment API",
  callback: "Your callback",
};

/** What each way of answering means. */
export const answerWords: { [answer: string]: string } = {
  ok: "Answers as it should",
  accepted: "Takes the row and says so with 202",
  bad_request: "Refuses the request as malformed (400)",
  unauthorized: "Does not accept the key or token (401)",
  payment_required: "Wants to be paid first (402)",
  forbidden: "Refuses access (403)",
  limit_reached: "Has reached its limit of rows (403)",
  not_found: "Is not there any more (404)",
  deprecated: "Was switched off by Clay (deprecated)",
  payload_too_large: "Finds the row too large (413)",
  rate_limited: "Asks to slow down (429)",
  server_error: "Is broken on Clay's side (503)",
  html: "A proxy answers with a web page",
  challenge: "Asks whether one is human",
  huge_body: "Answers with far too much",
  endless_body: "Answers without ever ending",
  bad_utf8: "Answers with garbled text",
  redirect_loop: "Redirects in circles",
  hang: "Takes the request, never answers",
  reset: "Breaks the connection",
};

/** A webhook's id without what all of them share. */
export function webhookName(id: string): string {
  return id.replace(/^pull-in-data-from-a-webhook-/, "");
}
