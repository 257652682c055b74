/** Writes .env.example anew from the table of variables. */
import { writeFileSync } from "node:fs";
import { renderEnvExample } from "../src/config/env-example.ts";

writeFileSync(new URL("../.env.example", import.meta.url), renderEnvExample());
