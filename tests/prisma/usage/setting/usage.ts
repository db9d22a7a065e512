import { PrismaClient } from "../client.js";
import { forTenant } from "./tenant.js";

const db = new PrismaClient().$extends(forTenant("00000000-0000-0000-0000-000000000001"));

export const names: string[] = (await db.leads.findMany()).map((lead) => lead.name);
export const [count, leads]: [number, { id: string }[]] = await db.$transaction([db.leads.count(), db.leads.findMany()]);
export const first: string | undefined = await db.$transaction(async (tx) => (await tx.leads.findMany())[0]?.id);

// @ts-expect-error a tenant is a text
forTenant(1);
// @ts-expect-error what a client has not, an extended one has not either
db.deals;
