/** `goldvec gen`: builds the vector files and the manifest; `--check` only compares. */

import { existsSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type BuiltFile, buildOp } from '../../../goldgen/build.ts';
import { manifestOfFolder, oversizedContract } from '../../../goldgen/manifest.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import {
  listVectorFiles,
  manifestName,
  manifestText,
  parseVectorFile,
  readBytes,
  readManifest,
  vectorPath,
} from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { compareCases, expectedDifferences, movesText } from '../moves.ts';
import { vectorsDir } from '../paths.ts';
import { columns, kilobytes, print } from '../print.ts';
import { contractsNamed, opsNamed } from '../select.ts';

interface Options {
  readonly contract?: string[];
  readonly check?: true;
  readonly out: string;
}

interface Outcome {
  readonly path: string;
  readonly cases: number;
  readonly bytes: number;
  readonly state: 'unchanged' | 'new' | 'changed';
  /** what moved, for a changed file */
  readonly details: readonly string[];
}

/** What moved between the file on disk and the one just built. */
function explain(path: string, disk: Uint8Array, built: BuiltFile): string[] {
  let old: ReturnType<typeof parseVectorFile>;
  try {
    old = parseVectorFile(disk, path);
  } catch (error) {
    if (error instanceof GoldError) return [`the file on disk is unreadable: ${error.message}`];
    throw error;
  }
  const moves = compareCases(old.cases, built.file.cases);
  const lines = [movesText(moves)];
  const [first] = moves.changed;
  if (first !== undefined) {
    const [text] = expectedDifferences(first.before.expected, first.after.expected);
    lines.push(`first: ${first.after.id}: ${text}`);
    if (old.op_version === built.file.op_version) {
      lines.push(
        `expected bits moved, but the version of ${built.op.name} is still ${old.op_version}`,
      );
    }
  } else if (moves.added.length > 0) {
    lines.push(`first new case: ${moves.added[0]!.id}`);
  }
  return lines;
}

function outcomeOf(dir: string, built: BuiltFile): Outcome {
  const path = vectorPath(built.contract, built.op.name);
  const common = { path, cases: built.file.cases.length, bytes: built.bytes.length };
  if (!existsSync(join(dir, path))) return { ...common, state: 'new', details: [] };
  const disk = readBytes(join(dir, path), path);
  if (Buffer.compare(disk, built.bytes) === 0)
    return { ...common, state: 'unchanged', details: [] };
  return { ...common, state: 'changed', details: explain(path, disk, built) };
}

function printOutcomes(outcomes: readonly Outcome[]): void {
  const rows = outcomes.map((o) => [o.path, o.cases, 'cases', kilobytes(o.bytes), o.state]);
  columns(rows).forEach((line, i) => {
    print(line);
    for (const detail of outcomes[i]!.details) print(`    ${detail}`);
  });
}

/** Files on disk that a full generation would not write. */
function strayFiles(dir: string, outcomes: readonly Outcome[]): string[] {
  const written = new Set(outcomes.map((o) => o.path));
  return listVectorFiles(dir).filter((path) => !written.has(path));
}

/** Errors: vector-invariant, where the vectors of a contract would be larger than they may be. */
function checkSizes(dir: string, built: readonly BuiltFile[], removed: readonly string[]): void {
  const sizes = new Map(
    listVectorFiles(dir).map((path) => [path, statSync(join(dir, path)).size] as const),
  );
  for (const path of removed) sizes.delete(path);
  for (const { contract, op, bytes } of built)
    sizes.set(vectorPath(contract, op.name), bytes.length);
  const oversized = oversizedContract([...sizes].map(([path, bytes]) => ({ path, bytes })));
  if (oversized !== undefined) {
    const hint = 'yield fewer or smaller cases; nothing was written';
    throw new GoldError('vector-invariant', oversized, { path: dir, hint });
  }
}

/** Compares only; a changed file's candidate is put beside it as `.rej`. */
function check(dir: string, built: readonly BuiltFile[], isFull: boolean): void {
  const outcomes = built.map((b) => outcomeOf(dir, b));
  const moved = outcomes.filter((o) => o.state !== 'unchanged');
  printOutcomes(moved);
  moved.forEach((o) => {
    replaceFile(
      join(dir, `${o.path}.rej`),
      built.find((b) => o.path === vectorPath(b.contract, b.op.name))!.bytes,
    );
  });
  const stray = isFull ? strayFiles(dir, outcomes) : [];
  for (const path of stray) print(`${path}  belongs to no op and contract`);
  const wrong = moved.length + stray.length;
  if (wrong > 0) {
    const hint = 'run `goldvec gen` and commit; the candidates stand beside the files as .rej';
    throw new GoldError('vector-stale', `${wrong} of ${built.length} files differ`, {
      path: moved[0]?.path ?? stray[0]!,
      hint,
    });
  }
  if (manifestText(manifestOfFolder(dir)) !== manifestText(readManifest(dir))) {
    const hint = 'run `goldvec gen`';
    throw new GoldError('vector-stale', 'the manifest is stale', { path: manifestName, hint });
  }
  print(`${outcomes.length} files are byte-identical`);
}

function write(dir: string, built: readonly BuiltFile[], isFull: boolean): void {
  const outcomes = built.map((b) => outcomeOf(dir, b));
  const stray = isFull ? strayFiles(dir, outcomes) : [];
  checkSizes(dir, built, stray);
  built.forEach((b, i) => {
    const { path, state } = outcomes[i]!;
    if (state !== 'unchanged') replaceFile(join(dir, path), b.bytes);
    rmSync(join(dir, `${path}.rej`), { force: true });
  });
  printOutcomes(outcomes);
  for (const path of stray) {
    rmSync(join(dir, path));
    print(`${path}  removed: belongs to no op and contract`);
  }
  const manifest = manifestOfFolder(dir);
  const { files, cases, bytes } = manifest.totals;
  replaceFile(join(dir, manifestName), manifestText(manifest));
  print(`${files} files, ${cases} cases, ${kilobytes(bytes)} in all`);
}

function gen(names: readonly string[], options: Options): void {
  const ops = opsNamed(names);
  const contracts = contractsNamed(options.contract);
  const built = ops.flatMap((op) => buildOp(op, contracts));
  if (built.length === 0) {
    const hint = 'see `goldvec list ops`';
    throw new GoldError('selection-empty', 'no op exists under these contracts', { hint });
  }
  const isFull = names.length === 0 && options.contract === undefined;
  (options.check === true ? check : write)(resolve(options.out), built, isFull);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('gen')
    .description('build vector files and manifest from the op records')
    .argument('[ops...]', 'names of ops; all if none is given')
    .option('--contract <id...>', 'only these contracts')
    .option('--check', 'write no vectors: compare byte for byte, exit 3 on a difference')
    .option('--out <dir>', 'vector folder', vectorsDir)
    .action(gen);
}
