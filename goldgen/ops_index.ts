/** The list of op records, written by `goldvec sync` from the folders under `ops/`. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GeneratedFile, generatedNote } from './generated.ts';

const folder = 'goldgen/ops';

/** A record is the default export of its file; the other files of a family are its cases and notes. */
const record = /^export default /m;

function identifier(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function membersOf(path: string): string[] {
  return readdirSync(path)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => record.test(readFileSync(join(path, name), 'utf8')))
    .map((name) => name.slice(0, -'.ts'.length))
    .sort();
}

/** `ops/index.ts`: the records by family, in alphabetical order. */
export function opsIndex(root: string): GeneratedFile {
  const families = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, members: membersOf(join(root, folder, name)) }))
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const imports = families.flatMap(({ name, members }) =>
    members.map((op) => `import ${identifier(op)}Op from './${name}/${op}.ts';`),
  );
  const tables = families.map(({ name, members }) => {
    const list = members.map((op) => `    ${identifier(op)}Op,`);
    return [`  ${name}: [`, ...list, '  ],'].join('\n');
  });
  const text = `/** ${generatedNote.replace('op records', 'files of this folder')} */

import type { OpDef } from '../op.ts';
${imports.join('\n')}

// biome-ignore format: one record a line
export const families: Readonly<Record<string, readonly OpDef[]>> = {
${tables.join('\n')}
};
`;
  return { path: `${folder}/index.ts`, text };
}
