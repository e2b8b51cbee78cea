// The backend of c15t as its quickstart sets it up, on SQLite through Kysely; with the policy packs of the quickstart of
// its page on these, which calls a backend without them deprecated. Arguments: port, file, "plain" or "packs".
import http from "node:http";
import { c15tInstance, policyPackPresets } from "@c15t/backend";
import { kyselyAdapter } from "@c15t/backend/db/adapters/kysely";
import { migrator } from "@c15t/backend/db/migrator";
import { DB } from "@c15t/backend/db/schema";
import Database from "better-sqlite3";
import { Kysely, SqliteDialect } from "kysely";

const database = new Database(process.argv[3]);
// as durable as Akkoord's
database.pragma("journal_mode = WAL");
database.pragma("synchronous = FULL");
const adapter = kyselyAdapter({
  db: new Kysely({ dialect: new SqliteDialect({ database }) }),
  provider: "sqlite",
});
const migration = await migrator({ db: DB.client(adapter), schema: "latest" });
await migration.execute();

const packs = {
  policyPacks: [
    policyPackPresets.europeOptIn(),
    policyPackPresets.californiaOptOut(),
    policyPackPresets.worldNoBanner(),
  ],
  policySnapshot: { signingKey: "a-key-that-only-this-bench-knows-of" },
};

const c15t = c15tInstance({
  appName: "bench",
  basePath: "/",
  trustedOrigins: ["https://www.shop.example"],
  adapter,
  ...(process.argv[4] === "packs" ? packs : {}),
  logger: { level: "error" },
});

http
  .createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const answer = await c15t.handler(
      new Request(`http://${request.headers.host}${request.url}`, {
        method: request.method,
        headers: request.headers,
        body: pieces.length ? Buffer.concat(pieces) : undefined,
      }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  })
  .listen(Number(process.argv[2]), "127.0.0.1");
