import type { IncomingMessage, ServerResponse } from "node:http";

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** What the bot answers to GET by path, whether by its own server or as routes of Bolt's HTTP receiver. */
export type Routes = { readonly [path: string]: Handler };
