import { z } from "zod";
import type { FakeClayControl } from "./control.ts";
import { jsonReply, type Reply } from "./reply.ts";
import { scenarios } from "./scenarios.ts";
import { answers, endpoints, switchNameSchema, switchSchema } from "./switches.ts";
import { tableCsv } from "./tables.ts";

const amount = z.number().nullable();
const impacts = ["none", "minor", "major", "critical"] as const;

const commands = {
  "/control/switch": z.strictObject({ name: switchNameSchema, how: switchSchema }),
  "/control/scenario": z.strictObject({ name: z.string() }),
  "/control/balance": z.strictObject({ credits: amount, actions: amount }),
  "/control/status": z.strictObject({
    indicator: z.enum([...impacts, "maintenance"]),
    incidents: z
      .array(z.strictObject({ name: z.string(), impact: z.enum(impacts), status: z.string() }))
      .default([]),
  }),
  "/control/webhook": z.strictObject({
    id: z.string().regex(/^[\w-]+$/),
    rows: z.int().min(0).optional(),
    token: z.string().optional(),
  }),
  "/control/listening": z.strictObject({ open: z.boolean() }),
  "/control/reset": z.strictObject({}),
};

/**
 * The switches over HTTP: GET /control shows the state, the scenarios and what can be switched, GET
 * /control/table/ID.csv a webhook's table as Clay would export it; each POST takes and returns JSON. Undefined when the path is none of them.
 */
export async function controlReply(
  control: FakeClayControl,
  { method, path, body }: { method: string; path: string; body: string },
): Promise<Reply | undefined> {
  if (path !== "/control" && !path.startsWith("/control/")) return undefined;
  if (path === "/control") return overview(control);
  const table = /^\/control\/table\/([\w-]+)\.csv$/.exec(path)?.[1];
  if (table !== undefined) return csvReply(tableCsv(control.rows(table)));
  if (method !== "POST" || !(path in commands))
    return jsonReply(404, { error: `no such switch: ${method} ${path}` });
  try {
    const done = await carryOut(control, path as keyof typeof commands, body);
    return done ? overview(control) : jsonReply(404, { error: "no scenario of that name" });
  } catch (error) {
    const message = error instanceof z.ZodError ? z.prettifyError(error) : "the body is not JSON";
    return jsonReply(400, { error: message });
  }
}

function csvReply(body: string): Reply {
  return { status: 200, headers: { "content-type": "text/csv; charset=utf-8" }, body };
}

function overview(control: FakeClayControl): Reply {
  const offered = scenarios.map(({ name, description }) => ({ name, description }));
  return jsonReply(200, { state: control.state(), scenarios: offered, endpoints, answers });
}

/** False when what is asked for does not exist. */
async function carryOut(
  control: FakeClayControl,
  path: keyof typeof commands,
  body: string,
): Promise<boolean> {
  const json: unknown = JSON.parse(body || "{}");
  switch (path) {
    case "/control/switch": {
      const { name, how } = commands[path].parse(json);
      control.set(name, how);
      return true;
    }
    case "/control/scenario":
      return control.play(commands[path].parse(json).name);
    case "/control/balance":
      control.setBalance(commands[path].parse(json));
      return true;
    case "/control/status":
      control.setStatus(commands[path].parse(json));
      return true;
    case "/control/webhook": {
      const { id, rows, token } = commands[path].parse(json);
      control.setWebhook(id, {
        ...(rows === undefined ? {} : { rows }),
        ...(token === undefined ? {} : { token }),
      });
      return true;
    }
    case "/control/listening":
      await control.setListening(commands[path].parse(json).open);
      return true;
    case "/control/reset":
      commands[path].parse(json);
      await control.reset();
      return true;
  }
}
