/** `goldvec gen`: builds the vector files and the manifest; `--check` only compares. */

import { existsSync, readdirSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { newLargeFile } from '../../../goldgen/large/large_set.ts';
import { manifestOfFolder, oversized } from '../../../goldgen/manifest.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import { readBytes } from '../../../schema/format/file_bytes.ts';
import { largeName, largeText, readLargeFile } from '../../../schema/format/large_file.ts';
import { manifestName, manifestText, readManifest } from '../../../schema/format/manifest.ts';
import { overflowName } from '../../../schema/format/overflow_file.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import {
  listVectorFiles,
  type StoredVectors,
  vectorPath,
} from '../../../schema/format/vector_folder.ts';
import { replaceFile } from '../../replace_file.ts';
import { basesOf } from '../gate/bases.ts';
import { type Candidate, gate, refusalTexts, storedCandidate } from '../gate/gate.ts';
import { type Built, buildAll, onDisk } from '../gen/build.ts';
import { newBuildMemory } from '../gen/memory.ts';
import { compareCases, expectedDifferences, movesText } from '../moves.ts';
import { jobsOption, listOption, vectorsOption } from '../options.ts';
import { root, vectorsDir } from '../paths.ts';
import { columns, kilobytes, print } from '../print.ts';
import { contractsNamed, opsNamed } from '../select.ts';

interface Options {
  readonly contract: readonly string[];
  readonly check?: true;
  readonly cache: boolean;
  readonly base?: string;
  readonly jobs: number;
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

/** What moved under one contract between the file on disk and the one just built. */
function explainContract(old: StoredVectors, built: VectorFile): string[] {
  const before = old.files.find(({ contract }) => contract === built.contract);
  if (before === undefined) return [`${built.contract}: new, ${built.cases.length} cases`];
  const moves = compareCases(before.cases, built.cases);
  const text = movesText(moves);
  const [first] = moves.changed;
  const lines = text === undefined ? [] : [`${built.contract}: ${text}`];
  if (first !== undefined) {
    const [difference] = expectedDifferences(first.before.expected, first.after.expected);
    lines.push(`first: ${first.after.id}: ${difference}`);
  } else if (moves.added.length > 0) lines.push(`first new case: ${moves.added[0]!.id}`);
  return lines;
}

function explain(old: StoredVectors, { files }: Built): string[] {
  const gone = old.files.filter((f) => files.every(({ contract }) => contract !== f.contract));
  const lines = [
    ...files.flatMap((file) => explainContract(old, file)),
    ...gone.map(({ contract }) => `${contract}: no longer there`),
  ];
  return lines.length === 0 ? ['header, order or flags only'] : lines;
}

function outcomeOf(dir: string, built: Built): Outcome {
  const { path, bytes, cases } = built;
  const common = { path, cases, bytes: bytes.length };
  if (!existsSync(join(dir, path))) return { ...common, state: 'new', details: [] };
  if (Buffer.compare(readBytes(join(dir, path), path), bytes) === 0) {
    return { ...common, state: 'unchanged', details: [] };
  }
  const old = onDisk(dir, path);
  const details =
    typeof old === 'string' ? [`the file on disk is unreadable: ${old}`] : explain(old!, built);
  return { ...common, state: 'changed', details };
}

function printOutcomes(outcomes: readonly Outcome[]): void {
  const rows = outcomes.map((o) => [o.path, o.cases, 'cases', kilobytes(o.bytes), o.state]);
  columns(rows).forEach((line, i) => {
    print(line);
    for (const detail of outcomes[i]!.details) print(`    ${detail}`);
  });
}

/** Drawn calls that are no cases under a contract that varies another one. */
function printLeftOut(ops: readonly Built[]): void {
  for (const { op, leftOut } of ops) {
    for (const { contract, reasons } of leftOut) {
      if (reasons.length === 0) continue;
      print(`${contract}/${op}: ${reasons.length} calls left out, as ${reasons[0]}`);
    }
  }
}

/** Files on disk that a full generation would not write, those of format 1 among them. */
function strayFiles(dir: string, outcomes: readonly Outcome[], known: readonly string[]): string[] {
  const written = new Set([...outcomes.map(({ path }) => path), ...known.map(vectorPath)]);
  const strays = listVectorFiles(dir).filter((path) => !written.has(path));
  return existsSync(join(dir, overflowName)) ? [...strays, overflowName] : strays;
}

/** Errors: vector-invariant, where the vectors would be larger than they may be. */
function checkSizes(dir: string, ops: readonly Built[], removed: readonly string[]): void {
  const sizes = new Map(
    listVectorFiles(dir).map((path) => [path, statSync(join(dir, path)).size] as const),
  );
  for (const path of removed) sizes.delete(path);
  for (const { path, bytes } of ops) sizes.set(path, bytes.length);
  const tooLarge = oversized([...sizes.values()].map((bytes) => ({ bytes })));
  if (tooLarge !== undefined) {
    const hint = 'yield fewer or smaller cases; nothing was written';
    throw new GoldError('vector-invariant', tooLarge, { path: dir, hint });
  }
}

const keptText = (known: readonly string[]): string =>
  known.length === 0 ? '' : `, ${known.length} of them as when they were last built`;

/** Compares only; a changed file's candidate is put beside it as `.rej`. */
function check(
  dir: string,
  ops: readonly Built[],
  isFull: boolean,
  known: readonly string[],
): void {
  const outcomes = ops.map((built) => outcomeOf(dir, built));
  const moved = outcomes.filter((o) => o.state !== 'unchanged');
  printOutcomes(moved);
  printLeftOut(ops);
  ops.forEach(({ path, bytes }, i) => {
    if (outcomes[i]!.state !== 'unchanged') replaceFile(join(dir, `${path}.rej`), bytes);
  });
  const stray = isFull ? strayFiles(dir, outcomes, known) : [];
  for (const path of stray) print(`${path}  belongs to no op`);
  const wrong = moved.length + stray.length;
  if (wrong > 0) {
    const hint = 'run `goldvec gen` and commit; the candidates stand beside the files as .rej';
    throw new GoldError('vector-stale', `${wrong} of ${ops.length} files differ`, {
      path: moved[0]?.path ?? stray[0]!,
      hint,
    });
  }
  if (manifestText(manifestOfFolder(dir)) !== manifestText(readManifest(dir))) {
    const hint = 'run `goldvec gen`';
    throw new GoldError('vector-stale', 'the manifest is stale', { path: manifestName, hint });
  }
  print(`${outcomes.length + known.length} files are byte-identical${keptText(known)}`);
}

/** Removes files and says so, once per folder; a folder that they leave empty goes too. */
function removeStrays(dir: string, paths: readonly string[]): void {
  for (const path of paths) rmSync(join(dir, path));
  const folders = new Set(paths.map((path) => dirname(path)));
  for (const folder of folders) {
    const mine = paths.filter((path) => dirname(path) === folder).map((path) => basename(path));
    const place = folder === '.' ? '' : `${folder}/: `;
    print(`${place}${mine.length} removed, which belong to no op: ${mine.join(', ')}`);
    if (readdirSync(join(dir, folder)).length === 0) rmdirSync(join(dir, folder));
  }
}

/**
 * Errors: vector-moved, where answers moved that were published, without a version and an entry. Then nothing is
 * written but the candidates, beside the files.
 */
function checkMoves(
  dir: string,
  ops: readonly (Built & Candidate)[],
  known: readonly string[],
  isFull: boolean,
  base?: string,
): void {
  const others = known.map((op) => {
    const path = vectorPath(op);
    return storedCandidate(op, readBytes(join(dir, path), path));
  });
  const findings = gate(basesOf(base), [...ops, ...others], isFull);
  const refused = new Set(findings.filter((f) => f.problems.length > 0).map(({ op }) => op));
  if (refused.size === 0) return;
  const candidates = ops.filter(({ op }) => refused.has(op));
  for (const { path, bytes } of candidates) replaceFile(join(dir, `${path}.rej`), bytes);
  for (const text of refusalTexts(findings)) print(text);
  const [name] = [...refused];
  throw new GoldError('vector-moved', `answers of ${[...refused].join(', ')} moved`, {
    path: vectorPath(name!),
    hint: `nothing was written; the candidates stand beside the files as .rej. If it is meant: \`goldvec raise ${name} --why "…"\``,
  });
}

/** Writes what was built; ops that are `known` stand in the folder as they would be built. */
function write(
  dir: string,
  ops: readonly (Built & Candidate)[],
  known: readonly string[],
  isFull: boolean,
  base?: string,
): void {
  const outcomes = ops.map((built) => outcomeOf(dir, built));
  const stray = isFull ? strayFiles(dir, outcomes, known) : [];
  checkSizes(dir, ops, stray);
  if (dir === resolve(vectorsDir)) checkMoves(dir, ops, known, isFull, base);
  ops.forEach(({ path, bytes }, i) => {
    if (outcomes[i]!.state !== 'unchanged') replaceFile(join(dir, path), bytes);
    rmSync(join(dir, `${path}.rej`), { force: true });
  });
  printOutcomes(outcomes);
  printLeftOut(ops);
  removeStrays(dir, stray);
  const manifest = manifestOfFolder(dir);
  const { files, cases, bytes } = manifest.totals;
  replaceFile(join(dir, manifestName), manifestText(manifest));
  print(`${files} files, ${cases} cases, ${kilobytes(bytes)} in all${keptText(known)}`);
}

/** `large.json`, of the ops that were built. Errors: vector-stale, where only compared. */
function genLarge(dir: string, ops: readonly Built[], isCheck: boolean): void {
  const before = readLargeFile(dir);
  const text = largeText(
    newLargeFile(
      ops.flatMap(({ large }) => large),
      before?.cases,
    ),
  );
  if (before !== undefined && largeText(before) === text) return;
  if (isCheck) {
    const hint = 'run `goldvec gen` and commit';
    throw new GoldError('vector-stale', 'large cases differ', { path: largeName, hint });
  }
  replaceFile(join(dir, largeName), text);
  print(`${largeName}  ${before === undefined ? 'new' : 'changed'}`);
}

async function gen(names: readonly string[], options: Options): Promise<void> {
  const dir = resolve(options.out);
  const wanted = contractsNamed(options.contract);
  const isWhole = options.contract.length === 0;
  const isFull = names.length === 0 && isWhole;
  const isCheck = options.check === true;
  const ops = opsNamed(names);
  const memory = newBuildMemory(root);
  const isRemembered = isFull && dir === resolve(vectorsDir);
  const isKnown = isRemembered && options.cache;
  const known: ReadonlySet<string> = isKnown
    ? memory.builtBefore(ops.map(({ name }) => name))
    : new Set();
  const due = ops.filter(({ name }) => !known.has(name));
  const building = buildAll(due, { dir, contracts: wanted, isWhole }, options.jobs);
  // while threads build: a source that changes now is not the one that they were built from
  const isNoted = isRemembered && due.length > 0;
  const remember = isNoted ? memory.begin(ops.map(({ name }) => name)) : () => undefined;
  const built = await building;
  if (built.length + known.size === 0) {
    const hint = 'see `goldvec list ops`';
    throw new GoldError('selection-empty', 'no op exists under these contracts', { hint });
  }
  const unbuilt = ops.filter(({ name }) => known.has(name)).map(({ name }) => name);
  if (isCheck) check(dir, built, isFull, unbuilt);
  else write(dir, built, unbuilt, isFull, options.base);
  genLarge(dir, built, isCheck);
  remember();
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('gen')
    .description('build vector files and manifest from the op records')
    .argument('[ops...]', 'names of ops; all if none is given')
    .addOption(listOption('--contract <id...>', 'only these contracts'))
    .option('--check', 'write no vectors: compare byte for byte, exit 3 on a difference')
    .option('--no-cache', 'build every op again, those too that are as when they were last built')
    .option(
      '--base <rev>',
      'answers may not move since this revision (default: see `goldvec gate`)',
    )
    .addOption(jobsOption('threads'))
    .addOption(vectorsOption('--out'))
    .action(gen);
}
