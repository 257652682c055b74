// Answers every request at once, over HTTP or, with a key and a certificate, over TLS. Writes its port when it listens.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";

const [key, cert] = process.argv.slice(2);
const body = JSON.stringify({ page: { name: "Local" }, status: { indicator: "none" }, incidents: [] });
const answer: Parameters<typeof createServer>[1] = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json", connection: "close" });
  response.end(body);
};
const server =
  key && cert
    ? createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) }, answer)
    : createServer(answer);
server.listen(0, "127.0.0.1", () => console.log((server.address() as { port: number }).port));
