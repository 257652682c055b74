import { describe, expect, test } from "vitest";
import { numberWanted, readTypedNumber, sayReadings, unmistakable } from "../../src/lib/typed-number.ts";

describe("a typed number", () => {
  test.each([
    ["82", 82],
    ["82.5", 82.5],
    ["82,5", 82.5],
    ["82,5 %", 82.5],
    ["82,50%", 82.5],
    ["0,4", 0.4],
    ["0.125", 0.125],
    ["1,000", 1000],
    ["41,200", 41_200],
    ["1,000,000", 1_000_000],
    ["1.000.000", 1_000_000],
    ["1.000,5", 1000.5],
    ["1,000.5", 1000.5],
    ["1 000", 1000],
    ["1 000,5", 1000.5],
    ["1\u202f000", 1000],
    ["1'000.50", 1000.5],
    ["1.5k", 1500],
    ["1,5 k", 1500],
    ["41K", 41_000],
    ["-3", -3],
    ["−3,5", -3.5],
    ["+7", 7],
    ["  82 % now ", 82],
    ["41,200 credits", 41_200],
    ["82.", 82],
  ])("%j is %d", (typed, value) => {
    expect(readTypedNumber(typed)).toMatchObject({ value });
  });

  test.each([
    ["1.000", [1, 1000]],
    ["12.345", [12.345, 12_345]],
    ["1234,567", [1234.567, 1_234_567]],
    ["-1.000", [-1, -1000]],
    ["1.500k", [1500, 1_500_000]],
  ])("%j can be read in two ways", (typed, readings) => {
    expect(readTypedNumber(typed)).toMatchObject({ readings });
  });

  test.each([
    "",
    "eighty",
    "1,00,000",
    "10,00.5",
    "1.000,5.2",
    "82 5",
    "82 of 100",
    "80-90",
    "82/100",
    "5m",
    "5 million",
    "1e3",
    "0x52",
    "12:30",
    "82,5,1",
  ])("%j is none", (typed) => {
    expect(readTypedNumber(typed)).toBeUndefined();
  });

  test("tells a percent sign", () => {
    expect(readTypedNumber("82,5 %")).toEqual({ value: 82.5, percent: true });
    expect(readTypedNumber("82 percent")).toEqual({ value: 82, percent: true });
    expect(readTypedNumber("82")).toEqual({ value: 82, percent: false });
  });
});

test.each([
  [1.125, "1.1250"],
  [1000, "1000"],
  [0.125, "0.125"],
  [82.5, "82.5"],
])("%d is written so that it reads in one way: %s", (value, typed) => {
  expect(unmistakable(value)).toBe(typed);
  expect(readTypedNumber(typed)).toMatchObject({ value });
});

test("both readings are told", () => {
  expect(sayReadings([1.5, 1500])).toBe("1.5 or 1,500");
  expect(numberWanted("1.500")).toBe("“1.500” can mean 1.5 or 1,500. Type 1.5 or 1500.");
  expect(numberWanted("many")).toBe("A number, as in 82, 82.5 or 1,000.");
});
