/**
 * Performs the Dockerfile's steps in an empty folder, where there is no container engine, and starts the result:
 * once without configuration, once against the local Slack until it is healthy, and stops it as Docker would; then the
 * demo, for its page. It reads the Dockerfile itself, so the two cannot drift. Not performed: USER, and with it `chown`.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { openLocalSlack } from "../src/playground/slack/local-slack.ts";
import { createManifest } from "../src/slack/manifest.ts";
import { lastOf, parseDockerfile } from "./dockerfile.ts";

const project = resolve(import.meta.dirname, "..");
const steps = parseDockerfile(readFileSync(join(project, "Dockerfile"), "utf8"));
const sent = new Set(
  readFileSync(join(project, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("!"))
    .map((line) => line.slice(1)),
);

type Image = { folder: string; env: Record<string, string>; workdir: string };

function inImage({ folder }: Pick<Image, "folder">, path: string): string {
  return join(folder, path);
}

function build(folder: string): Image {
  const image: Image = { folder, env: {}, workdir: "/" };
  for (const { instruction, args } of steps) performers[instruction]?.(args, image);
  return image;
}

/** What each instruction does here. Those that are not listed describe how the image is run. */
const performers: Record<string, (args: string, image: Image) => void> = {
  FROM: checkNode,
  WORKDIR: enter,
  ENV: set,
  COPY: copy,
  RUN: run,
};

function enter(folder: string, image: Image): void {
  image.workdir = resolve(image.workdir, folder);
  mkdirSync(inImage(image, image.workdir), { recursive: true });
}

function set(assignment: string, image: Image): void {
  const [name, value] = assignment.split(/=(.*)/s) as [string, string];
  image.env[name] = value.startsWith("/") ? inImage(image, value) : value;
}

function checkNode(base: string): void {
  const wanted = /^node:(\d+)/.exec(base)?.[1];
  const found = process.versions.node.split(".")[0];
  if (wanted !== found) throw new Error(`The image has Node ${wanted}, this is Node ${found}`);
}

function copy(args: string, image: Image): void {
  const paths = args.split(/\s+/);
  const target = paths.at(-1)!;
  for (const source of paths.slice(0, -1)) {
    if (!sent.has(source)) throw new Error(`.dockerignore keeps ${source} from the image`);
    const from = join(project, source);
    const to = inImage(image, resolve(image.workdir, target));
    cpSync(from, statSync(from).isDirectory() ? to : join(to, source), { recursive: true });
  }
}

function run(command: string, image: Image): void {
  mkdirSync(inImage(image, "/usr/local/bin"), { recursive: true });
  const mapped = command.replace(/(?<=^|\s)\/(?=\w)/g, `${image.folder}/`);
  const { status } = spawnSync("sh", ["-ec", `chown() { :; }; ${mapped}`], {
    cwd: inImage(image, image.workdir),
    // A cache of its own: cleaning it must not clean that of this machine.
    env: {
      ...process.env,
      ...image.env,
      PATH: searchPath(image),
      npm_config_cache: inImage(image, "/tmp/npm-cache"),
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}`);
}

function searchPath(image: Image): string {
  return [inImage(image, "/usr/local/bin"), dirname(process.execPath), process.env.PATH].join(":");
}

/** Starts ENTRYPOINT with CMD or what stands in its place, and nothing of this process's environment but the search path. */
function start(image: Image, env: Record<string, string>, given = list("CMD")): ChildProcess {
  const [command, ...args] = [...list("ENTRYPOINT"), ...given] as [string, ...string[]];
  return spawn(command, args, { cwd: inImage(image, image.workdir), env: { ...environment(image), ...env } });
}

function list(instruction: string): string[] {
  return JSON.parse(lastOf(steps, instruction));
}

function environment(image: Image): Record<string, string> {
  return { ...image.env, PATH: searchPath(image), HOME: image.folder };
}

function saysHowItIsRun(image: Image): void {
  expect(!["root", "0"].includes(lastOf(steps, "USER")), "runs as a user without rights");
  const volume = inImage(image, lastOf(steps, "VOLUME"));
  expect(image.env.DATABASE_FILE?.startsWith(`${volume}/`) === true, `keeps its state in ${volume}`);
}

async function showsWhatIsMissing(image: Image): Promise<void> {
  const child = start(image, {});
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  const exitCode = await new Promise((done) => child.once("close", done));
  for (const name of ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"])
    expect(said.includes(name), `names ${name}: ${said}`);
  expect(exitCode === 2, `ends with 2 when nothing is configured, not with ${exitCode}`);
}

async function startsAndStops(image: Image): Promise<void> {
  const slack = await openLocalSlack({ manifest: createManifest() });
  const env = {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    PORT: String(await freePort()),
  };
  const child = start(image, env);
  child.stderr?.pipe(process.stderr);
  const closed = new Promise((done) => child.once("close", done));
  try {
    await Promise.race([says(child, '"msg":"ready"'), closed, after(60_000)]);
    expect(child.exitCode === null, "is running after it said that it is ready");
    const health = spawnSync("sh", ["-c", lastOf(steps, "HEALTHCHECK").replace(/^.*?CMD\s+/, "")], {
      env: { ...environment(image), ...env },
    });
    expect(health.status === 0, `the health check passes: ${health.stderr}`);
    child.kill("SIGTERM");
    const exitCode = await Promise.race([closed, after(20_000)]);
    expect(exitCode === 0, `ends with 0 on SIGTERM, not with ${exitCode}`);
    expect(existsSync(image.env.DATABASE_FILE!), "has written its state where the volume is");
  } finally {
    child.kill("SIGKILL");
    await slack.close();
  }
}

async function hasThePage(image: Image): Promise<void> {
  const child = start(image, {}, ["demo", "--port", "0"]);
  child.stderr?.pipe(process.stderr);
  const closed = new Promise((done) => child.once("close", done));
  try {
    const line = await Promise.race([says(child, "The playground is at "), closed, after(60_000)]);
    const [url] = /http:\S+/.exec(String(line)) ?? [];
    expect(url !== undefined, "says where the demo's page is");
    for (const path of ["/", "/main.ts", "/styles/base.css", "/packages/preact"]) {
      const { status } = await fetch(`${url}${path}`);
      expect(status === 200, `serves ${path} of the page, not ${status}`);
    }
    child.kill("SIGTERM");
    const exitCode = await Promise.race([closed, after(20_000)]);
    expect(exitCode === 0, `ends the demo with 0 on SIGTERM, not with ${exitCode}`);
  } finally {
    child.kill("SIGKILL");
  }
}

/** The first line with these words, once it is written; undefined when there is none. */
async function says(child: ChildProcess, words: string): Promise<string | undefined> {
  for await (const line of createInterface({ input: child.stdout! })) {
    process.stdout.write(`${line}\n`);
    if (line.includes(words)) return line;
  }
  return undefined;
}

function after(ms: number): Promise<never> {
  return new Promise((_done, fail) => {
    setTimeout(() => fail(new Error(`Nothing for ${ms / 1000} s`)), ms).unref();
  });
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
}

function expect(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(`Expected that the container ${what}`);
}

const folder = mkdtempSync(join(tmpdir(), "clay-incident-image-"));
try {
  const image = build(folder);
  saysHowItIsRun(image);
  await showsWhatIsMissing(image);
  await startsAndStops(image);
  await hasThePage(image);
  const { stdout } = spawnSync("du", ["-sh", folder], { encoding: "utf8" });
  console.log(`The Dockerfile's steps work; beyond the base image they take ${stdout.split("\t")[0]}.`);
} finally {
  rmSync(folder, { recursive: true });
}
