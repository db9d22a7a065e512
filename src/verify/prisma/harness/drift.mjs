// Reads databases and the schemas that should describe them as JSON ({ name: { url, schema, external } }) and
// prints, as one line of JSON each, what Prisma's schema engine would change: in a database to make it what its schema
// says, and in what the schema says to make it the database's.

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
  for (const [way, change] of await drift(url, schema, external)) {
    if (change) console.log(JSON.stringify({ name, way, change }));
  }
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

/** What would be changed either way, as SQL; nothing where the database is as the schema says. */
async function drift(url, schema, external) {
  const pool = new pg.Pool({ connectionString: url });
  const files = Object.entries(schema).map(([path, content]) => ({ path, content }));
  const database = { tag: "schemaDatasource", files, configDir: "." };
  const said = { tag: "schemaDatamodel", files };
  const filters = { externalTables: external, externalEnums: [] };
  try {
    const engine = await SchemaEngine.new({ datamodels: Object.entries(schema) }, () => {}, adapter(pool));
    const change = async (from, to) => {
      const { exitCode, stdout } = await engine.diff({ from, to, script: true, exitCode: true, filters });
      return exitCode === 0 ? null : stdout;
    };
    return [
      ["to the schema", await change(database, said)],
      ["to the database", withoutUntold(await change(said, database), schema)],
    ];
  } finally {
    await pool.end();
  }
}

/**
 * What is left of a change when defaults are set aside that the schema leaves to the database: Prisma takes
 * `dbgenerated()` without words for equal to anything, but only when it is to change the database.
 */
function withoutUntold(change, schema) {
  const untold = new Set(Object.values(schema).flatMap((file) => [...untoldColumns(file)]));
  const kept = (change ?? "").split(/^(?=-- )/m).filter((step) => {
    const [, table, clauses] = /^-- AlterTable\nALTER TABLE (?:"(?:[^"]|"")*"\.)?("(?:[^"]|"")*") (.*);\s*$/s.exec(step) ?? [];
    const isUntold = (clause) => {
      const column = /^\s*ALTER COLUMN ("(?:[^"]|"")*") SET DEFAULT /.exec(clause)?.[1];
      return column !== undefined && untold.has(`${table}.${column}`);
    };
    return !clauses?.split(/,\n/).every(isUntold);
  });
  return kept.join("").trim() || null;
}

/** The columns of a file's models whose default has no words, as SQL names them: `"table"."column"`. */
function* untoldColumns(file) {
  const sql = (name) => `"${name.replaceAll('"', '""')}"`;
  const mapped = (text, at) => new RegExp(`${at}map\\(("(?:[^"\\\\]|\\\\.)*")\\)`).exec(text)?.[1];
  for (const [model] of file.matchAll(/^model [^]*?^}/gm)) {
    const table = JSON.parse(mapped(model, "@@") ?? '""');
    for (const line of model.split("\n").filter((line) => line.includes("@default(dbgenerated())"))) {
      const name = mapped(line, " @");
      yield `${sql(table)}.${sql(name ? JSON.parse(name) : line.trim().split(" ")[0])}`;
    }
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
