/**
 * Sensitivity marks: what of a platform's arithmetic would change a compared bit of a case. Found by running
 * the case under that arithmetic.
 */

import { type ContractId, contracts } from '../../reference/contracts.ts';
import { mutants as expLog } from '../../reference/mutants/num/exp_log.ts';
import { mutants as float32 } from '../../reference/mutants/num/float32.ts';
import { type Float32Ops, float32FromBits, float32ToBits } from '../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../reference/numerics.ts';
import { newNumerics, primitives } from '../../reference/primitives.ts';
import type { WireCase } from '../../schema/format/types.ts';
import { observe, poisons } from '../case.ts';
import { deviates } from '../mutation/kill.ts';
import { reaches, type Trace } from '../mutation/trace.ts';
import type { OpDef } from '../op.ts';
import { doubleSum, lanes, summingOps } from './chains.ts';
import { fusingOps } from './contraction.ts';

export const markNames = [
  /** a product is fused into the sum that takes it */
  'fma_contraction',
  /** float sums are formed in another order */
  'sum_order',
  /** products or sums are kept in double precision */
  'double_intermediates',
  /** subnormals are flushed to zero */
  'flush_to_zero',
  /** expf or logf is off by one unit in the last place */
  'exp_log_ulp',
  /** square root or division is off by one unit in the last place */
  'sqrt_div_ulp',
] as const;
export type Mark = (typeof markNames)[number];

/** One platform; the operations are made anew for every run, because sums keep a state. */
interface Variant {
  readonly mark: Mark;
  readonly f?: () => Partial<Float32Ops>;
  readonly fn?: Partial<Primitives>;
  /** what it replaces, to leave out cases that it cannot reach */
  readonly keys: { readonly f?: object; readonly fn?: object };
}

function ofMutant(mark: Mark, id: string): Variant {
  const mutant = [...float32, ...expLog].find((m) => m.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant "${id}"`);
  const { f, fn } = mutant;
  return {
    mark,
    ...(f === undefined ? {} : { f: () => f }),
    ...(fn === undefined ? {} : { fn }),
    keys: { ...(f === undefined ? {} : { f }), ...(fn === undefined ? {} : { fn }) },
  };
}

function ofOps(mark: Mark, make: () => Partial<Float32Ops>): Variant {
  return { mark, f: make, keys: { f: make() } };
}

/** The float32 one unit nearer to zero. */
function nextDown(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  return float32FromBits((float32ToBits(x) - 1) >>> 0);
}

const divideDown: Partial<Float32Ops> = { div: (a, b) => nextDown(Math.fround(a / b)) };
const rootDown: Partial<Float32Ops> = { sqrt: (a) => nextDown(Math.fround(Math.sqrt(a))) };
const expDown: Partial<Primitives> = { exp32: (n, x) => nextDown(primitives.exp32(n, x)) };
const logDown: Partial<Primitives> = { log32: (n, x) => nextDown(primitives.log32(n, x)) };

const variants: readonly Variant[] = [
  ofMutant('fma_contraction', 'fma_contraction'),
  ofMutant('fma_contraction', 'fma_contraction_second'),
  ofOps('fma_contraction', () => fusingOps('first')),
  ofOps('fma_contraction', () => fusingOps('second')),
  ofOps('sum_order', () => summingOps(lanes(2))),
  ofOps('sum_order', () => summingOps(lanes(4))),
  ofMutant('double_intermediates', 'double_intermediates'),
  ofOps('double_intermediates', () => summingOps(doubleSum)),
  ofMutant('flush_to_zero', 'flush_to_zero'),
  ofMutant('exp_log_ulp', 'exp_off_by_an_ulp'),
  ofMutant('exp_log_ulp', 'log_off_by_an_ulp'),
  { mark: 'exp_log_ulp', fn: expDown, keys: { fn: expDown } },
  { mark: 'exp_log_ulp', fn: logDown, keys: { fn: logDown } },
  ofMutant('sqrt_div_ulp', 'sqrt_off_by_an_ulp'),
  ofMutant('sqrt_div_ulp', 'divide_off_by_an_ulp'),
  { mark: 'sqrt_div_ulp', f: () => divideDown, keys: { f: divideDown } },
  { mark: 'sqrt_div_ulp', f: () => rootDown, keys: { f: rootDown } },
];

function changes(op: OpDef, contract: ContractId, c: WireCase, variant: Variant): boolean {
  const { f, fn } = variant;
  const n: Numerics = newNumerics(contract, {
    contract: contracts[contract],
    ...(f === undefined ? {} : { f: f() }),
    ...(fn === undefined ? {} : { fn }),
    rngState: c.rng,
  });
  try {
    return deviates(c, observe(op, n, c, c.id, poisons.first));
  } catch {
    // the platform runs into what the clauses leave undefined
    return true;
  }
}

/** The marks of a case, in the order of `markNames`; `trace` is the trace of the unchanged reference. */
export function marksOf(
  op: OpDef,
  contract: ContractId,
  c: WireCase,
  trace: Trace,
): readonly Mark[] {
  const found = new Set<Mark>();
  for (const variant of variants) {
    if (found.has(variant.mark) || !reaches(trace, { ...unnamed, ...variant.keys })) continue;
    if (changes(op, contract, c, variant)) found.add(variant.mark);
  }
  return markNames.filter((mark) => found.has(mark));
}

const unnamed = { id: '', clause: '', bug: '', fix: '' } as const;
