import { expect, test } from "vitest";
import { dateTime, plainText, say, sentences, time } from "../../src/lib/words.ts";
import { lead, start } from "../support/given.ts";

test("a sentence keeps people and moments apart from typed text", () => {
  const typed = "<!channel> & friends";
  expect(say`${lead} wrote ${typed} at ${time(start)}.`).toEqual([
    { person: lead },
    " wrote ",
    typed,
    " at ",
    { at: start, show: "time" },
    ".",
  ]);
});

test("a sentence read in a terminal has names and UTC times", () => {
  expect(plainText(say`Led by ${lead} since ${dateTime(start)}`)).toBe(
    "Led by lead since 2026-11-23 09:14 UTC",
  );
});

test("sentences are joined by a space, empty ones left out", () => {
  expect(plainText(sentences("One.", null, say``, say`Two by ${lead}.`))).toBe("One. Two by lead.");
});
