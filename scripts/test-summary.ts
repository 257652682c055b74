/** Writes vitest's JSON report as one closing line: `tests: 123 passed, 0 failed`. Usage: test-summary.ts FILE */
import { existsSync, readFileSync } from "node:fs";

type Report = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

const file = process.argv[2];
if (!file || !existsSync(file)) {
  console.log("No test ran: what comes before the tests failed.\ntests: 0 passed, 0 failed");
} else {
  const report: Report = JSON.parse(readFileSync(file, "utf8"));
  // A file that cannot be loaded has no tests of its own, and counts as one that failed.
  const unloadable = report.testResults.filter(
    ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
  );
  const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : "";
  console.log(
    `tests: ${report.numPassedTests} passed, ${report.numFailedTests + unloadable.length} failed${skipped}`,
  );
}
