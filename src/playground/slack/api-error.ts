import type { Fields } from "./workspace/types.ts";

/** An answer of the Web API with `ok: false`: Slack's error name, and what else the answer carries. */
export class ApiError extends Error {
  readonly code: string;
  readonly details: Fields;

  constructor(code: string, details: Fields = {}) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Ends the call with one of Slack's error names. */
export function fail(code: string, details: Fields = {}): never {
  throw new ApiError(code, details);
}

/** Ends the call as Slack does when arguments are missing or malformed. */
export function failArguments(...messages: string[]): never {
  throw new ApiError("invalid_arguments", {
    response_metadata: { messages: messages.map((message) => `[ERROR] ${message}`) },
  });
}
