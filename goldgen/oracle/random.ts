/** Oracle of the generator and of rounding (S10–S20). */

import {
  draw,
  newGenerator,
  rescaledSeed,
  roundMode,
} from '../../reference/independent/primitives.ts';
import { mask, shuffled } from '../../reference/independent/random.ts';
import { numberParam, type Oracle, roundingOf, tensorOf } from '../op.ts';
import { filled, numbersOf } from './adapt.ts';

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

export const roundOracle: Oracle = (call, _contract, g) => {
  const mode = roundingOf(call, 'rounding');
  const codes = numbersOf(tensorOf(call, 'x')).map((x) => roundMode(g, x, mode));
  return { y: filled(tensorOf(call, 'y'), codes) };
};

export const seedRescaleOracle: Oracle = (call, _contract, g) => {
  const [sp, sa] = [numberParam(call, 'sp'), numberParam(call, 'sa')];
  const codes: number[] = [];
  for (const q of numbersOf(tensorOf(call, 'q'))) {
    const seed = rescaledSeed(g, q, sp, sa, roundingOf(call, 'rounding'));
    if (seed === undefined) return 'refused';
    codes.push(seed);
  }
  return { y: filled(tensorOf(call, 'y'), codes) };
};
