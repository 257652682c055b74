import { type DestinationStream, type Logger as PinoLogger, pino, stdTimeFunctions } from "pino";
import { createSecretFilter } from "./redaction/secret-filter.ts";

/** The program's logger. Children carry context: `log.child({ stream: "INC-12" })`. */
export type Logger = PinoLogger;

type LogOptions = {
  level: string;
  /** Values that must never be written, as configured. */
  secrets?: readonly string[];
  /** Default: standard output. */
  destination?: DestinationStream;
};

/** Makes the logger: JSON lines with names for levels, UTC times, and no secret in any of them. */
export function createLogger({ level, secrets = [], destination }: LogOptions): Logger {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    // On the finished line: nothing can slip past by being nested, thrown or put into a message.
    hooks: { streamWrite: createSecretFilter(secrets) },
  };
  return destination ? pino(options, destination) : pino(options);
}
