import { z } from "zod";

/** What the fake Clay stands in for, each with a switch of its own. `webhook:<id>` is one webhook alone. */
export const endpoints = [
  "status",
  "feed",
  "www",
  "app",
  "api",
  "webhook",
  "me",
  "credits",
  "enrich",
  "callback",
] as const;
export type Endpoint = (typeof endpoints)[number];

/** How an endpoint can be made to answer; "ok" is the answer Clay gives when all is well. */
export const answers = [
  "ok",
  "accepted",
  "bad_request",
  "unauthorized",
  "payment_required",
  "forbidden",
  "limit_reached",
  "not_found",
  "deprecated",
  "payload_too_large",
  "rate_limited",
  "server_error",
  "html",
  "challenge",
  "huge_body",
  "endless_body",
  "bad_utf8",
  "redirect_loop",
  "hang",
  "reset",
] as const;
export type AnswerName = (typeof answers)[number];

export const switchSchema = z.strictObject({
  answer: z.enum(answers).default("ok"),
  /** Waits before the first byte of the answer. */
  delayMs: z.int().min(0).max(120_000).default(0),
  /** For "rate_limited". */
  retryAfterSeconds: z.int().min(0).default(1),
});
export type Switch = z.output<typeof switchSchema>;
export type SwitchInput = z.input<typeof switchSchema>;

export const switchNameSchema = z.union([z.enum(endpoints), z.templateLiteral(["webhook:", z.string()])]);
export type SwitchName = z.output<typeof switchNameSchema>;
