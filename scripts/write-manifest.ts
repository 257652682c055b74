/** Writes manifest.yml anew from the code. */
import { writeFileSync } from "node:fs";
import { renderManifest } from "../src/slack/manifest.ts";

writeFileSync(new URL("../manifest.yml", import.meta.url), renderManifest());
