import { join } from "node:path";
import { openFolder } from "../support/store.ts";
import { testStoreContract } from "./contract.ts";

testStoreContract("SQLite", async () => ({ file: join(await openFolder(), "deep", "record.db") }));
