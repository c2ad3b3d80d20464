import { describe, expect, it } from 'vitest';
import { UndefinedBehaviour } from '../../reference/refusal.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { OpCall, type Params } from '../op.ts';
import { heldBefore, runInPlace } from './in_place.ts';
import { float32Of, symInt32Of } from './literals.ts';
import { target } from './tensors.ts';

/** Adds 1 to the first operand, after it has cleared y. */
function clearing(params: Params, tensors: Record<string, Tensor>): number[] {
  const names = Object.keys(tensors).filter((name) => name !== 'y');
  runInPlace(new OpCall(params, tensors), names, ([x], y) => {
    y.data.fill(0);
    x!.data.forEach((v, i) => {
      y.data[i] = v + 1;
    });
  });
  return [...tensors.y!.data];
}

describe('results in the storage of an operand', () => {
  const x = () => float32Of([1, 2]);
  const y = () => target('FLOAT32', [2]);

  it('shares the storage, and leaves the operand of the call alone', () => {
    const tensors = { x: x(), y: y() };
    expect(clearing({}, tensors)).toEqual([2, 3]);
    expect(clearing({ in_place: 'storage' }, { ...tensors, y: y() })).toEqual([1, 1]);
    expect([...tensors.x.data]).toEqual([1, 2]);
  });

  it('shares it with the operand that is named', () => {
    const pair = { a: x(), b: float32Of([5, 5]) };
    expect(clearing({ in_place: 'b' }, { ...pair, y: y() })).toEqual([2, 3]);
    expect(clearing({ in_place: 'a' }, { ...pair, y: y() })).toEqual([1, 1]);
  });

  it.each([
    ['two records', { in_place: 'tensor' }, target('SYM_INT32', [2], 8)],
    ['another count', { in_place: 'storage' }, target('SYM_INT32', [3], 12)],
    ['a packed format', { in_place: 'storage' }, target('SYM', [2], 8)],
  ])('%s: undefined', (_name, params, into) => {
    const sym = symInt32Of([1, 2], 1, 12);
    expect(() => clearing(params, { x: sym, y: into })).toThrow(UndefinedBehaviour);
  });

  it('two contents in one storage: undefined', () => {
    const tensors = { a: x(), b: float32Of([5, 5]), y: y() };
    expect(() => clearing({ in_place: 'both' }, tensors)).toThrow(UndefinedBehaviour);
  });
});

describe('what an output holds before the call', () => {
  const held = (params: Params, tensors: Record<string, Tensor>, output = 'y') => [
    ...(heldBefore(new OpCall(params, tensors), output)?.data ?? []),
  ];
  const tensors = () => ({ a: float32Of([1, 2]), b: float32Of([3, 4]), y: float32Of([7, 8]) });

  it('is its own where it lies apart', () => {
    expect(held({}, tensors())).toEqual([7, 8]);
    expect(held({}, tensors(), 'z')).toEqual([]);
  });

  it('is that of the operand in whose storage it lies', () => {
    expect(held({ in_place: 'b' }, tensors())).toEqual([3, 4]);
    expect(held({ in_place: 'both' }, tensors())).toEqual([1, 2]);
    const x = symInt32Of([5, -6], 0.5, 12);
    const y = target('SYM_INT32', [2], 8);
    expect(held({ in_place: 'storage' }, { x, y })).toEqual([5, -6]);
  });
});
