import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { declare, isTriageDone, nameOf, notified, recordOf, textsIn, type } from "../support/acts.ts";
import { openRig, type Rig } from "../support/bot.ts";
import { runClayIncident } from "../support/command-line.ts";
import { type CompanyProxy, openProxy } from "../support/proxy.ts";
import { makeSelfSigned } from "../triage/support/self-signed.ts";

// Made up here, so that nothing in this file looks like somebody's password.
const password = ["opens", "the", "gate"].join("%20");
const login = `gate:${decodeURIComponent(password)}`;

async function openBehindProxy(): Promise<{ rig: Rig; proxy: CompanyProxy }> {
  const proxy = await openProxy(login);
  const rig = await openRig({
    config: {
      network: { http_proxy: `http://gate:${password}@${proxy.host}` },
      triage: { share_seconds: 0 },
    },
  });
  onTestFinished(async () => {
    await rig.close();
    await proxy.close();
  });
  return { rig, proxy };
}

const triageIn = (rig: Rig) => textsIn(rig, "general").findLast((text) => text.startsWith("Clay triage"));

test("in a network with a proxy all goes through it: sockets, the Web API, answers, probes", async () => {
  const { rig, proxy } = await openBehindProxy();
  const bot = await rig.startBot();
  const channel = await declare(rig, { title: "Rows are red", severity: "P1" });
  await notified(rig, channel.id, nameOf(channel), "P1 · Investigating");
  expect(await type(rig, "lead", "general", "list")).toContain("Open incidents");
  await type(rig, "responder", "general", "triage");
  await rig.eventually(() => isTriageDone(triageIn(rig) ?? ""));

  const slack = new URL(rig.slack.apiUrl).host;
  const clay = new URL(rig.clay.configuration.api_url).host;
  expect(proxy.asked).toContain(`CONNECT ${slack}`);
  for (const what of ["/api/auth.test", "/api/apps.connections.open", "/api/chat.postMessage"])
    expect(
      proxy.asked.some((line) => line.startsWith(`POST http://${slack}${what}`)),
      what,
    ).toBe(true);
  expect(proxy.asked.some((line) => line.startsWith(`GET http://${clay}/`))).toBe(true);
  const said = JSON.stringify([bot.log, await recordOf(rig, nameOf(channel))]);
  for (const secret of [password, decodeURIComponent(password)]) expect(said).not.toContain(secret);
});

test("a proxy that lets Slack through and Clay not is a finding about your network, not about Clay", async () => {
  const { rig, proxy } = await openBehindProxy();
  const clay = new URL(rig.clay.configuration.api_url).host;
  proxy.refuse((target) => (target.includes(clay) ? 407 : null));
  await rig.startBot();
  await type(rig, "responder", "general", "triage");
  const told = await rig.eventually(() => {
    const text = triageIn(rig);
    return text && isTriageDone(text) ? text : undefined;
  });
  expect(told).toContain("your network's proxy does not let this bot through");
  expect(told).toContain("your own network");
  expect(told).not.toMatch(/Clay is down|outage at Clay|\bP[1-4]\b/);
});

test("over https:// the terminal's triage goes through CONNECT, with the company's own certificate", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-proxy-"));
  const { key, cert } = makeSelfSigned("localhost");
  const certificate = join(folder, "company.pem");
  writeFileSync(certificate, cert);
  const server = createServer({ key, cert }, (_request, response) => void response.end("fine"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const proxy = await openProxy(login);
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  const target = `localhost:${(server.address() as AddressInfo).port}`;
  const env = {
    CLAY_HOSTS: `https://${target}`,
    CLAY_STATUS_URL: `https://${target}/status.json`,
    CLAY_CALLBACK_URL: `https://${target}/health`,
    SLACK_API_URL: `https://${target}/api/`,
    // In small letters, as many a machine has it.
    https_proxy: `http://gate:${password}@${proxy.host}`,
    NODE_EXTRA_CA_CERTS: certificate,
  };
  const { stdout } = await runClayIncident(["triage", "--json"], { cwd: folder, env });
  const { results } = JSON.parse(stdout);
  const reach = results.find(({ kind }: { kind: string }) => kind === "reach");
  expect(reach).toMatchObject({ outcome: "ok", httpStatus: 200 });
  expect(Object.keys(reach.timings)).toEqual(
    expect.arrayContaining(["connectMs", "tlsMs", "firstByteMs", "totalMs"]),
  );
  expect(proxy.asked).toContain(`CONNECT ${target}`);

  const doctor = () => runClayIncident(["doctor"], { cwd: folder, env: { ...env, NO_PROXY: "" } });
  expect((await doctor()).stdout).toContain(`${proxy.host} lets us through to ${target}`);
  proxy.refuse(() => 403);
  const refused = await doctor();
  expect(refused.stdout).toContain(`${proxy.host} does not let us through: 403`);
  expect(refused.exitCode).toBe(1);
  const left = await runClayIncident(["triage", "--json"], {
    cwd: folder,
    env: { ...env, NO_PROXY: "localhost" },
  });
  expect(JSON.parse(left.stdout).results[1]).toMatchObject({ kind: "reach", outcome: "ok" });
  const all = [stdout, refused.stdout, refused.stderr, left.stdout].join();
  for (const secret of [password, decodeURIComponent(password)]) expect(all).not.toContain(secret);
  expect(readFileSync(certificate, "utf8")).toBe(cert);
});

test("when nothing out there is reached, Slack neither, it is this bot's own network, without a severity", async () => {
  const folder = mkdtempSync(join(tmpdir(), "clay-incident-proxy-"));
  const proxy = await openProxy();
  onTestFinished(async () => {
    await proxy.close();
    rmSync(folder, { recursive: true });
  });
  proxy.refuse(() => 503);
  const env = { HTTPS_PROXY: proxy.host, CLAY_WEBHOOK_URL: "", CLAY_API_KEY: "" };
  const { stdout, exitCode } = await runClayIncident(["triage", "--json"], { cwd: folder, env });
  const { diagnosis } = JSON.parse(stdout);
  expect(diagnosis).toMatchObject({ outcome: "inconclusive", side: "network" });
  expect(diagnosis.verdict).toContain("our own network");
  expect(stdout).not.toContain('"severity"');
  expect(exitCode).toBe(2);
});
