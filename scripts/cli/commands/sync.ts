/** `goldvec sync`: writes what is derived from op and contract records; `--check` only compares. */

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { contractFiles } from '../../../goldgen/contract_tables.ts';
import { leftOut } from '../../../goldgen/edges/left_out.ts';
import { edgeRows, edgesDocument } from '../../../goldgen/edges/table.ts';
import { type GeneratedFile, generatedFiles, generatedNote } from '../../../goldgen/generated.ts';
import { withCaseMatrix } from '../../../goldgen/matrix.ts';
import type { OpDef } from '../../../goldgen/op.ts';
import { opsIndexes } from '../../../goldgen/ops_index.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readManifest } from '../../../schema/format/manifest.ts';
import { readVectors } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { root, vectorsDir } from '../paths.ts';
import { print } from '../print.ts';

const schemaDir = 'schema/ops';
const matrixPage = 'vectors/README.md';

interface Options {
  readonly check?: true;
}

/** Texts of the sources of a folder below `conformance/`. */
function sourcesIn(folder: string): string[] {
  const dir = join(root, 'conformance', folder);
  const names = readdirSync(dir).filter((name) => /(?<!\.test)\.(c|h|ts)$/.test(name));
  return names.sort().map((name) => readFileSync(join(dir, name), 'utf8'));
}

/** Schemas of ops or versions that exist no longer. */
function staleSchemas(written: ReadonlySet<string>): string[] {
  const dir = join(root, schemaDir);
  if (!existsSync(dir)) return [];
  const paths = readdirSync(dir).map((name) => `${schemaDir}/${name}`);
  return paths.filter((path) => path.endsWith('.json') && !written.has(path)).sort();
}

/**
 * Brings the list of records up to date before anything imports it, so that a new record is known to the
 * rest of the same run. With `--check` it is only compared.
 */
async function registered(options: Options) {
  const indexes = opsIndexes(root);
  for (const { path, text } of options.check === true ? [] : indexes) {
    const full = join(root, path);
    if (existsSync(full) && readFileSync(full, 'utf8') === text) continue;
    replaceFile(full, text);
    print(`${path}  written`);
  }
  const { ops, familyOf } = await import('../../../goldgen/registry.ts');
  const { specFiles } = await import('../../spec/generated.ts');
  return { indexes, ops, familyOf, specFiles };
}

/**
 * What is written from the vectors. After a merge they may be none that can be read until `gen` has run, which needs
 * the list of records first: then these files wait, and it says so.
 */
function filesOfVectors(isCheck: boolean, make: () => readonly GeneratedFile[]) {
  try {
    return make();
  } catch (error) {
    if (isCheck || !(error instanceof GoldError) || !/^(vector|file)-/.test(error.code))
      throw error;
    print(
      `the vectors cannot be read (${error.path}: ${error.message}): run \`goldvec gen\`, then this again`,
    );
    return [];
  }
}

/** The table op × edge, from the committed cases. */
function edgesPage(ops: readonly OpDef[]): GeneratedFile {
  const note = generatedNote.replace('the op records', 'the vectors and `edges/`');
  const files = readVectors(vectorsDir, () => true);
  const rows = edgeRows(ops, files);
  return { path: 'goldgen/EDGES.md', text: edgesDocument(note, rows, leftOut(ops, files)) };
}

/** What is derived, what of it is not as it should be, and what should not be there. */
async function derived(options: Options) {
  const { indexes, ops, familyOf, specFiles } = await registered(options);
  const hasShim = (op: { name: string }): boolean =>
    existsSync(join(root, 'conformance/c/ops', `${op.name}.c`));
  const page = readFileSync(join(root, matrixPage), 'utf8');
  const kernels = {
    c: [...sourcesIn('c/kernels'), ...sourcesIn('c/ops')],
    js: sourcesIn('backends/js/kernels'),
  };
  const files = [
    ...indexes,
    ...generatedFiles(ops, familyOf, hasShim),
    ...contractFiles(kernels),
    ...filesOfVectors(options.check === true, () => [
      ...specFiles(),
      edgesPage(ops),
      { path: matrixPage, text: withCaseMatrix(page, readManifest(vectorsDir)) },
    ]),
  ];
  const stale = files.filter(({ path, text }) => {
    const full = join(root, path);
    return !existsSync(full) || readFileSync(full, 'utf8') !== text;
  });
  const removed = staleSchemas(new Set(files.map((f) => f.path)));
  return { files, stale, removed };
}

/** Paths of generated files that are stale. */
export async function staleGenerated(): Promise<string[]> {
  const { stale, removed } = await derived({ check: true });
  return [...stale.map((f) => f.path), ...removed];
}

async function sync(options: Options): Promise<void> {
  const { files, stale, removed } = await derived(options);
  const wrong = [...stale.map((f) => f.path), ...removed];
  if (options.check === true) {
    for (const path of wrong) print(path);
    if (wrong.length > 0) {
      const message = `${wrong.length} generated files are stale`;
      throw new GoldError('stale-generated-file', message, {
        path: wrong[0]!,
        hint: 'run `goldvec sync` and commit',
      });
    }
    print(`${files.length} generated files are fresh`);
    return;
  }
  for (const { path, text } of stale) {
    replaceFile(join(root, path), text);
    print(`${path}  written`);
  }
  for (const path of removed) {
    rmSync(join(root, path));
    print(`${path}  removed`);
  }
  print(`${files.length} generated files, ${stale.length} written`);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('sync')
    .description(
      'write what is derived: schemas, tables of ops and contracts, lists, blocks of the specification',
    )
    .option('--check', 'write nothing: exit 3 if a generated file is stale')
    .action(sync);
}
