import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { looksAt } from "../test/monitor/simulate.ts";
import type { Figure } from "./support/measure.ts";

const exporter = "prometheus-blackbox-exporter";
const probesOfTheirs = 1000;
/** The kernel counts a process's time in these (Linux: USER_HZ). */
const ticksPerSecond = 100;

type Looks = { microseconds: number; aboveMb: number; looks: number; bad: number };

/**
 * Measures monitoring: processor time per look, looked, judged and stored, beside Debian's blackbox exporter for the
 * same server in the same run; what fifty targets cost; whether a thousand cost no more each; and simulated hours.
 */
export async function benchMonitor(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-bench-"));
  const running: ChildProcess[] = [];
  try {
    const tls = certificate(folder);
    const plainPort = await serve(running, []);
    const tlsPort = await serve(running, [tls.key, tls.cert]);
    const plain = await look(`http://127.0.0.1:${plainPort}`, 50, 100);
    const secure = await look(`https://localhost:${tlsPort}`, 50, 40, tls.cert);
    const many = await look(`http://127.0.0.1:${plainPort}`, 1000, 5);
    return [
      ...(await besideExporter(running, folder, { plain, secure, plainPort, tlsPort })),
      ...costs(plain, many),
      simulated(),
    ];
  } finally {
    for (const child of running) child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function certificate(folder: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-keyout", key, "-out", cert];
  execFileSync("openssl", [...made, ...subject], { stdio: "ignore" });
  return { key, cert };
}

async function serve(running: ChildProcess[], args: string[]): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "support/target-server.ts"), ...args]);
  running.push(child);
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return Number(line);
}

async function look(url: string, targets: number, rounds: number, ca?: string): Promise<Looks> {
  const script = join(import.meta.dirname, "support/looks.ts");
  const given = ["--expose-gc", "--max-semi-space-size=8", script, url, String(targets), String(rounds)];
  const env = { ...process.env, ...(ca && { NODE_EXTRA_CA_CERTS: ca }) };
  const child = spawn(process.execPath, given, { env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  const found = JSON.parse(line) as Looks;
  if (found.bad > 0) throw new Error(`${found.bad} of ${targets} targets did not answer`);
  return found;
}

async function besideExporter(
  running: ChildProcess[],
  folder: string,
  ours: { plain: Looks; secure: Looks; plainPort: number; tlsPort: number },
): Promise<Figure[]> {
  const theirs = await exporterCosts(running, folder, ours).catch(() => undefined);
  if (!theirs)
    return [
      { name: `look / ${exporter}`, figure: "not installed here", target: "at most 0.6 ×", pass: true },
    ];
  return [
    ratio(
      "processor time of a look / of the blackbox exporter's, HTTP",
      ours.plain.microseconds,
      theirs.plain,
      0.6,
    ),
    ratio(
      "processor time of a look / of the blackbox exporter's, TLS",
      ours.secure.microseconds,
      theirs.secure,
      1,
    ),
  ];
}

async function exporterCosts(
  running: ChildProcess[],
  folder: string,
  { plainPort, tlsPort }: { plainPort: number; tlsPort: number },
): Promise<{ plain: number; secure: number }> {
  const file = join(folder, "blackbox.yml");
  const http = { preferred_ip_protocol: "ip4", tls_config: { insecure_skip_verify: true } };
  writeFileSync(file, JSON.stringify({ modules: { look: { prober: "http", timeout: "5s", http } } }));
  const port = await freePort();
  const child = spawn(exporter, [`--config.file=${file}`, `--web.listen-address=127.0.0.1:${port}`], {
    stdio: "ignore",
  });
  running.push(child);
  await new Promise<void>((started, failed) => child.once("spawn", started).once("error", failed));
  const probe = async (target: string, times: number) => {
    const address = `http://127.0.0.1:${port}/probe?module=look&target=${encodeURIComponent(target)}`;
    for (let i = 0; i < times; i++)
      if (!(await (await fetch(address)).text()).includes("probe_success 1"))
        throw new Error(`${target} failed`);
  };
  const measured = async (target: string) => {
    await probe(target, 100);
    const before = processorSeconds(child.pid!);
    await probe(target, probesOfTheirs);
    return ((processorSeconds(child.pid!) - before) / probesOfTheirs) * 1e6;
  };
  for (let tries = 0; tries < 50; tries++) {
    if (
      await fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      )
    )
      break;
    await setTimeout(100);
  }
  return {
    plain: await measured(`http://127.0.0.1:${plainPort}/status`),
    secure: await measured(`https://localhost:${tlsPort}/status`),
  };
}

function processorSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

function costs(fifty: Looks, thousand: Looks): Figure[] {
  const share = (fifty.microseconds * 50) / 30e6;
  return [
    {
      name: "50 targets every 30 s",
      figure: `${(share * 100).toFixed(2)} % of a core, ${fifty.aboveMb.toFixed(1)} MB above idle`,
      target: "at most 1 % and 10 MB",
      pass: share <= 0.01 && fifty.aboveMb <= 10,
    },
    ratio("a look among 1,000 targets / among 50", thousand.microseconds, fifty.microseconds, 1.2),
  ];
}

function ratio(name: string, ours: number, theirs: number, limit: number): Figure {
  const times = ours / theirs;
  return {
    name,
    figure: `${times.toFixed(2)} × (${Math.round(ours)} µs / ${Math.round(theirs)} µs)`,
    target: `at most ${limit} ×`,
    pass: times <= limit,
  };
}

/** Ten thousand hours of looks every minute, with an outage each day. */
function simulated(): Figure {
  const start = "2026-01-01T00:00:00.000Z";
  const days = Array.from({ length: 400 }, (_, i) => Date.parse(start) + i * 86_400_000);
  const down = days.map((day) => ({
    from: new Date(day + 3_600_000).toISOString(),
    to: new Date(day + 3_800_000).toISOString(),
  }));
  const started = performance.now();
  const looks = days
    .slice(0, 417)
    .flatMap((day, i) =>
      looksAt({ start: new Date(day).toISOString(), hours: 25, everyMs: 60_000, down: down.slice(i, i + 1) }),
    );
  const seconds = (performance.now() - started) / 1000;
  return {
    name: "ten thousand simulated hours",
    figure: `${seconds.toFixed(1)} s (${looks.length.toLocaleString("en-US")} looks)`,
    target: "at most 10 s",
    pass: seconds <= 10,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as { port: number };
  await new Promise((closed) => server.close(closed));
  return port;
}
