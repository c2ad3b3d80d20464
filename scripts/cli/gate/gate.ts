/** Holds vectors against their bases, and says what is refused in words. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { draftEntry } from '../../../goldgen/gate/changelog.ts';
import { judgeUnit, type Verdict } from '../../../goldgen/gate/judge.ts';
import { type Unit, unitOf } from '../../../goldgen/gate/unit.ts';
import type { BuiltOp } from '../../../goldgen/shared.ts';
import { sha256 } from '../../../schema/format/file_bytes.ts';
import type { CanonicalOf } from '../../../schema/format/shared_file.ts';
import type { VectorFile } from '../../../schema/format/types.ts';
import {
  parseVectors,
  type StoredVectors,
  vectorPath,
} from '../../../schema/format/vector_folder.ts';
import { expectedDifferences } from '../moves.ts';
import { vectorsDir } from '../paths.ts';
import type { Base } from './bases.ts';

/** An op as it is now. */
export interface Candidate {
  readonly op: string;
  /** of the file */
  readonly sha256: string;
  readonly files: readonly VectorFile[];
  /** of its cases under each contract */
  readonly units: readonly Unit[];
}

/** The units of the cases of an op. */
export function unitsOf(files: readonly VectorFile[], canonicalOf: CanonicalOf): Unit[] {
  return files.map((file) => unitOf(file, canonicalOf));
}

/** An op that was just built. */
export function candidateOf({ op, bytes, files, canonicalOf }: BuiltOp): Candidate {
  return { op: op.name, sha256: sha256(bytes), files, units: unitsOf(files, canonicalOf) };
}

/** What the file of an op holds, read once, when somebody asks for it. Errors, then: those of `parseVectors`. */
export function readLater(op: string, bytes: Uint8Array): () => StoredVectors {
  let stored: StoredVectors | undefined;
  return () => {
    stored ??= parseVectors(bytes, vectorPath(op));
    return stored;
  };
}

/** An op by its file. Errors, where its cases are asked for: those of `parseVectors`. */
export function storedCandidate(op: string, bytes: Uint8Array): Candidate {
  const read = readLater(op, bytes);
  return {
    op,
    sha256: sha256(bytes),
    get files() {
      return read().files;
    },
    get units() {
      const { files, canonical } = read();
      return unitsOf(files, (id) => canonical.get(id));
    },
  };
}

/** A verdict with the base that it was reached against. */
export interface Finding extends Verdict {
  readonly base: string;
  /** what the first moved case was and is, where both are known */
  readonly first?: string;
}

function firstText(base: Base, files: readonly VectorFile[], verdict: Verdict): string | undefined {
  const { op, contract, moved } = verdict;
  if (moved.length === 0) return undefined;
  const id = `${op}/${moved[0]}`;
  const before = base.caseOf(contract, id);
  const now = files.find((file) => file.contract === contract)?.cases.find((c) => c.id === id);
  if (before === undefined || now === undefined) return id;
  const [text] = expectedDifferences(before.expected, now.expected);
  return `${id}: ${text ?? 'another call'}`;
}

function findingsOf(base: Base, op: string, candidate: Candidate | undefined, changelog: string) {
  return base.unitsOf(op).flatMap((unit): Finding[] => {
    const now = candidate?.units.find(({ contract }) => contract === unit.contract);
    const verdict = judgeUnit(unit, now, changelog);
    if (verdict.moved.length + verdict.problems.length === 0) return [];
    // what a thread has built is read out of its bytes, and only if it is asked for
    const first = firstText(base, candidate?.files ?? [], verdict);
    return [{ ...verdict, base: base.name, ...(first === undefined ? {} : { first }) }];
  });
}

/** What moved since the bases; `isWhole` if an op that is no candidate is gone. */
export function gate(
  bases: readonly Base[],
  candidates: readonly Candidate[],
  isWhole: boolean,
): Finding[] {
  const changelog = readFileSync(join(vectorsDir, 'CHANGELOG.md'), 'utf8');
  const byOp = new Map(candidates.map((candidate) => [candidate.op, candidate]));
  return bases.flatMap((base) =>
    [...base.ops].flatMap(([op, sha256]) => {
      const candidate = byOp.get(op);
      if (candidate === undefined && !isWhole) return [];
      if (sha256 !== undefined && candidate?.sha256 === sha256) return [];
      return findingsOf(base, op, candidate, changelog);
    }),
  );
}

/** Sentences about an op that several contracts share, each with its contracts. */
function problemLines(op: string, findings: readonly Finding[]): string[] {
  const contracts = new Map<string, string[]>();
  for (const { contract, problems, base } of findings) {
    for (const problem of problems) {
      const text = `${problem} (since ${base})`;
      contracts.set(text, [...(contracts.get(text) ?? []), contract]);
    }
  }
  return [...contracts].map(([text, names]) => `${op} under ${names.join(', ')}: ${text}`);
}

/** The draft of an entry for an op; none where nothing moved. */
function draftOf(op: string, findings: readonly Finding[]): string[] {
  const moves = new Map<string, { contract: string; version: number; cases: number }>();
  for (const { contract, now, before, moved } of findings) {
    if (moved.length === 0) continue;
    const version = Math.max(now, before + 1);
    moves.set(contract, { contract, version, cases: moved.length });
  }
  return moves.size === 0 ? [] : [draftEntry(op, [...moves.values()])];
}

/** What is refused: per op the problems and the first difference, then the drafts of entries. */
export function refusalTexts(findings: readonly Finding[]): string[] {
  const refused = findings.filter(({ problems }) => problems.length > 0);
  const ops = [...new Set(refused.map(({ op }) => op))].sort();
  const mine = (op: string): Finding[] => refused.filter((finding) => finding.op === op);
  const lines = ops.flatMap((op) => {
    const first = mine(op).find((finding) => finding.first !== undefined)?.first;
    return [...problemLines(op, mine(op)), ...(first === undefined ? [] : [`    first: ${first}`])];
  });
  const drafts = ops.flatMap((op) => draftOf(op, mine(op)));
  if (drafts.length === 0) return lines;
  return [...lines, '', 'entries for vectors/CHANGELOG.md, to be completed:', ...drafts];
}
