/** Reads a recording folder and replays every case of every file. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from '../../schema/format/errors.ts';
import { adapters as allAdapters } from './adapters/index.ts';
import { adapterKey, contractOfFile, judgeCase, judgeUndefined } from './replay.ts';
import type { AdapterTable, CaseResult, FileResult, Recording } from './types.ts';

const undefinedFile = 'undefined.json';

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GoldError('file-unreadable', 'the recording cannot be read', { path, cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new GoldError('recording-format', `not JSON: ${(cause as Error).message}`, {
      path,
      cause,
    });
  }
}

function jsonFilesOf(dir: string): string[] {
  const hint = 'give the folder that holds the recorded *.json files';
  const stat = statSync(dir, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new GoldError('file-missing', 'no such folder', { path: dir, hint });
  if (!stat.isDirectory())
    throw new GoldError('file-unreadable', 'not a folder', { path: dir, hint });
  let names: string[];
  try {
    names = readdirSync(dir);
  } catch (cause) {
    throw new GoldError('file-unreadable', 'the folder cannot be read', { path: dir, hint, cause });
  }
  const files = names.filter((name) => name.endsWith('.json') && name !== undefinedFile).sort();
  if (files.length === 0) throw new GoldError('file-missing', 'no recordings', { path: dir, hint });
  return files;
}

function readRecording(dir: string, file: string): Recording {
  const path = join(dir, file);
  const value = readJson(path) as Partial<Recording> | null;
  if (value === null || !Array.isArray(value.cases) || typeof value.op !== 'string') {
    throw new GoldError('recording-format', 'expected an object with "op" and "cases"', { path });
  }
  for (const [index, recorded] of value.cases.entries()) {
    const ok =
      typeof recorded?.id === 'string' &&
      typeof recorded.params === 'object' &&
      typeof recorded.inputs === 'object' &&
      typeof recorded.outputs === 'object';
    if (!ok) {
      const where = `${path}: cases/${index}`;
      throw new GoldError('recording-format', 'expected a case', { path: where });
    }
  }
  return { file, op: value.op, cases: value.cases };
}

/** What the sanitizers said of the cases whose behaviour is undefined in C, by id. */
type Findings = ReadonlyMap<string, readonly string[]>;

function readUndefined(dir: string): Findings {
  const path = join(dir, undefinedFile);
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return new Map();
  return new Map(Object.entries(readJson(path) as Record<string, readonly string[]>));
}

/**
 * Replays one file. Files `noguard-…` come from a build without the seed guard: their cases round outside
 * int32, so a difference there is a platform's, not a failure.
 */
export function crosscheckRecording(
  recording: Recording,
  findings: Findings,
  adapters: AdapterTable = allAdapters,
): FileResult {
  const contract = contractOfFile(recording.op);
  const results = recording.cases.map((recorded): CaseResult => {
    const id = recorded.id;
    const fn = `${recorded.params.fn}`;
    const adapter = adapters[adapterKey(recording.op, recorded)];
    if (adapter === undefined) {
      return { id, fn, verdict: { kind: 'skipped', reason: 'not implemented' } };
    }
    const found = findings.get(id);
    if (found !== undefined) {
      return { id, fn, verdict: judgeUndefined(recorded, adapter, contract, found) };
    }
    const verdict = judgeCase(recorded, adapter, contract);
    const noContract = recording.op.startsWith('noguard-') && verdict.kind === 'failed';
    return { id, fn, verdict: noContract ? { kind: 'skipped', reason: 'no contract' } : verdict };
  });
  return { file: recording.file, results };
}

/**
 * Replays every recording of a folder in name order. Throws `GoldError` for a missing or unreadable folder
 * and for files that are not recordings. `only` keeps files whose name contains the text.
 */
export function* runCrosscheck(
  dir: string,
  only?: string,
  adapters: AdapterTable = allAdapters,
): Generator<FileResult> {
  const files = jsonFilesOf(dir).filter((file) => only === undefined || file.includes(only));
  if (files.length === 0) {
    throw new GoldError('selection-empty', `no recording matches "${only}"`, { path: dir });
  }
  const undefinedIds = readUndefined(dir);
  for (const file of files) {
    yield crosscheckRecording(readRecording(dir, file), undefinedIds, adapters);
  }
}
