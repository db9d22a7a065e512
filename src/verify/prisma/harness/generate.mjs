// Reads a schema as JSON ({ file: text }) and generates Prisma's client for it in the current folder, as
// `prisma generate` would, without the engine binaries that the command wants to download.

import { createRequire } from "node:module";
import { join } from "node:path";
import { text } from "node:stream/consumers";

// Their ES modules cannot be imported by node.
const require = createRequire(import.meta.url);
const { PrismaClientTsGenerator } = require("@prisma/client-generator-ts");
const { getConfig, getDMMF } = require("@prisma/internals");

const output = join(process.cwd(), "generated");
const generator = `generator client {
  provider            = "prisma-client"
  output              = ${JSON.stringify(output)}
  moduleFormat        = "esm"
  importFileExtension = "js"
}
`;
const datamodel = Object.entries({ ...JSON.parse(await text(process.stdin)), "generator.prisma": generator });
const config = await getConfig({ datamodel });
await new PrismaClientTsGenerator().generate({
  binaryPaths: {},
  datamodel: datamodel.map(([, content]) => content).join("\n"),
  datasources: config.datasources,
  dmmf: await getDMMF({ datamodel }),
  generator: { ...config.generators[0], output: { value: output, fromEnvVar: null } },
  schemaPath: join(process.cwd(), "schema.prisma"),
  version: "7.10.0",
});
