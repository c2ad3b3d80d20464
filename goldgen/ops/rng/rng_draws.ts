/** S10–S12: seeding, the xorshift32 steps and the uniform floats drawn from them. */

import { floats, ints } from '../../../reference/tensor.ts';
import { casesOf, seeded } from '../../kit/cases.ts';
import { alike } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import { drawsOracle } from './oracle.ts';

const drawCase = casesOf((seed: number, count: number) => {
  const tensors = { states: target('INT32', [count]), uniforms: target('FLOAT32', [count]) };
  return { tensors, params: { seed }, rng: 0x9e3779b9 };
});

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield drawCase('directed', 'V1', 1, 6);
  yield drawCase('directed', 'V1', 42, 5);
  yield drawCase('directed', 'V1 seed_zero', 0, 3);
  yield drawCase('directed', 'seed_zero', 0xffffffff, 4);
  yield drawCase('directed', 'extreme_draw', 2224793406, 2);
  yield drawCase('directed', 'extreme_draw', 3673643993, 2);
  for (let k = 0; k < 32; k++) yield drawCase('boundary', 'seed_bits', 2 ** k, 3);
  for (const seed of [0x7fffffff, 0x80000001, 0xfffffffe, 0x0000ffff, 0xffff0000]) {
    yield drawCase('boundary', 'seed_bits', seed, 8);
  }
  for (const r of seeded(g, 'random', 24)) {
    yield drawCase('random', 'stream', r.rngState(), r.int(1, 40));
  }
}

export default defineOp({
  name: 'rng_draws',
  version: 1,
  clause: 'S10–S12',
  summary: 'seeds the generator and draws uniform floats, giving the state after each draw',
  since: '2026-06-11',
  params: {
    seed: { kind: 'int', min: 0, max: 4294967295, doc: 'uint32; 0 stands for 0xFFFFFFFF (S11)' },
  },
  tensors: {
    states: { role: 'out', dtypes: ['INT32'], doc: '[n]: uint32 states as int32 bits' },
    uniforms: { role: 'out', dtypes: ['FLOAT32'], doc: '[n]: one uniform float per step' },
  },
  fits: alike('states', 'uniforms'),
  notes: {
    V1: {
      bug: 'old state returned, shifts reordered, arithmetic right shift, or a 32-bit fraction',
      effect: 'every stochastic rounding differs from the first draw on',
      clause: 'S10, S12',
    },
    seed_zero: {
      bug: 'seed 0 kept, or mapped to 1 instead of 0xFFFFFFFF',
      effect: 'a generator stuck at 0, or two seeds with one stream',
      clause: 'S11',
    },
    extreme_draw: {
      bug: 'U() normalised by 2^24 − 1 or 2^32, so that it reaches 1 or never 0',
      effect: 'stochastic rounding leaves its range at the ends of the unit interval',
      clause: 'S12',
    },
    seed_bits: {
      bug: 'a shift of 12, 16 or 6 instead of 13, 17 and 5, or a sign bit carried into a right shift',
      effect: 'small seeds agree, and runs with large ones draw another stream',
      clause: 'S10',
    },
    stream: {
      bug: 'a state that is not carried from draw to draw',
      effect: 'neighbouring elements are rounded alike, so the noise no longer averages out',
      clause: 'S10',
    },
  },
  run(n, call) {
    n.rng.state = n.fn.seedState(n, call.number('seed'));
    const states = ints(call.tensor('states'));
    const uniforms = floats(call.tensor('uniforms', states.length));
    for (let i = 0; i < states.length; i++) {
      uniforms[i] = n.fn.uniform(n);
      states[i] = n.rng.state | 0;
    }
  },
  oracle: drawsOracle,
  cases,
});
