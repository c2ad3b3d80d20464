/**
 * `goldvec verify`: everything that can be checked about committed vectors without running the reference.
 * Each problem is collected with its file; nothing stops at the first one.
 */

import { join } from 'node:path';
import { GoldError } from '../schema/format/errors.ts';
import { checkTarget, checkTensor } from '../schema/format/tensor.ts';
import type { ManifestFile, VectorFile, WireCase } from '../schema/format/types.ts';
import {
  checkNoStrangers,
  inFile,
  manifestName,
  manifestText,
  readBytes,
  readManifest,
  readVectorFile,
} from '../schema/format/vector_folder.ts';
import { callKey, fileBytesMax } from './build.ts';
import { numberFrom } from './errata.ts';
import { oversizedContract } from './manifest.ts';
import type { OpDef } from './op.ts';
import { type CallValidator, newCallValidator } from './op_schema.ts';

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
  if (file.op_version > op.version) {
    broken('op_version', `is ${file.op_version}, the registry has version ${op.version}`);
  }
  return op;
}

/** One file against its manifest entry; throws the first problem. */
function verifyFile(dir: string, entry: ManifestFile, find: FindOp): void {
  const file = readVectorFile(dir, entry);
  inFile(entry.path, () => {
    if (entry.bytes > fileBytesMax) broken('(root)', `more than ${fileBytesMax} bytes`);
    const op = checkOp(file, find);
    const validate = newCallValidator(op);
    checkIdentities(file);
    checkNotes(file);
    for (const c of file.cases) checkCase(c, op, file, validate);
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

/** Checks a whole vector folder. Throws only where there is no readable manifest. */
export function verifyFolder(dir: string, find: FindOp): VerifyResult {
  const manifest = readManifest(dir);
  const problems: GoldError[] = [];
  for (const entry of manifest.files) collect(problems, () => verifyFile(dir, entry, find));
  collect(problems, () => checkNoStrangers(dir, manifest));
  collect(problems, () => {
    const text = new TextDecoder().decode(readBytes(join(dir, manifestName), manifestName));
    if (text !== manifestText(manifest)) broken(manifestName, 'not in canonical form');
  });
  const { files, cases, bytes } = manifest.totals;
  const sum = (field: 'cases' | 'bytes'): number =>
    manifest.files.reduce((t, f) => t + f[field], 0);
  collect(problems, () => {
    const totals = [manifest.files.length, sum('cases'), sum('bytes')];
    if (`${totals}` !== `${[files, cases, bytes]}`)
      broken('manifest.json: totals', 'do not add up');
    if (files === 0) broken('manifest.json: files', 'there is no vector file');
    const oversized = oversizedContract(manifest.files);
    if (oversized !== undefined) broken('manifest.json: files', oversized);
  });
  return { files, cases, bytes, problems };
}
