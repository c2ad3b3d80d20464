/** Op × contract → cases: identities and lints. `shared.ts` puts the contracts of an op into one file. */

import { type ContractId, contracts, existsIn, isVariation } from '../reference/contracts.ts';
import { encode } from '../schema/format/codec.ts';
import { GoldError } from '../schema/format/errors.ts';
import { sha256 } from '../schema/format/file_bytes.ts';
import { isSameValue } from '../schema/format/same_value.ts';
import {
  overflowKinds,
  singleFormat,
  type VectorFile,
  type WireCall,
  type WireCase,
  type WireNote,
} from '../schema/format/types.ts';
import { type Answers, newAnswers } from './answers.ts';
import { answer, buildCase, poisons } from './case.ts';
import { edgeCalls, edgeNotes, edgesSince } from './edges/edge_cases.ts';
import { edgeOrReason, fittingOrReason, madeOrReason } from './edges/verdict.ts';
import { isWithdrawnCall, numberFrom } from './errata.ts';
import { ecgSamples } from './kit/ecg.ts';
import { newRandom } from './kit/random.ts';
import {
  type CaseGen,
  type CaseInput,
  type CaseSet,
  contractsOf,
  type OpDef,
  type OpNote,
} from './op.ts';
import { disagreementsOf, refuseDisagreements } from './oracle_disagreement.ts';
import { versionOf } from './versions.ts';
import { callToWire } from './wire.ts';

/** Written into every file; raised when the generator itself changes what it writes. */
export const source = { name: 'goldvec', version: '1.0' } as const;

/** Part of every seed, so that drawn calls outlive a change of the file format. */
const seedFormat = 1;

/**
 * What an op's generator is given under one contract; a salt gives the seeded cases other seeds. In `answers` stay those
 * to the calls about which it asks.
 */
export function newCaseGen(
  op: OpDef,
  contract: ContractId,
  salt = '',
  answers: Answers = newAnswers(op),
): CaseGen {
  return {
    contract: contracts[contract],
    random: (label) => newRandom(`${salt}${seedFormat}/${op.name}/${label}`),
    ecg: ecgSamples,
    isAnswered({ params, tensors, rng }) {
      const call = callToWire(op, params, tensors, rng);
      const given = madeOrReason(() => answers.of(contract, callKey(call), call, op.name));
      if (typeof given === 'string' || given.status !== 'ok') return false;
      return overflowKinds.every((kind) => given.overflow[kind].when === 'never');
    },
  };
}

/** A text that two calls share exactly if they are the same call. */
export function callKey({ params, inputs, targets, rng }: WireCall): string {
  return Buffer.from(encode({ params, inputs, targets, rng })).toString('latin1');
}

/** The digest of a call, by which `errata.json` knows one that is still drawn. */
export function callDigest({ params, inputs, targets, rng }: WireCall): string {
  return sha256(encode({ params, inputs, targets, rng }));
}

/** The cases of an op under a contract, and why calls that were drawn are none. */
interface Drawn {
  readonly cases: readonly WireCase[];
  readonly leftOut: readonly string[];
}

/** The note of a flag: of the op, or of the edges that all ops have. */
function noteOf(op: OpDef, flag: string): OpNote | undefined {
  return op.notes[flag] ?? edgeNotes[flag];
}

/** Why a built case is none of the op: no note for a flag, or the same call as its twin; else `undefined`. */
function faultOf(op: OpDef, c: WireCase, twin: string | undefined): string | undefined {
  if (twin !== undefined) return `has the same inputs as ${twin}`;
  const unknown = c.flags.find((flag) => noteOf(op, flag) === undefined);
  return unknown === undefined ? undefined : `flag ${unknown} has no note`;
}

/** What an op draws, kept in `drawn`, and then the edges of these calls under the contracts that fix them. */
function* withEdges(
  op: OpDef,
  contract: ContractId,
  answers: Answers,
  drawn: CaseInput[],
): Iterable<CaseInput> {
  for (const input of op.cases(newCaseGen(op, contract, '', answers))) {
    drawn.push(input);
    yield input;
  }
  if (existsIn(contracts[contract], edgesSince)) yield* edgeCalls(op, drawn);
}

/** Whether a generated call was withdrawn; as a regression case it may come back. */
function isGone(op: OpDef, contract: ContractId, set: CaseSet, c: WireCase): boolean {
  return set !== 'regression' && isWithdrawnCall(contract, op.name, () => callDigest(c));
}

/**
 * All cases of an op under a contract, numbered per set in the order of generation; see `errata.ts`. Calls are drawn for
 * the contracts of a day: what a variation leaves undefined, does not let fit, makes equal or has no note for is left out.
 */
function drawCases(op: OpDef, contract: ContractId, answers: Answers): Drawn {
  const counts = new Map<string, number>();
  const seen = new Map<string, string>();
  const cases: WireCase[] = [];
  const leftOut: string[] = [];
  const isLenient = isVariation(contracts[contract]);
  const drawn: CaseInput[] = [];
  for (const input of withEdges(op, contract, answers, drawn)) {
    const n = numberFrom(contract, op.name, input.set, counts.get(input.set) ?? 0);
    const id = `${op.name}/${input.set}/${n}`;
    let key = '';
    const build = (): WireCase =>
      buildCase(op, contract, id, input, (call) => {
        key = callKey(call);
        return answers.of(contract, key, call, id);
      });
    const isEdge = input.set === 'edge';
    const made = isEdge
      ? edgeOrReason(op, contract, input, build)
      : isLenient
        ? fittingOrReason(op, contract, input, build)
        : build();
    if (typeof made !== 'string' && isGone(op, contract, input.set, made)) continue;
    const fault = typeof made === 'string' ? made : faultOf(op, made, seen.get(key));
    if (typeof made !== 'string' && fault === undefined) {
      seen.set(key, id);
      counts.set(input.set, n + 1);
      cases.push(made);
    } else if (isEdge) continue;
    else if (isLenient) leftOut.push(`${input.flags.join(' ')}: ${fault}`);
    else throw new GoldError('vector-invariant', `${fault}`, { path: id });
  }
  return { cases, leftOut };
}

function lintCases(op: OpDef, contract: ContractId, cases: readonly WireCase[]): void {
  const path = `${contract}/${op.name}`;
  if (cases.length === 0) throw new GoldError('vector-invariant', 'the op has no case', { path });
  for (const { id, flags } of cases) {
    const twice = flags.find((flag, i) => flags.indexOf(flag) !== i);
    if (twice === undefined) continue;
    throw new GoldError('vector-invariant', `flag ${twice} twice`, { path: `${id}/flags` });
  }
}

/**
 * Answers every case again that does not share an answer already proven, last to first and over another poison: a reference that keeps state between
 * calls, reads an output or leaves an element unwritten gives itself away.
 */
function proveRepeatable(
  op: OpDef,
  contract: ContractId,
  cases: readonly WireCase[],
  answers: Answers,
): void {
  for (const c of cases.toReversed()) {
    if (!answers.isNew(c.expected)) continue;
    const again = answer(op, contract, c, c.id, poisons.second);
    if (!isSameValue(again, c.expected)) {
      const message = 'the reference answers otherwise when asked again over other output bytes';
      throw new GoldError('vector-invariant', message, { path: c.id });
    }
  }
}

function usedNotes(op: OpDef, cases: readonly WireCase[]): Record<string, WireNote> {
  const used = new Set(cases.flatMap((c) => c.flags));
  return Object.fromEntries(
    Object.entries({ ...op.notes, ...edgeNotes })
      .filter(([flag]) => used.has(flag))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([flag, { bug, effect, clause }]) => [flag, { bug, effect, clause }]),
  );
}

function fileOf(
  op: OpDef,
  contract: ContractId,
  cases: readonly WireCase[],
  answers: Answers,
): VectorFile {
  lintCases(op, contract, cases);
  proveRepeatable(op, contract, cases, answers);
  const outputs = Object.entries(op.tensors).filter(([, spec]) => spec.role !== 'in');
  return {
    format: singleFormat,
    contract,
    op: op.name,
    op_version: versionOf(op, contract),
    clause: op.clause,
    source,
    notes: usedNotes(op, cases),
    compare: Object.fromEntries(outputs.map(([name]) => [name, 'bit_exact'])),
    cases,
  };
}

/** The cases of an op under a contract. Throws `vector-invariant` where a lint fails or the oracle differs. */
export function buildFile(op: OpDef, contract: ContractId): VectorFile {
  const answers = newAnswers(op);
  const { cases } = drawCases(op, contract, answers);
  refuseDisagreements(op, disagreementsOf(op, contract, cases, answers));
  return fileOf(op, contract, cases, answers);
}

export interface BuiltFile {
  readonly op: OpDef;
  readonly contract: ContractId;
  readonly file: VectorFile;
  /** why drawn calls are no cases */
  readonly leftOut: readonly string[];
}

/** An op under one contract; none where a variation leaves every call undefined. */
export function buildUnder(
  op: OpDef,
  contract: ContractId,
  answers: Answers = newAnswers(op),
): BuiltFile | undefined {
  const { cases, leftOut } = drawCases(op, contract, answers);
  if (cases.length === 0 && isVariation(contracts[contract])) return undefined;
  return { op, contract, file: fileOf(op, contract, cases, answers), leftOut };
}

/** An op under each of the given contracts it exists in; every note must be used in one of them. */
export function buildOp(op: OpDef, wanted: readonly ContractId[]): BuiltFile[] {
  const mine = contractsOf(op).filter((contract) => wanted.includes(contract));
  const answers = newAnswers(op);
  const built = mine.flatMap((contract) => buildUnder(op, contract, answers) ?? []);
  // of all contracts at once: how the two differ says more than that they do
  refuseDisagreements(
    op,
    built.flatMap(({ contract, file }) => disagreementsOf(op, contract, file.cases, answers)),
  );
  if (mine.length === contractsOf(op).length) {
    const used = new Set(built.flatMap((b) => Object.keys(b.file.notes)));
    const idle = Object.keys(op.notes).find((flag) => !used.has(flag));
    if (idle !== undefined) {
      throw new GoldError('vector-invariant', `note ${idle} is used by no case`, { path: op.name });
    }
  }
  return built;
}
