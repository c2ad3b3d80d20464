/** `goldvec sync`: writes what is derived from op and contract records; `--check` only compares. */

import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { contractFiles } from '../../../goldgen/contract_tables.ts';
import type { LeftOut } from '../../../goldgen/edges/left_out.ts';
import { edgeRows, edgesDocument } from '../../../goldgen/edges/table.ts';
import { type GeneratedFile, generatedFiles, generatedNote } from '../../../goldgen/generated.ts';
import { withCaseMatrix } from '../../../goldgen/matrix.ts';
import type { OpDef } from '../../../goldgen/op.ts';
import { opsIndexes } from '../../../goldgen/ops_index.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import { readFolder } from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { root, vectorsDir } from '../paths.ts';
import { print } from '../print.ts';
import { newSyncMemory } from '../sync_memory.ts';

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

/** Brings the lists of records up to date; whether one was written. */
function writeIndexes(): boolean {
  const stale = opsIndexes(root).filter(({ path, text }) => {
    const full = join(root, path);
    return !existsSync(full) || readFileSync(full, 'utf8') !== text;
  });
  for (const { path, text } of stale) {
    replaceFile(join(root, path), text);
    print(`${path}  written`);
  }
  return stale.length > 0;
}

/** A new record is known to a process that starts after the lists were written; this one may be compiled from the old. */
function again(): void {
  const args = [join(root, 'scripts/goldvec.mjs'), 'sync'];
  const { status, error } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (error !== undefined) throw error;
  process.exitCode = status ?? 70;
}

async function loaded() {
  const { ops, familyOf } = await import('../../../goldgen/registry.ts');
  const { specFiles } = await import('../../spec/generated.ts');
  return { ops, familyOf, specFiles };
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
function edgesPage(
  ops: readonly OpDef[],
  files: readonly VectorFile[],
  leftOut: readonly LeftOut[],
): GeneratedFile {
  const note = generatedNote.replace('the op records', 'the vectors and `edges/`');
  const rows = edgeRows(ops, files);
  return { path: 'goldgen/EDGES.md', text: edgesDocument(note, rows, leftOut) };
}

/** What is derived, what of it is not as it should be, and what should not be there. */
async function derived(options: Options) {
  const { ops, familyOf, specFiles } = await loaded();
  const hasShim = (op: { name: string }): boolean =>
    existsSync(join(root, 'conformance/c/ops', `${op.name}.c`));
  const page = readFileSync(join(root, matrixPage), 'utf8');
  const memory = newSyncMemory(root);
  const kernels = {
    c: ['c/kernels', 'c/sdk', 'c/ops'].flatMap(sourcesIn),
    js: sourcesIn('backends/js/kernels'),
  };
  const files = [
    ...opsIndexes(root),
    ...memory.validators(),
    ...generatedFiles(ops, familyOf, hasShim),
    ...contractFiles(kernels),
    ...filesOfVectors(options.check === true, () => {
      const { manifest, files: vectors } = readFolder(vectorsDir, () => true);
      return [
        ...specFiles(vectors),
        edgesPage(ops, vectors, memory.leftOut(ops, vectors)),
        { path: matrixPage, text: withCaseMatrix(page, manifest) },
      ];
    }),
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
  if (options.check !== true && writeIndexes()) {
    again();
    return;
  }
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
