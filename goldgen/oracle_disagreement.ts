/** Where the reference and the independent oracle differ: both answers, place by place. */

import type { Contract, ContractId } from '../reference/contracts.ts';
import { GoldError } from '../schema/format/errors.ts';
import { isSameValue } from '../schema/format/same_value.ts';
import { codesOf, float32OfBits, int32OfBytes } from '../schema/format/tensor.ts';
import type { WireCase, WireTensor } from '../schema/format/types.ts';
import { type Answers, newAnswers } from './answers.ts';
import { askOracle } from './case.ts';
import type { OpDef } from './op.ts';
import { familyOf } from './registry.ts';
import { tensorToWire } from './wire.ts';

/** Elements shown per tensor. */
const shown = 8;

const hex = (bits: number): string => `0x${(bits >>> 0).toString(16).padStart(8, '0')}`;

/** One element or scale: its value, and its bits. */
function valueText(isFloat: boolean, bits: number): string {
  return `${isFloat ? float32OfBits(bits >>> 0) : bits} (${hex(bits)})`;
}

function bitsOf(t: WireTensor): Int32Array {
  return t.dtype === 'FLOAT32' ? int32OfBytes(t.data) : codesOf(t);
}

/** `[1, 3]`: the place of an element of a row-major shape. */
function placeText(shape: readonly number[], index: number): string {
  const places: number[] = [];
  let rest = index;
  for (const extent of shape.toReversed()) {
    places.unshift(rest % extent);
    rest = Math.floor(rest / extent);
  }
  return `[${places.join(', ')}]`;
}

function elementLines(name: string, mine: WireTensor, other: WireTensor): string[] {
  const [a, b] = [bitsOf(mine), bitsOf(other)];
  const isFloat = mine.dtype === 'FLOAT32';
  const differing = [...a.keys()].filter((i) => a[i] !== b[i]);
  const lines = differing.slice(0, shown).map((i) => {
    const place = `${name}${placeText(mine.shape, i)}`;
    return `${place}: reference ${valueText(isFloat, a[i]!)}, oracle ${valueText(isFloat, b[i]!)}`;
  });
  const rest = differing.length - lines.length;
  return rest > 0 ? [...lines, `${name}: ${rest} more of ${a.length} elements`] : lines;
}

function tensorLines(name: string, mine: WireTensor | undefined, other: WireTensor): string[] {
  if (mine === undefined) return [`${name}: the reference has no such output`];
  const lines: string[] = [];
  for (const field of ['scale_bits', 'zero_point', 'bits', 'rounding', 'dtype'] as const) {
    if (mine[field] === other[field]) continue;
    const text = (value: string | number | undefined): string =>
      field === 'scale_bits' ? valueText(true, Number(value)) : `${value}`;
    lines.push(`${name} ${field}: reference ${text(mine[field])}, oracle ${text(other[field])}`);
  }
  if (`${mine.shape}` !== `${other.shape}` || mine.bits !== other.bits) return lines;
  return [...lines, ...elementLines(name, mine, other)];
}

/** What differs in one case; empty where the two agree or the oracle has no answer. */
function disagreement(op: OpDef, contract: ContractId, c: WireCase, choices: Contract): string[] {
  const { verdict, rng } = askOracle(op, contract, c, choices);
  if (verdict === undefined) return [];
  const { status, outputs = {} } = c.expected;
  const word = typeof verdict === 'string' ? verdict : 'ok';
  // what a guard says about a number that left int32 is a platform's matter
  if (word === 'overflow' && status === 'refused') return [];
  if (word !== status) return [`status: reference ${status}, oracle ${word}`];
  if (typeof verdict === 'string') return [];
  const lines = Object.entries(verdict).flatMap(([name, tensor]) => {
    const other = tensorToWire(tensor);
    const mine = outputs[name];
    return isSameValue(mine, other) ? [] : tensorLines(name, mine, other);
  });
  if (rng !== c.expected.rng) lines.push(`generator: reference ${c.expected.rng}, oracle ${rng}`);
  return lines;
}

/** A case with what differs in it. */
export interface Disagreement {
  readonly contract: string;
  readonly case: WireCase;
  readonly lines: readonly string[];
}

/** Everything that differs in the cases of an op under a contract; `answers` are those they were built with. */
export function disagreementsOf(
  op: OpDef,
  contract: ContractId,
  cases: readonly WireCase[],
  answers: Answers = newAnswers(op),
): Disagreement[] {
  return cases.flatMap((c) => {
    const lines = answers.said(contract, c, (choices) => disagreement(op, contract, c, choices));
    return lines.length === 0 ? [] : [{ contract, case: c, lines }];
  });
}

function caseLines(op: OpDef, { contract, case: c, lines }: Disagreement): string[] {
  const cited = c.flags.map((flag) => `${flag} ${op.notes[flag]?.clause ?? ''}`.trim());
  return [`  ${contract}/${c.id}, made for ${cited.join(', ')}`, ...lines.map((l) => `    ${l}`)];
}

/** Errors: vector-invariant, with both answers in every case, where there is any. */
export function refuseDisagreements(op: OpDef, found: readonly Disagreement[]): void {
  const [first] = found;
  if (first === undefined) return;
  const lines = found.flatMap((one) => caseLines(op, one));
  const head = `the independent oracle answers ${found.length} cases of ${op.name} otherwise:`;
  const folder = `goldgen/ops/${familyOf(op.name)}`;
  const [clause] = op.clause.split(/[^A-Z0-9.]/);
  throw new GoldError('vector-invariant', [head, ...lines].join('\n'), {
    path: `${first.contract}/${first.case.id}`,
    hint: `clause ${op.clause} decides who is right (\`goldvec explain ${clause}\`); the reference is called in ${folder}/${op.name}.ts, the oracle is ${folder}/oracle.ts over reference/independent/`,
  });
}
