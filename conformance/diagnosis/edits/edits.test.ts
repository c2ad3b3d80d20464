/** Goal: edits of the reference are what they say. Method: edited functions are called, their sentences compared. */

import { describe, expect, it } from 'vitest';
import type { Primitives } from '../../../reference/numerics.ts';
import { newNumerics, primitives } from '../../../reference/primitives.ts';
import { formula } from './formula.ts';
import { type EditMutant, editsOf } from './index.ts';
import { boundedPrimitives, boundTurns, compiled, modules } from './sources.ts';
import { childrenOf, parse } from './syntax.ts';

const contract = 'sym-2026-07-21';
const options = { learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 };

function under(fn: Partial<Primitives>) {
  return newNumerics(contract, { fn: { ...boundedPrimitives(), ...fn } });
}

/** The edits of a primitive whose sentence holds a text. */
function edits(name: string, text: string): EditMutant[] {
  return editsOf(name).filter(({ bug }) => bug.includes(text));
}

describe('the sources', () => {
  it('are all there, with what they import', () => {
    expect(modules().length).toBeGreaterThan(50);
    for (const module of modules()) expect(() => compiled(module, [])).not.toThrow();
    expect(new Set(Object.keys(boundedPrimitives()))).toEqual(
      new Set(modules().flatMap(({ exported }) => [...exported])),
    );
  });

  it('compute the same without an edit', () => {
    const plain = newNumerics(contract);
    const n = under({});
    for (const x of [0, -0.5, 0.5, 1.5, -2.5, 2 ** 24 + 1, 1e30]) {
      expect(n.fn.round(n, x, 'HALF_AWAY')).toBe(plain.fn.round(plain, x, 'HALF_AWAY'));
      expect(n.fn.exp32(n, x)).toBe(plain.fn.exp32(plain, x));
    }
    expect(n.fn.mseGradient(n, 3, 1)).toBe(primitives.mseGradient(plain, 3, 1));
  });
});

describe('formulas', () => {
  it.each([
    ['n.f.mul(2, n.f.sub(o, l))', '2·(o − l)'],
    ['n.f.mulAdd(a, b, n.f.mul(c, d))', 'a·b + c·d'],
    ['n.f.sub(a, n.f.sub(b, c))', 'a − (b − c)'],
    ['n.fn.padLeftOf(n, e.inLength, 3)', 'pad_left_of(e.in_length, 3)'],
    ['Math.floor(at.oc / (e.outChannels / e.groups))', '⌊at.oc / (e.out_channels / e.groups)⌋'],
    ['!(x >= -1) ? floats(y)[k] : n.f.sqrt(x)', 'not (x ≥ −1) ? y[k] : sqrt(x)'],
    ['-Infinity', '−infinity'],
  ])('%s', (text, written) => {
    const [statement] = childrenOf(parse(`(${text})`));
    expect(formula(statement!)).toBe(written);
  });
});

describe('edits', () => {
  it('leave out a factor', () => {
    const [edit] = edits('mseGradient', 'leaves out the factor `2`');
    expect(edit?.bug).toBe(
      'the step “mse gradient” leaves out the factor `2`: `o − l` instead of `2·(o − l)`',
    );
    expect(edit?.fix).toBe('compute `2·(o − l)`');
    const n = under(edit!.fn!);
    expect(n.fn.mseGradient(n, 3, 1)).toBe(2);
  });

  it('take another number for one', () => {
    const [edit] = edits('convWeightIndex', 'uses `e.groups` instead of `e.kernel`');
    const n = under(edit!.fn!);
    const extents = {
      batch: 1,
      inChannels: 4,
      outChannels: 4,
      inLength: 8,
      outLength: 8,
      kernel: 3,
      groups: 2,
      padLeft: 0,
    };
    expect(n.fn.convWeightIndex(n, extents, 1, 1, 0)).toBe((1 * 2 + 1) * 2);
  });

  it('have sentences and ids of their own', () => {
    const all = ['adamwDenominator', 'convWeightIndex', 'maxPool1d', 'softmaxGradient'].flatMap(
      (name) => editsOf(name),
    );
    expect(all.length).toBeGreaterThan(500);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { bug, fix } of all) expect(`${bug} ${fix}`).not.toMatch(/undefined|\[object|…/);
  });

  it('end where a loop would not', () => {
    const n = under({});
    boundTurns(100);
    // a negative exponent is halved without an end
    expect(() => n.fn.adamwScalars(n, options, -1)).toThrow('does not end');
    boundTurns(Number.POSITIVE_INFINITY);
  });
});
