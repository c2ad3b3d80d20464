/**
 * `goldvec verify`: everything that can be checked about committed vectors without running the reference.
 * Each problem is collected with its file; nothing stops at the first one.
 */

import { join } from 'node:path';
import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { inFile, readBytes, sha256 } from '../schema/format/file_bytes.ts';
import { largeName, readLargeFile } from '../schema/format/large_file.ts';
import { manifestName, manifestText, readManifest } from '../schema/format/manifest.ts';
import { readSeparateAnswers } from '../schema/format/overflow_file.ts';
import { checkTarget, checkTensor } from '../schema/format/tensor.ts';
import {
  type Canonical,
  formatVersion,
  type ManifestFile,
  type VectorFile,
  type WireCase,
} from '../schema/format/types.ts';
import {
  checkNoStrangers,
  readListed,
  readStored,
  type StoredVectors,
} from '../schema/format/vector_folder.ts';
import { callKey } from './build.ts';
import { checkCanonical } from './canonical.ts';
import { numberFrom } from './errata.ts';
import { newManifest, oversized } from './manifest.ts';
import type { OpDef } from './op.ts';
import { type CallValidator, newCallValidator } from './op_schema.ts';
import { encodeShared, fileBytesMax } from './shared.ts';
import { versionOf } from './versions.ts';

/** Looks up the record of an op. */
export type FindOp = (name: string) => OpDef | undefined;

export interface VerifyResult {
  readonly files: number;
  readonly cases: number;
  readonly bytes: number;
  readonly problems: readonly GoldError[];
}

function broken(path: string, message: string): never {
  throw new GoldError('vector-invariant', message, { path });
}

function checkExpected(c: WireCase, op: OpDef): void {
  const { outputs, overflow, status } = c.expected;
  const entries = Object.entries(overflow);
  for (const [kind, { when, count }] of entries) {
    const at = `${c.id}: expected/overflow/${kind}`;
    if (when === 'never' && count > 0) broken(at, `never, yet counted ${count} times`);
  }
  const isOver = entries.some(([, { when, count }]) => when === 'always' || count > 0);
  if (isOver !== (status === 'overflow')) {
    broken(`${c.id}: expected/status`, `"${status}" contradicts the overflow record`);
  }
  if (outputs === undefined) return;
  const present = { ...c.inputs, ...c.targets };
  const written = Object.keys(op.tensors).filter(
    (name) => op.tensors[name]!.role !== 'in' && present[name] !== undefined,
  );
  if (`${Object.keys(outputs)}` !== `${written}`) {
    broken(`${c.id}: expected/outputs`, `expected ${written}, got ${Object.keys(outputs)}`);
  }
  for (const [name, t] of Object.entries(outputs)) {
    checkTensor(t, `${c.id}: expected/outputs/${name}`);
    if (`${t.dtype} ${t.shape}` !== `${present[name]!.dtype} ${present[name]!.shape}`) {
      broken(`${c.id}: expected/outputs/${name}`, 'dtype or shape differ from the declaration');
    }
  }
}

function checkCase(c: WireCase, op: OpDef, file: VectorFile, validate: CallValidator): void {
  validate(file, c);
  for (const [name, t] of Object.entries(c.inputs)) checkTensor(t, `${c.id}: inputs/${name}`);
  for (const [name, t] of Object.entries(c.targets)) checkTarget(t, `${c.id}: targets/${name}`);
  for (const flag of c.flags) {
    if (file.notes[flag] === undefined) broken(`${c.id}: flags`, `flag ${flag} has no note`);
  }
  checkExpected(c, op);
}

function checkIdentities(file: VectorFile): void {
  const counts = new Map<string, number>();
  const calls = new Map<string, string>();
  for (const [i, c] of file.cases.entries()) {
    const [op, set, n] = c.id.split('/');
    const next = numberFrom(file.contract, file.op, set!, counts.get(set!) ?? 0);
    if (op !== file.op || Number(n) !== next) {
      broken(`cases/${i}/id`, `expected ${file.op}/${set}/${next}, got ${c.id}`);
    }
    counts.set(set!, next + 1);
    const key = callKey(c);
    if (calls.has(key)) broken(c.id, `has the same inputs as ${calls.get(key)}`);
    calls.set(key, c.id);
  }
}

function checkNotes(file: VectorFile): void {
  const used = new Set(file.cases.flatMap((c) => c.flags));
  const idle = Object.keys(file.notes).find((flag) => !used.has(flag));
  if (idle !== undefined) broken(`notes/${idle}`, 'is used by no case');
}

function checkOp(file: VectorFile, find: FindOp): OpDef {
  const op = find(file.op);
  if (op === undefined) return broken('op', `there is no op "${file.op}"`);
  // an older file holds the same calls
  const version = versionOf(op, file.contract);
  if (file.op_version > version) {
    broken('op_version', `is ${file.op_version}, the registry has version ${version}`);
  }
  return op;
}

/** The cases of one op under one contract; throws the first problem. */
function verifyCases(
  file: VectorFile,
  find: FindOp,
  canonical: ReadonlyMap<string, Canonical>,
): void {
  const op = checkOp(file, find);
  const validate = newCallValidator(op);
  checkIdentities(file);
  checkNotes(file);
  for (const c of file.cases) checkCase(c, op, file, validate);
  checkCanonical(file, canonical);
}

/** That a file of format 2 shares what can be shared, and that its contracts are those of the manifest. */
function checkSharing(listed: ManifestFile, { files, canonical }: StoredVectors): void {
  const again = encodeShared(files, (id) => canonical.get(id));
  if (sha256(again.bytes) !== listed.sha256) {
    broken('(root)', 'is not in the canonical form: calls, answers or notes could be shared');
  }
  for (const [i, { contract, sha256: hash }] of listed.contracts.entries()) {
    if (sha256(encode(files[i])) !== hash) {
      broken(contract, 'has other cases than the manifest says');
    }
  }
}

/** One file against its manifest entry; throws the first problem. */
function verifyFile(
  dir: string,
  listed: ManifestFile,
  find: FindOp,
  separate: ReadonlyMap<string, Canonical>,
): void {
  const stored = readStored(dir, listed);
  const { format, files } = stored;
  const canonical = format === formatVersion ? stored.canonical : separate;
  inFile(listed.path, () => {
    if (listed.bytes > fileBytesMax) broken('(root)', `more than ${fileBytesMax} bytes`);
    for (const file of files) {
      const run = (): void => verifyCases(file, find, canonical);
      if (format === formatVersion) inFile(file.contract, run);
      else run();
    }
    if (format === formatVersion) checkSharing(listed, stored);
  });
}

function collect(problems: GoldError[], run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    problems.push(error);
  }
}

/** Files that need no second look, and what is to be told of those that are valid, each of which was asked for first. */
export interface VerifyMemory {
  readonly isKnown: (listed: ManifestFile) => boolean;
  readonly onValid: (listed: ManifestFile) => void;
}

const noMemory: VerifyMemory = { isKnown: () => false, onValid: () => undefined };

/**
 * Checks a whole vector folder; of a file that is known, that it has the bytes of the manifest. Throws only where there is no
 * readable manifest.
 */
export function verifyFolder(
  dir: string,
  find: FindOp,
  { isKnown, onValid }: VerifyMemory = noMemory,
): VerifyResult {
  const manifest = readManifest(dir);
  const problems: GoldError[] = [];
  let separate: ReadonlyMap<string, Canonical> = new Map();
  collect(problems, () => {
    if (manifest.format !== formatVersion) separate = readSeparateAnswers(dir, manifest);
  });
  for (const listed of manifest.files) {
    collect(problems, () => {
      if (isKnown(listed)) readListed(dir, listed);
      else verifyFile(dir, listed, find, separate);
      onValid(listed);
    });
  }
  collect(problems, () => checkNoStrangers(dir, manifest));
  collect(problems, () => {
    const { cases = [], notes = {} } = readLargeFile(dir) ?? {};
    for (const { id, flags } of cases) {
      const op = id.split('/')[1]!;
      if (find(op) === undefined) broken(`${largeName}: ${id}`, `there is no op "${op}"`);
      const strange = flags.find((flag) => notes[flag] === undefined);
      if (strange !== undefined) broken(`${largeName}: ${id}`, `flag ${strange} has no note`);
    }
  });
  collect(problems, () => {
    const text = new TextDecoder().decode(readBytes(join(dir, manifestName), manifestName));
    if (text !== manifestText(manifest)) broken(manifestName, 'not in canonical form');
  });
  collect(problems, () => {
    const { totals } = newManifest(manifest.files);
    if (JSON.stringify(totals) !== JSON.stringify(manifest.totals)) {
      broken('manifest.json: totals', 'do not add up');
    }
    if (totals.files === 0) broken('manifest.json: files', 'there is no vector file');
    const tooLarge = oversized(manifest.files);
    if (tooLarge !== undefined) broken('manifest.json: files', tooLarge);
  });
  const { files, cases, bytes } = manifest.totals;
  return { files, cases, bytes, problems };
}
