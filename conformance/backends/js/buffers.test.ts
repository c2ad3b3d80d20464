import { describe, expect, test } from 'vitest';
import { newBuffers } from './buffers.ts';

const call = (shape: readonly number[]) => ({
  params: {},
  inputs: {},
  targets: { mask: { dtype: 'BOOL', shape } as const },
  rng: 1,
});

describe('outputs before a call', () => {
  test('the bits of a mask beyond its last element are 0, its elements poison', () => {
    const bytes = newBuffers(call([11])).tensors.mask!.data as Uint8Array;
    expect([...bytes]).toEqual([0xa5, 0x05]);
    expect([...(newBuffers(call([8])).tensors.mask!.data as Uint8Array)]).toEqual([0xa5]);
  });

  test('a mask that nobody wrote is untouched, one of n written bits is not', () => {
    const buffers = newBuffers(call([3]));
    expect(buffers.poison()).toBe('untouched');
    (buffers.tensors.mask!.data as Uint8Array)[0] = 0b010;
    expect(buffers.poison()).toBe('mask');
  });
});
