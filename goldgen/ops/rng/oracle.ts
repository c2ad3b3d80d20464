/** Oracle of the generator (S10–S14). */

import { draw, newGenerator } from '../../../reference/independent/primitives.ts';
import { mask, shuffled } from '../../../reference/independent/random.ts';
import { filled, numbersOf } from '../../kit/oracle.ts';
import { numberParam, type Oracle, tensorOf } from '../../op.ts';

export const drawsOracle: Oracle = (call, _contract, g) => {
  g.state = newGenerator(numberParam(call, 'seed')).state;
  const [states, uniforms]: [number[], number[]] = [[], []];
  for (let i = 0; i < tensorOf(call, 'states').data.length; i++) {
    uniforms.push(draw(g));
    states.push(Number(BigInt.asIntN(32, g.state)));
  }
  return {
    states: filled(tensorOf(call, 'states'), states),
    uniforms: filled(tensorOf(call, 'uniforms'), uniforms),
  };
};

export const shuffleOracle: Oracle = (call, _contract, g) => {
  const indices = tensorOf(call, 'indices');
  return { indices: filled(indices, shuffled(g, numbersOf(indices))) };
};

export const bernoulliOracle: Oracle = (call, _contract, g) => {
  const t = tensorOf(call, 'mask');
  return { mask: filled(t, mask(g, numbersOf(t).length, numberParam(call, 'p'))) };
};
