// Reads generated schemas as JSON ({ name: { file: text } }) and says of each what Prisma's engines find wrong with it:
// a schema they refuse, or a file that their formatter would write otherwise. One line of JSON per finding.

import { text } from "node:stream/consumers";

const ENGINES = [
  { version: "6.19", engine: await load("prisma-schema-6.19"), url: true },
  { version: "7.10", engine: await load("prisma-schema-7.10"), url: false },
];

const schemas = JSON.parse(await text(process.stdin));
for (const [name, files] of Object.entries(schemas)) {
  for (const { version, engine, url } of ENGINES) {
    const schema = [...Object.entries(files), ["datasource.prisma", datasource(files, url)]];
    for (const fault of [...refusals(engine, schema), ...reformatted(engine, schema)]) {
      console.log(JSON.stringify({ name, version, fault }));
    }
  }
}

async function load(name) {
  const engine = await import(`${name}/src/prisma_schema_build.js`);
  return engine.default ?? engine;
}

/** The part that is the application's own: 6.19 wants a URL in it, 7 refuses one; both want other schemas named. */
function datasource(files, url) {
  const names = Object.values(files).flatMap((text) => [...text.matchAll(/@@schema\((".*")\)/g)].map((match) => match[1]));
  const schemas = names.length ? `  schemas = [${[...new Set(names)].join(", ")}]\n` : "";
  return `datasource db {\n  provider = "postgresql"\n${url ? '  url = "postgresql://"\n' : ""}${schemas}}\n`;
}

function refusals(engine, schema) {
  try {
    engine.validate(JSON.stringify({ prismaSchema: schema, noColor: true }));
    return [];
  } catch (error) {
    return [message(error)];
  }
}

/** The engine throws JSON where it has something to say. */
function message(error) {
  try {
    return JSON.parse(error.message).message;
  } catch {
    return error.message;
  }
}

function* reformatted(engine, schema) {
  const parameters = { textDocument: { uri: "file:/" }, options: { tabSize: 2, insertSpaces: true } };
  const formatted = new Map(JSON.parse(engine.format(JSON.stringify(schema), JSON.stringify(parameters))));
  for (const [file, text] of schema.slice(0, -1)) {
    if (formatted.get(file) !== text) yield `the formatter would write ${file} so:\n${formatted.get(file)}`;
  }
}
