// Writes src/generated/openapi.ts from the document that the service serves.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../../../docs/openapi.json', import.meta.url);
export const TYPES = new URL('../src/generated/openapi.ts', import.meta.url);

/** The types of the document at `file`. */
export async function typesOf(file = DOCUMENT) {
  const document = JSON.parse(await readFile(file, 'utf8'));
  // Every answer has the same headers, which would be nine tenths of the types.
  for (const path of Object.values(document.paths)) {
    for (const operation of Object.values(path)) {
      for (const answer of Object.values(operation.responses ?? {})) delete answer.headers;
    }
  }
  for (const answer of Object.values(document.components.responses ?? {})) delete answer.headers;
  delete document.components.headers;
  const types = astToString(await openapiTS(document));
  return `// Made by \`npm run types\` from docs/openapi.json.\n\n${types}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TYPES, await typesOf());
