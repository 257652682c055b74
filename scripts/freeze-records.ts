// Writes the records of test/support/every-event.ts as this version makes them: `npm run freeze`. The file's name is
// "unreleased" until the release gives it the version's; from then on nobody writes it again.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { StoredEvent } from "../src/record/ports.ts";
import { currentFormat, upcasters } from "../src/store/schema/upcast.ts";
import { everyEvent } from "../test/support/every-event.ts";
import { factsOf } from "../test/support/record-facts.ts";

const file = join(import.meta.dirname, "../test/frozen/unreleased.json");
const streams = Object.entries(everyEvent()).map(([stream, { kind, events }]) => {
  const stored = events.map(({ version, at, by, event }) => {
    const format = currentFormat(upcasters, (event as StoredEvent).type);
    return `      ${JSON.stringify({ version, at, by, format, event })}`;
  });
  const facts = Object.entries(factsOf(kind, stream, events)).map(
    ([name, fact]) => `      ${JSON.stringify(name)}: ${JSON.stringify(fact)}`,
  );
  return `  ${JSON.stringify(stream)}: {
    "kind": ${JSON.stringify(kind)},
    "events": [\n${stored.join(",\n")}\n    ],
    "facts": {\n${facts.join(",\n")}\n    }
  }`;
});
writeFileSync(file, `{\n${streams.join(",\n")}\n}\n`);
console.log(`Wrote ${file}`);
