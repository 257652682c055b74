import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Most tests wait for processes of their own, so there are more workers than cores.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // What comes about in another process is waited for; how long that takes says nothing.
    expect: { poll: { timeout: 15_000 } },
    sequence: { shuffle: true },
  },
});
