import { describe, expect, it } from 'vitest';
import { copyGraph, type FunctionCopy, NoCopy, sameGraph } from './graph.ts';

const none: FunctionCopy = () => undefined;

describe('copyGraph', () => {
  it('shares nothing, and holds twice what the original holds twice', () => {
    const data = Float32Array.of(1, -0, Number.NaN);
    const original = { data, list: [data, undefined, { q: 1 }] };
    const copy = copyGraph(original, none);
    expect(copy).toEqual(original);
    expect(copy.data).not.toBe(data);
    expect(copy.list[0]).toBe(copy.data);
    copy.data[0] = 7;
    expect(data[0]).toBe(1);
  });

  it('leaves a place empty that was never filled', () => {
    const list: number[] = [];
    list[2] = 5;
    expect(Object.keys(copyGraph(list, none))).toEqual(['2']);
  });

  it('exchanges functions that are known', () => {
    const [mine, other] = [(): number => 1, (): number => 2];
    const copy = copyGraph({ mine }, (f) => (f === mine ? other : undefined));
    expect(copy.mine).toBe(other);
  });

  it.each([
    ['a function that is not known', () => 1],
    ['an object that hides state', new Map()],
    ['an instance of a class', new (class Hidden {})()],
    ['a part of a buffer', new Int32Array(4).subarray(1)],
  ])('refuses %s', (_name, value) => {
    expect(() => copyGraph({ value }, none)).toThrow(NoCopy);
  });
});

describe('sameGraph', () => {
  const tensor = (...values: number[]) => ({ data: Float32Array.from(values), shape: [2] });

  it('sees what is alike', () => {
    expect(
      sameGraph([tensor(1, Number.NaN), 'a', null], [tensor(1, Number.NaN), 'a', null], none),
    ).toBe(true);
  });

  it.each([
    ['an element', tensor(1, 2), tensor(1, 3)],
    ['the sign of a zero', tensor(0), tensor(-0)],
    ['the kind of the elements', Float32Array.of(1), Int32Array.of(1)],
    ['a field that is there', { a: undefined }, {}],
    ['the name of a field', { a: undefined }, { b: undefined }],
    ['the length of a list', [1], [1, 2]],
    ['an empty place', new Array(1), [undefined]],
    ['a list and an object', [], {}],
    ['an object and none', {}, undefined],
    ['an object that hides state', new Map(), new Map()],
    ['a function that is not known', () => 1, undefined],
  ])('sees a difference in %s', (_name, a, b) => {
    expect(sameGraph(a, b, none)).toBe(false);
  });

  it('sees that something is held twice in one and copied in the other', () => {
    const [one, other] = [tensor(1), tensor(1)];
    expect(sameGraph([one, one], [one, other], none)).toBe(false);
    expect(sameGraph([one, other], [one, one], none)).toBe(false);
    expect(sameGraph([one, one], [other, other], none)).toBe(true);
  });
});
