import type { Verdict } from "../plan/verdict.ts";

/** Why a row is left out, as the plan says it, in the order it is shown. */
export const leftOutWords: Record<Exclude<Verdict, "send" | "in_doubt">, string> = {
  accepted: "answered 2xx: Clay has them",
  accepted_elsewhere: "the same key was answered 2xx in another place",
  in_table: "in the table already (--exclude)",
  duplicate: "the same key comes again: the last one is sent",
  outside_window: "outside the time window",
  no_time: "without a time that can be read (--at)",
  no_zone: "time without a zone: add --zone, as in --zone Europe/Berlin",
  no_key: "without the key",
  no_body: "without a body (--body)",
  array: "an array: Clay would make one row of it",
  no_object: "no JSON object",
  too_large: "over 100 KB: Clay refuses them",
  too_long: "over 32 MB: not read",
  not_json: "not JSON",
  not_utf8: "not UTF-8",
  wrong_cells: "cells do not fit the columns",
  torn: "broken off at the end of the input",
  forgotten: "deleted by forget",
};
