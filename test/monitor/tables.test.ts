import { expect, test } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { planProbes } from "../../src/triage/probes/plan-probes.ts";

test("a provider's probe knows the columns and tables that use it; another's knows none", () => {
  const { clay } = configSchema.parse({
    clay: {
      providers: ["Apollo", "Lusha"].map((name) => ({
        name,
        status_url: "https://status.example/index.json",
      })),
      tables: [
        {
          name: "Leads",
          columns: [
            { name: "Work email", provider: "Apollo" },
            { name: "Phone", provider: "Apollo" },
          ],
        },
        { name: "Accounts", columns: [{ name: "Domain", provider: "Apollo" }] },
      ],
    },
  });
  const usedBy = Object.fromEntries(
    planProbes(clay)
      .filter(({ kind }) => kind === "provider")
      .map(({ name, yardstick }) => [name, yardstick.usedBy]),
  );
  expect(usedBy['Provider "Apollo"']).toBe(
    "Switch off meanwhile: “Work email”, “Phone” in the table “Leads”; “Domain” in the table “Accounts”.",
  );
  expect(usedBy['Provider "Lusha"']).toBeUndefined();
});
