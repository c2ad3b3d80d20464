/** Oracle of the generator (S10–S14). */

import { draw, newGenerator } from '../../../reference/independent/primitives.ts';
import { mask, shuffled } from '../../../reference/independent/random.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import type { Oracle } from '../../op.ts';

export const drawsOracle: Oracle = (call, _contract, g) => {
  g.state = newGenerator(call.number('seed')).state;
  const [states, uniforms]: [number[], number[]] = [[], []];
  for (let i = 0; i < call.tensor('states').data.length; i++) {
    uniforms.push(draw(g));
    states.push(Number(BigInt.asIntN(32, g.state)));
  }
  return {
    states: filled(call.tensor('states'), states),
    uniforms: filled(call.tensor('uniforms'), uniforms),
  };
};

export const shuffleOracle: Oracle = (call, _contract, g) => {
  const indices = call.tensor('indices');
  return { indices: filled(indices, shuffled(g, numbersOf(indices))) };
};

export const bernoulliOracle: Oracle = (call, _contract, g) => {
  const t = call.tensor('mask');
  return { mask: filled(t, mask(g, numbersOf(t).length, call.number('p'))) };
};
