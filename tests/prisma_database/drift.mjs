// Reads databases and the schemas that should describe them as JSON ({ name: { url, schema, external } }) and
// prints, as one line of JSON each, what Prisma's schema engine would change in a database to make it what its schema
// says.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";

import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import pg from "pg";

/** PostgreSQL's one-byte type `"char"`, and what the adapter calls text and a character. */
const CHAR = 18;
const TEXT = 25;
const CHARACTER = 6;

const SchemaEngine = await loadEngine();
const databases = JSON.parse(await text(process.stdin));
for (const [name, { url, schema, external }] of Object.entries(databases)) {
  const change = await drift(url, schema, external);
  if (change) console.log(JSON.stringify({ name, change }));
}

/** The engine is WebAssembly, which node imports only under a flag; so it is put together by hand. */
async function loadEngine() {
  const folder = dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const bindings = await import(join(folder, "schema_engine_bg.js"));
  const wasm = await readFile(join(folder, "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(wasm, { "./schema_engine_bg.js": bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };
  return bindings.SchemaEngine;
}

/** What would be changed, as SQL; nothing where the database is as the schema says. */
async function drift(url, schema, external) {
  const pool = new pg.Pool({ connectionString: url });
  const files = Object.entries(schema).map(([path, content]) => ({ path, content }));
  try {
    const engine = await SchemaEngine.new({ datamodels: Object.entries(schema) }, () => {}, adapter(pool));
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: "." },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: { externalTables: external, externalEnums: [] },
    });
    return exitCode === 0 ? null : stdout;
  } finally {
    await pool.end();
  }
}

/** Prisma's adapter, which does not know `"char"` by itself: it is read as text and shown as a character. */
function adapter(pool) {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => readingChars(await connect());
  return bindMigrationAwareSqlAdapterFactory(factory);
}

function readingChars(adapter) {
  const places = new WeakMap();
  const performIO = adapter.performIO.bind(adapter);
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.performIO = async (query) => {
    const result = await performIO(query);
    const chars = result.fields.filter((field) => field.dataTypeID === CHAR);
    places.set(query, chars.map((field) => result.fields.indexOf(field)));
    for (const field of chars) field.dataTypeID = TEXT;
    return result;
  };
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    for (const place of places.get(query)) result.columnTypes[place] = CHARACTER;
    return result;
  };
  return adapter;
}
