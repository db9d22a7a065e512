// A client as an extension's types see it: what Prisma generates is the same at greater length.

interface Lead {
  id: string;
  name: string;
}

type Tx = Omit<PrismaClient, "$extends" | "$transaction">;

export declare class PrismaClient {
  leads: { count(): Promise<number>; findMany(): Promise<Lead[]> };
  $executeRaw(statement: TemplateStringsArray, ...values: unknown[]): Promise<number>;
  $extends<C>(extension: (client: this) => C): C;
  $transaction<P extends Promise<unknown>[]>(operations: [...P]): Promise<{ [K in keyof P]: Awaited<P[K]> }>;
  $transaction<R>(work: (tx: Tx) => Promise<R>, options?: { timeout?: number }): Promise<R>;
}
