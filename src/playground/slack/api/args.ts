import { fail, failArguments } from "../api-error.ts";
import type { Fields } from "../workspace/types.ts";

/** A method's arguments, as form fields (nested values as JSON strings) or as a JSON body. */
export type Args = {
  raw: Fields;
  has(name: string): boolean;
  text(name: string): string | undefined;
  /** The argument, which must be there. */
  need(name: string): string;
  flag(name: string): boolean;
  /** A whole number, or the default when it is absent. */
  number(name: string, otherwise: number): number;
  /** A comma-separated list, or an array. */
  list(name: string): string[];
  /** A nested value. Ends the call with `error` when it is not JSON. */
  json<T>(name: string, error?: string): T | undefined;
};

/** Reads the arguments of one call. */
export function createArgs(raw: Fields): Args {
  const has = (name: string) => raw[name] !== undefined && raw[name] !== null && raw[name] !== "";
  const text = (name: string) =>
    raw[name] === undefined || raw[name] === null ? undefined : String(raw[name]);
  return {
    raw,
    has,
    text,
    need: (name) => (has(name) ? String(raw[name]) : failArguments(`missing required field: ${name}`)),
    flag: (name) => ["true", "1"].includes(String(raw[name])),
    number(name, otherwise) {
      if (!has(name)) return otherwise;
      const value = Number(raw[name]);
      return Number.isInteger(value) ? value : failArguments(`must be an integer [json-pointer:/${name}]`);
    },
    list(name) {
      const value = raw[name];
      const parts = Array.isArray(value) ? value.map(String) : String(value ?? "").split(",");
      return parts.map((part) => part.trim()).filter(Boolean);
    },
    json<T>(name: string, error?: string) {
      const value = raw[name];
      if (typeof value !== "string") return value as T | undefined;
      if (value === "") return undefined;
      try {
        return JSON.parse(value) as T;
      } catch {
        return error ? fail(error) : failArguments(`must be valid JSON [json-pointer:/${name}]`);
      }
    },
  };
}
