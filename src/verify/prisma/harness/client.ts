// Works in a database through Prisma's client with the generated extension, as the application's role, for two tenants
// that must not reach each other. Reads what to work with as JSON. What does not hold is printed, a line of JSON each;
// the last line says how much was tried.

import assert from "node:assert/strict";
import { text } from "node:stream/consumers";

import { PrismaPg } from "@prisma/adapter-pg";

import { PrismaClient } from "./generated/client.js";
import { forTenant } from "./tenant.js";

type Context = Parameters<typeof forTenant>[0];
type Row = Record<string, unknown>;
type Data = Record<string, unknown>;

interface Tenant {
  context: Context;
  id: string;
}

/** A model that the application may read. */
interface Read {
  model: string;
  /** The field that names the tenant, where each row has one. */
  tenant: string | null;
  /** How many rows each tenant sees, where that is known. */
  count: number | null;
}

/** A model in which the application may do everything. */
interface Life {
  model: string;
  table: string;
  key: string;
  tenant: string;
  tenantColumn: string;
  text: string;
  touched: string | null;
  /** Rows to insert, each once. */
  data: Data[];
  ours: string;
  theirs: string;
}

/** An optional relation. */
interface Link {
  model: string;
  key: string;
  relation: string;
  column: string;
  row: string;
  to: { key: string; ours: string; theirs: string };
}

/** Rows that are inserted with those that they point at. */
interface Nested {
  model: string;
  key: string;
  data: Data;
  inverse: string;
  child: { model: string; column: string; tenant: string; data: Data };
}

interface Scene {
  url: string;
  ours: Tenant;
  theirs: Tenant;
  /** Whether there is an error without a tenant, or there are no rows. */
  refusesUnset: boolean;
  reads: Read[];
  life: Life | null;
  link: Link | null;
  nested: Nested | null;
}

/** A model of the client, whichever it is. */
interface Delegate {
  findMany(args?: object): Promise<Row[]>;
  findUnique(args: object): Promise<Row | null>;
  count(args?: object): Promise<number>;
  create(args: object): Promise<Row>;
  update(args: object): Promise<Row>;
  updateMany(args: object): Promise<{ count: number }>;
  upsert(args: object): Promise<Row>;
  delete(args: object): Promise<Row>;
  deleteMany(args: object): Promise<{ count: number }>;
}

const POOL = 3;
const REQUESTS = 60;

/** The codes that Prisma gives to a foreign key's refusal and to a row that is not found. */
const FOREIGN_KEY = { code: "P2003" };
const NOT_FOUND = { code: "P2025" };

const scene: Scene = JSON.parse(await text(process.stdin));
const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: scene.url, max: POOL }) });
const ours = prisma.$extends(forTenant(scene.ours.context));
const theirs = prisma.$extends(forTenant(scene.theirs.context));
let calls = 0;

for (const read of scene.reads) await reads(read);
if (scene.life) await lives(scene.life);
if (scene.link) await links(scene.link);
if (scene.nested) await nests(scene.nested);
if (typeof scene.ours.context === "string") {
  const injected = prisma.$extends(forTenant(`${scene.ours.id}'::uuid) --` as unknown as Context));
  await tried("a tenant that is no UUID", () => assert.rejects(injected.$queryRaw`SELECT 1`, /invalid input syntax/));
}
await prisma.$disconnect();
console.log(JSON.stringify({ calls }));

function model(client: object, name: string): Delegate {
  return (client as Record<string, Delegate>)[name.charAt(0).toLowerCase() + name.slice(1)]!;
}

async function tried(what: string, work: () => Promise<unknown>): Promise<void> {
  calls += 1;
  try {
    await work();
  } catch (error) {
    console.log(JSON.stringify({ what, got: error instanceof Error ? error.message : String(error) }));
  }
}

async function reads({ model: name, tenant, count }: Read): Promise<void> {
  await tried(`${name}: read without a tenant`, async () => {
    const rows = model(prisma, name).findMany();
    if (!tenant) return;
    if (scene.refusesUnset) await assert.rejects(rows, /tenant context is not set/);
    else assert.deepEqual(await rows, []);
  });
  for (const [client, { id }] of [[ours, scene.ours], [theirs, scene.theirs]] as const) {
    await tried(`${name}: read by a tenant`, async () => {
      const rows = await model(client, name).findMany();
      if (tenant) assert.deepEqual([...new Set(rows.map((row) => row[tenant]))], rows.length ? [id] : []);
      if (count !== null) assert.equal(rows.length, count);
      assert.equal(await model(client, name).count(), rows.length);
    });
  }
}

async function lives(life: Life): Promise<void> {
  const { model: name, key, tenant, text: field, touched } = life;
  const [own, other] = [model(ours, name), model(theirs, name)];
  const next = () => life.data.shift()!;
  const at = (id: unknown) => ({ where: { [key]: id } });
  const row = await own.create({ data: next() }).catch((error) => ({ error }) as Row);
  const where = at(row[key]);
  await tried(`${name}: create`, async () => {
    assert.equal(row["error"], undefined);
    assert.equal(row[tenant], scene.ours.id);
    assert.equal(await other.findUnique(where), null);
  });
  await tried(`${name}: create for another tenant`, () =>
    assert.rejects(own.create({ data: { ...next(), [tenant]: scene.theirs.id } }), /row-level security/));
  await tried(`${name}: update`, async () => {
    const updated = await own.update({ ...where, data: { [field]: "é🙂'\"" } });
    assert.equal(updated[field], "é🙂'\"");
    if (touched) assert.ok((updated[touched] as Date) > (row[touched] as Date));
  });
  await tried(`${name}: update another tenant's row`, async () => {
    await assert.rejects(own.update({ ...at(life.theirs), data: { [field]: "x" } }), NOT_FOUND);
    const { count } = await own.updateMany({ ...at(life.theirs), data: { [field]: "x" } });
    assert.equal(count, 0);
  });
  await tried(`${name}: upsert`, async () => {
    const upserted = await own.upsert({ ...where, create: next(), update: { [field]: "y" } });
    assert.deepEqual([upserted[key], upserted[field]], [row[key], "y"]);
  });
  await tried(`${name}: an interactive transaction rolls back`, async () => {
    const before = await own.count();
    const work = ours.$transaction(async (tx) => {
      const made = await model(tx, name).create({ data: next() });
      assert.equal(made[tenant], scene.ours.id);
      assert.equal(await model(tx, name).count(), before + 1);
      throw new Error("changed my mind");
    });
    await assert.rejects(work, /changed my mind/);
    assert.equal(await own.count(), before);
  });
  await tried(`${name}: a list of operations rolls back`, async () => {
    const before = await own.count();
    const foreign = { ...next(), [tenant]: scene.theirs.id };
    const list = [own.create({ data: next() }), own.create({ data: foreign })];
    await assert.rejects(ours.$transaction(list as never), /row-level security/);
    assert.equal(await own.count(), before);
  });
  await tried(`${name}: a list of operations gives each its result`, async () => {
    const list = [own.count(), own.findMany(), ours.$queryRawUnsafe(`SELECT count(*)::integer AS n FROM ${life.table}`)];
    const [count, rows, raw] = (await ours.$transaction(list as never)) as [number, Row[], { n: number }[]];
    assert.deepEqual([rows.length, raw[0]?.n], [count, count]);
  });
  await tried(`${name}: a list that names two tenants is refused`, () =>
    assert.rejects(ours.$transaction([own.count(), other.count()] as never), /another tenant's client/));
  await tried(`${name}: raw queries`, async () => {
    const query = `SELECT DISTINCT ${life.tenantColumn}::text AS tenant FROM ${life.table}`;
    assert.deepEqual(await ours.$queryRawUnsafe(query), [{ tenant: scene.ours.id }]);
    assert.deepEqual(await theirs.$queryRawUnsafe(query), [{ tenant: scene.theirs.id }]);
    if (scene.refusesUnset) await assert.rejects(prisma.$queryRawUnsafe(query), /tenant context is not set/);
    const written = await ours.$executeRawUnsafe(`UPDATE ${life.table} SET ${life.tenantColumn} = DEFAULT WHERE false`).catch(() => 0);
    assert.equal(written, 0);
  });
  await crowd(life);
  await tried(`${name}: delete`, async () => {
    await assert.rejects(other.delete(where), NOT_FOUND);
    assert.equal((await other.deleteMany(where)).count, 0);
    assert.equal((await own.delete(where))[key], row[key]);
    assert.equal(await own.findUnique(where), null);
  });
}

/** Many requests of two tenants at once, of every kind, on fewer connections. */
async function crowd({ model: name, key, tenant, text: field, ours: mine, theirs: others }: Life): Promise<void> {
  const request = (at: number) => async () => {
    const [client, { id }, row] = at % 2 ? [ours, scene.ours, mine] as const : [theirs, scene.theirs, others] as const;
    const saw = async (db: object) => {
      const rows = await model(db, name).findMany();
      assert.deepEqual([...new Set(rows.map((one) => one[tenant]))], [id]);
    };
    if (at % 3 === 0) return saw(client);
    if (at % 3 === 1) return client.$transaction((tx) => saw(tx), { maxWait: 60_000, timeout: 60_000 });
    const updated = await model(client, name).update({ where: { [key]: row }, data: { [field]: `request ${at}` } });
    assert.equal(updated[tenant], id);
  };
  const numbers = Array.from({ length: REQUESTS }, (_, at) => at);
  await Promise.all(numbers.map((at) => tried(`${name}: request ${at} of ${REQUESTS} at once`, request(at))));
}

async function links({ model: name, key, relation, column, row, to }: Link): Promise<void> {
  const own = model(ours, name);
  const where = { [key]: row };
  const change = (data: Data) => own.update({ where, data });
  const connect = (id: string) => ({ [relation]: { connect: { [to.key]: id } } });
  await tried(`${name}.${relation}: connect`, async () => {
    assert.equal((await change(connect(to.ours)))[column], to.ours);
    const [read] = await own.findMany({ where, include: { [relation]: true } });
    assert.equal((read?.[relation] as Row | undefined)?.[to.key], to.ours);
  });
  await tried(`${name}.${relation}: disconnect`, async () =>
    assert.equal((await change({ [relation]: { disconnect: true } }))[column], null));
  await tried(`${name}.${relation}: connect another tenant's row`, async () => {
    await assert.rejects(change(connect(to.theirs)), NOT_FOUND);
    await assert.rejects(change({ [column]: to.theirs }), FOREIGN_KEY);
  });
}

async function nests({ model: name, key, data, inverse, child }: Nested): Promise<void> {
  await tried(`${name}.${inverse}: nested create`, async () => {
    const made = await model(ours, name).create({
      data: { ...data, [inverse]: { create: [child.data] } },
      include: { [inverse]: true },
    });
    const [row, ...more] = made[inverse] as Row[];
    assert.deepEqual([row?.[child.column], row?.[child.tenant], more.length], [made[key], scene.ours.id, 0]);
    assert.equal((await model(theirs, child.model).findMany({ where: { [child.column]: made[key] } })).length, 0);
  });
}
