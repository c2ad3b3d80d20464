/** What the ops of initial weights share (S15). */

import { tensorCount } from '../../../reference/tensor.ts';
import { casesOf } from '../../kit/cases.ts';
import type { Random } from '../../kit/random.ts';
import { target } from '../../kit/tensors.ts';
import type { OpCall, ParamSpec, Params, RecordNote } from '../../op.ts';

const optional = { optional: true } as const;

/** Parameters of the kinds that follow from the extents of a layer. */
export const fanParams: Readonly<Record<string, ParamSpec>> = {
  gain: { kind: 'f32', ...optional, doc: 'kaiming, xavier: g' },
  fan_in: { kind: 'int', min: 1, max: 1048576, ...optional, doc: 'kaiming, xavier: inputs' },
  fan_out: { kind: 'int', min: 1, max: 1048576, ...optional, doc: 'xavier: outputs' },
};

export const initCase = casesOf((params: Params, rng: number, shape: readonly number[] = [4]) => ({
  tensors: { y: target('FLOAT32', shape) },
  params,
  rng,
}));

/** A kind with random fans and gain. */
export function randomFans(r: Random, kind: string): Params {
  const fans = {
    gain: Math.fround(r.pick([1, 2, 0.5]) * Math.abs(r.float32(-1, 0))),
    fan_in: r.int(1, 600),
  };
  return { kind, ...fans, ...(kind === 'xavier' ? { fan_out: r.int(1, 600) } : {}) };
}

/** Fills y in storage order. */
export function fillWith(call: OpCall, make: () => number): void {
  const y = call.tensor('y');
  for (let i = 0; i < tensorCount(y); i++) y.data[i] = make();
}

export const fanNotes: Readonly<Record<string, RecordNote>> = {
  kaiming: {
    bug: 'the scale formed as a quotient of two roots, or the fan of the outputs taken',
    effect: 'all weights of a layer are off by one unit, or too large',
    clause: 'S15',
  },
  xavier: {
    bug: 'the scale formed as a quotient of two roots, or inputs and outputs averaged',
    effect: 'all weights of a layer are off by one unit, or too large',
    clause: 'S15',
  },
  stream: {
    bug: 'weights drawn from the last to the first, or the scale formed again for each weight in double',
    effect: 'every weight and all later draws differ',
    clause: 'S15',
  },
};
