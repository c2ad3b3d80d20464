/** Seeded cases whose answer changes when primitives are replaced: by contracted ones, as a compiler does it, or by others. */

import type { ContractId } from '../../reference/contracts.ts';
import { type Float32Ops, float32ToBits, fma32 } from '../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../reference/numerics.ts';
import { newNumerics, primitives } from '../../reference/primitives.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { type CaseGen, type CaseInput, OpCall, type OpDef } from '../op.ts';
import { attempt } from './attempt.ts';
import type { Random } from './random.ts';

const f = Math.fround;

const fused: Partial<Float32Ops> = {
  mulAdd: (a, b, c) => fma32(a, b, c),
  mulSub: (a, b, c) => fma32(-a, b, c),
  mulMinus: (a, b, c) => fma32(a, b, -c),
  mulAddMul: (a, b, c, d) => fma32(a, b, f(c * d)),
  mulSubMul: (a, b, c, d) => fma32(a, b, -f(c * d)),
};

type Call = (n: Numerics, ...rest: unknown[]) => unknown;

function contracted(name: keyof Primitives): Partial<Primitives> {
  const inner = primitives[name] as Call;
  const outer: Call = (n, ...rest) => inner({ ...n, f: { ...n.f, ...fused } }, ...rest);
  return { [name]: outer };
}

function answerOf(
  run: OpDef['run'],
  contract: ContractId,
  input: CaseInput,
  fn?: Partial<Primitives>,
): string {
  const replaced = fn === undefined ? {} : { fn };
  const n = newNumerics(contract, { ...replaced, rngState: input.rng });
  const call = new OpCall(input.params, input.tensors).copy();
  attempt(() => run(n, call));
  const bits = (t: Tensor): unknown => [
    [...new Uint8Array(t.data.buffer, t.data.byteOffset, t.data.byteLength)],
    float32ToBits(t.scale),
  ];
  return JSON.stringify(Object.values(call.tensors).map(bits));
}

/** Draws before a search ends: under some contracts no case is found. */
const drawsMax = 10_000;

/** The first of the cases seeded by `<label>/<i>` whose answer changes where primitives are replaced. */
export function firstChanged(
  g: CaseGen,
  run: OpDef['run'],
  label: string,
  fn: Partial<Primitives>,
  make: (r: Random) => CaseInput,
): CaseInput {
  for (let i = 0; ; i++) {
    const input = make(g.random(`${label}/${i}`));
    const plain = answerOf(run, g.contract.id, input);
    if (i === drawsMax) return input;
    if (plain !== answerOf(run, g.contract.id, input, fn)) return input;
  }
}

/** The first of the seeded cases that a contraction inside the named primitive changes. */
export function firstContracted(
  g: CaseGen,
  run: OpDef['run'],
  name: keyof Primitives,
  make: (r: Random) => CaseInput,
): CaseInput {
  return firstChanged(g, run, `contraction/${name}`, contracted(name), make);
}
