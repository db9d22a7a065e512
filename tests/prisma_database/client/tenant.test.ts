// Works in the CRM's database through Prisma's client with the generated extension, as the application's role, for two
// tenants that must not reach each other. Reads the database's address.

import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { after, test } from "node:test";

import { PrismaPg } from "@prisma/adapter-pg";

import { PrismaClient } from "./generated/client.js";
import { forTenant } from "./tenant.js";

const ONE = "00000000-0000-0000-0000-00000000000a";
const OTHER = "00000000-0000-0000-0000-00000000000b";
const OTHERS_USER = "00000000-0000-0000-0000-0000000000b1";
const USER = "00000000-0000-0000-0000-0000000000a1";

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: await text(process.stdin) }) });
const one = prisma.$extends(forTenant(ONE));
const other = prisma.$extends(forTenant(OTHER));
after(() => prisma.$disconnect());

/** The codes that Prisma gives to a foreign key's refusal and to a row that a relation does not find. */
const FOREIGN_KEY = { code: "P2003" };
const NOT_FOUND = { code: "P2025" };

test("without a tenant nothing is read", async () => {
  await assert.rejects(prisma.leads.findMany(), /tenant context is not set/);
});

test("what is made belongs to the tenant and is seen by it alone", async () => {
  const lead = await one.leads.create({ data: { name: "Ada" } });
  assert.equal(lead.organization_id, ONE);
  assert.equal(lead.status, "NEW_LEAD");
  assert.equal((await one.leads.findUniqueOrThrow({ where: { id: lead.id } })).name, "Ada");
  assert.equal(await other.leads.findUnique({ where: { id: lead.id } }), null);
  await assert.rejects(other.leads.update({ where: { id: lead.id }, data: { name: "Eve" } }), NOT_FOUND);
  await assert.rejects(one.leads.create({ data: { name: "Eve", organization_id: OTHER } }), /row-level security/);
});

test("relations are made, followed and taken back", async () => {
  const lead = await one.leads.create({ data: { name: "Bob", deals: { create: [{ title: "House", value: "100.50" }] } } });
  const deal = await one.deals.findFirstOrThrow({ where: { lead_id: lead.id }, include: { lead: true } });
  assert.deepEqual([deal.organization_id, deal.lead?.name, deal.value.toString()], [ONE, "Bob", "100.5"]);
  const where = { id: deal.id };
  assert.equal((await one.deals.update({ where, data: { lead: { disconnect: true } } })).lead_id, null);
  assert.equal((await one.deals.update({ where, data: { lead: { connect: { id: lead.id } } } })).lead_id, lead.id);
  const assigned = { assigned_to: { connect: { id: USER } } };
  assert.equal((await one.deals.update({ where, data: assigned })).assigned_to_id, USER);
});

test("no reference leads to another tenant", async () => {
  const lead = await one.leads.create({ data: { name: "Cem" } });
  const deal = await other.deals.create({ data: { title: "Flat", value: 1 } });
  const update = (data: Parameters<typeof other.deals.update>[0]["data"]) =>
    other.deals.update({ where: { id: deal.id }, data });
  await assert.rejects(update({ lead_id: lead.id }), FOREIGN_KEY);
  await assert.rejects(update({ lead: { connect: { id: lead.id } } }), NOT_FOUND);
  await assert.rejects(update({ assigned_to_id: USER }), FOREIGN_KEY);
  assert.equal((await update({ assigned_to_id: OTHERS_USER })).assigned_to_id, OTHERS_USER);
});

test("an update moves its time", async () => {
  const { id, created_at, updated_at } = await one.contacts.create({ data: { name: "Dee" } });
  const later = await one.contacts.update({ where: { id }, data: { position: "Buyer" } });
  assert.equal(later.created_at.getTime(), created_at.getTime());
  assert.ok(later.updated_at > updated_at);
});

test("a transaction is the tenant's and rolls back whole", async () => {
  const before = await one.leads.count();
  const work = one.$transaction(async (tx) => {
    const lead = await tx.leads.create({ data: { name: "Eli" } });
    assert.equal(lead.organization_id, ONE);
    assert.equal(await tx.leads.count(), before + 1);
    throw new Error("changed my mind");
  });
  await assert.rejects(work, /changed my mind/);
  const list = one.$transaction([
    one.leads.create({ data: { name: "Eli" } }),
    one.leads.create({ data: { name: "Eli", organization_id: OTHER } }),
  ]);
  await assert.rejects(list, /row-level security/);
  assert.equal(await one.leads.count(), before);
});

test("a list of operations gives each its result", async () => {
  const [count, leads, raw] = await one.$transaction([
    one.leads.count(),
    one.leads.findMany(),
    one.$queryRaw<{ count: number }[]>`SELECT count(*)::integer FROM leads`,
  ]);
  assert.deepEqual([leads.length, raw[0]?.count], [count, count]);
});

test("a list that names two tenants is refused", async () => {
  await assert.rejects(one.$transaction([one.leads.count(), other.leads.count()]), /another tenant's client/);
});

test("tenants at work at the same time stay apart", async () => {
  const ours = await one.leads.count();
  const theirs = await other.leads.count();
  assert.notEqual(ours, theirs);
  const counts = await Promise.all([one, other, one, other].map((db) => db.leads.count()));
  assert.deepEqual(counts, [ours, theirs, ours, theirs]);
});

test("a tenant cannot be written into the statement", async () => {
  await assert.rejects(prisma.$extends(forTenant(`${ONE}'::uuid) --`)).leads.count(), /invalid input syntax/);
});
