// Reads generated schemas as JSON ({ name: { file: text } }) and says of each what Prisma's engines find wrong with it:
// a schema they refuse, or a file that their formatter would write otherwise. One line of JSON per finding.

import { text } from "node:stream/consumers";

const ENGINES = [
  { version: "6.19", engine: await load("prisma-schema-6.19"), adapt: withUrl },
  { version: "7.10", engine: await load("prisma-schema-7.10"), adapt: (text) => text },
];

const schemas = JSON.parse(await text(process.stdin));
for (const [name, files] of Object.entries(schemas)) {
  for (const { version, engine, adapt } of ENGINES) {
    const schema = Object.entries(files).map(([file, text]) => [file, adapt(text)]);
    for (const fault of [...refusals(engine, schema), ...reformatted(engine, schema)]) {
      console.log(JSON.stringify({ name, version, fault }));
    }
  }
}

async function load(name) {
  const engine = await import(`${name}/src/prisma_schema_build.js`);
  return engine.default ?? engine;
}

/** A datasource wants a URL in 6.19, where 7 refuses one. */
function withUrl(text) {
  return text.replace(/^(datasource .*\n.*\n)/, '$1  url      = "postgresql://"\n');
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
  for (const [file, text] of schema) {
    if (formatted.get(file) !== text) yield `the formatter would write ${file} so:\n${formatted.get(file)}`;
  }
}
