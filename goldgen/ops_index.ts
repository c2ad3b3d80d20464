/** The lists of op records, written by `goldvec sync` from the folders under `ops/`. */

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

interface Family {
  readonly name: string;
  readonly members: readonly string[];
}

function familiesOf(root: string): Family[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, members: membersOf(join(root, folder, name)) }))
    .filter(({ members }) => members.length > 0)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

const note = `/** ${generatedNote.replace('op records', 'files of this folder')} */

import type { OpDef } from '../op.ts';
`;

function indexText(families: readonly Family[]): string {
  const imports = families.flatMap(({ name, members }) =>
    members.map((op) => `import ${identifier(op)}Op from './${name}/${op}.ts';`),
  );
  const tables = families.map(({ name, members }) => {
    const list = members.map((op) => `    ${identifier(op)}Op,`);
    return [`  ${name}: [`, ...list, '  ],'].join('\n');
  });
  return `${note}${imports.join('\n')}

// biome-ignore format: one record a line
export const families: Readonly<Record<string, readonly OpDef[]>> = {
${tables.join('\n')}
};
`;
}

function loadersText(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, members }) =>
    members.map((op) => `  ${op}: () => import('./${name}/${op}.ts'),`),
  );
  return `${note}
// biome-ignore format: one record a line
export const loaders: Readonly<Record<string, () => Promise<{ readonly default: OpDef }>>> = {
${lines.sort().join('\n')}
};
`;
}

/**
 * `ops/index.ts`: the records by family, in alphabetical order; `ops/loaders.ts`: each record by its name, for those
 * who need a few.
 */
export function opsIndexes(root: string): readonly GeneratedFile[] {
  const families = familiesOf(root);
  return [
    { path: `${folder}/index.ts`, text: indexText(families) },
    { path: `${folder}/loaders.ts`, text: loadersText(families) },
  ];
}
