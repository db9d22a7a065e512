import { PrismaClient } from "../client.js";
import { forTenant } from "./tenant.js";

const claims = { sub: "someone", app_metadata: { organization_id: "00000000-0000-0000-0000-000000000001" } };

export const count: number = await new PrismaClient().$extends(forTenant(claims)).leads.count();

// @ts-expect-error claims that name no tenant
forTenant({ app_metadata: {} });
