// The official Node client against the front: node client.mjs <url>
import assert from "node:assert/strict";
import { createClient } from "@clickhouse/client";

const client = createClient({ url: process.argv[2], compression: { request: true, response: true } });

const ping = await client.ping();
assert.equal(ping.success, true);

await client.command({ query: "CREATE DATABASE IF NOT EXISTS node" });
await client.command({ query: "CREATE TABLE node.t (id UInt64, name String) ENGINE = MergeTree ORDER BY id" });

const rows = Array.from({ length: 100_000 }, (_, id) => ({ id, name: `device ${id}` }));
const inserted = await client.insert({ table: "node.t", values: rows, format: "JSONEachRow" });
assert.equal(inserted.summary.written_rows, "100000");

const stream = await client.query({
  query: "SELECT id, name FROM node.t WHERE id < {limit: UInt64} ORDER BY id",
  query_params: { limit: 90_000 },
  format: "JSONEachRow",
});
let count = 0;
let sum = 0;
for await (const chunk of stream.stream()) {
  for (const row of chunk) {
    const { id, name } = row.json();
    assert.equal(name, `device ${id}`);
    count += 1;
    sum += Number(id);
  }
}
assert.equal(count, 90_000);
assert.equal(sum, (90_000 * 89_999) / 2);

const whole = await client.query({ query: "SELECT count() AS n FROM node.t", format: "JSON" });
assert.equal((await whole.json()).data[0].n, 100000);

await assert.rejects(client.query({ query: "SELECT * FROM node.nothing" }), (error) => {
  assert.equal(error.code, "60");
  assert.equal(error.type, "UNKNOWN_TABLE");
  return true;
});

await assert.rejects(async () => {
  const failing = await client.query({
    query: "SELECT number, throwIf(number = 3000000) FROM numbers(5000000) SETTINGS max_threads = 1",
    format: "JSONEachRow",
  });
  for await (const chunk of failing.stream()) {
    void chunk;
  }
});

await client.close();
console.log("all passed");
