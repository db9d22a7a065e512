
import { AsyncLocalStorage } from "node:async_hooks";

{% if claims %}
/** The payload of a token whose signature has been verified. */
export interface Claims {
  app_metadata: { {{ claims.tenant }}: string; [key: string]: unknown };
  [claim: string]: unknown;
}

{% endif %}
/** A client or a transaction's client, as far as it is used here. */
interface Client {
  $executeRaw(statement: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

/** A client that can begin transactions. */
interface Root extends Client {
  $extends(extension: object): unknown;
  $transaction(operations: Promise<unknown>[], options?: object): Promise<unknown[]>;
  $transaction<R>(work: (tx: Client) => Promise<R>, options?: object): Promise<R>;
}

/** An operation on its way to the database, as an extension meets it. */
interface Operation {
  args: unknown;
  query(args: unknown): Promise<unknown>;
}

/** The extension whose list of operations is being sent: they are inside its transaction already. */
const sending = new AsyncLocalStorage<symbol>();

/**
 * A client extension: every operation runs for one tenant, in a transaction that has set it.
 *
{% if claims %}
 *     const db = prisma.$extends(forTenant(claims));
{% else %}
 *     const db = prisma.$extends(forTenant(organizationId));
{% endif %}
 *     await db.$transaction(async (tx) => { ... });
 *
 * A single operation gets a transaction of its own; `$transaction` sets the tenant first, in both of its forms, and
 * rolls back as a whole. Make one such client per request and extend it last: what is added to it later does not
 * reach the client inside an interactive transaction.
{% if claims %}
 *
 * Each transaction takes on the role that row security is written for; the user that Prisma connects as must be a
 * member of it. Never pass claims from an unverified token.
{% endif %}
 */
{% if claims %}
export function forTenant(claims: Claims) {
{% else %}
export function forTenant(tenant: string) {
{% endif %}
  return <C extends object>(client: C): C => {
    const root = client as unknown as Root;
    const self = Symbol("tenant");
{% if claims %}
    const setTenant = (tx: Client) => tx.$executeRaw`
      SELECT set_config('role', {{ claims.role }}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
{% else %}
    const setTenant = (tx: Client) => tx.$executeRaw`SELECT {{ set }}(${tenant}::uuid)`;
{% endif %}

    async function send(operations: Promise<unknown>[], options?: object): Promise<unknown[]> {
      const [, ...results] = await root.$transaction([setTenant(root), ...operations], options);
      return results;
    }

    async function run({ args, query }: Operation): Promise<unknown> {
      const sender = sending.getStore();
      if (sender === self) return query(args);
      if (sender) throw new Error("an operation of another tenant's client in a list of operations");
      const [result] = await send([query(args)]);
      return result;
    }

    function $transaction(work: Promise<unknown>[] | ((tx: Client) => Promise<unknown>), options?: object) {
      if (Array.isArray(work)) return sending.run(self, () => send(work, options));
      return root.$transaction(async (tx) => {
        await setTenant(tx);
        return work(tx);
      }, options);
    }

    return root.$extends({ name: "tenant", query: { $allOperations: run }, client: { $transaction } }) as C;
  };
}
