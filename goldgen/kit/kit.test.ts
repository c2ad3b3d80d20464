/** The tables and builders of generated cases, against literals. */

import { describe, expect, it } from 'vitest';
import { ecgSamples, ecgWindow } from './ecg.ts';
import { float32Of, hexBytes, packedOf, symInt32Of } from './literals.ts';
import { newRandom } from './random.ts';
import { permutations, physicalShape } from './shapes.ts';
import { randomBool, randomSym, randomSymInt32 } from './tensors.ts';
import { codeMax, codeMin, interestingInt32, nextDown, nextUp, tiesOfWidth } from './values.ts';

describe('values', () => {
  it('code ranges are asymmetric', () => {
    expect([codeMin(2), codeMax(2), codeMin(12), codeMax(12)]).toEqual([-2, 1, -2048, 2047]);
  });

  it('interesting integers end at the ends of int32', () => {
    expect(interestingInt32.at(0)).toBe(-2147483648);
    expect(interestingInt32.at(-1)).toBe(2147483647);
    expect(interestingInt32).toContain(-2147483647);
    expect(interestingInt32.length).toBe(new Set(interestingInt32).size);
  });

  it('steps one unit in the last place', () => {
    expect(nextUp(1)).toBe(1 + 2 ** -23);
    expect(nextDown(1)).toBe(1 - 2 ** -24);
    expect([nextUp(0), nextDown(0)]).toEqual([2 ** -149, -(2 ** -149)]);
    expect(nextDown(-2)).toBe(-2 - 2 ** -22);
  });

  it('ties of a width reach past both ends of the code range', () => {
    const ties = tiesOfWidth(12);
    for (const tie of [0.5, -0.5, 2.5, 2046.5, -2047.5, 2048.5, nextDown(2047.5)]) {
      expect(ties).toContain(tie);
    }
  });
});

describe('shapes', () => {
  it('permutations are in lexicographic order', () => {
    expect(permutations(3)).toEqual([
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]);
  });

  it('a physical axis carries the logical extent that its order names', () => {
    expect(physicalShape([5, 6, 7], [2, 0, 1])).toEqual([7, 5, 6]);
  });
});

describe('tensors', () => {
  it('unused bits of a packed payload are zero', () => {
    const r = newRandom('packed');
    for (let i = 0; i < 50; i++) {
      const t = randomSym(r, [5], 3);
      expect(t.data.length).toBe(2);
      expect(t.data[1]! & 0x80).toBe(0);
      expect(randomBool(r, [11]).data[1]! & 0xf8).toBe(0);
    }
  });

  it('codes stay inside their width', () => {
    const t = randomSymInt32(newRandom('codes'), [40, 25], 4);
    expect(Math.min(...t.data)).toBe(-8);
    expect(Math.max(...t.data)).toBe(7);
  });
});

describe('directed builders', () => {
  it('read bit patterns and bytes', () => {
    expect([...float32Of('3f800000 c0000000').data]).toEqual([1, -2]);
    expect(symInt32Of([1, -2], '3a83126f', 12).scale).toBe(Math.fround(0.001));
    expect(hexBytes('eb 15')).toEqual(Uint8Array.of(0xeb, 0x15));
    expect(packedOf('SYM', 'eb15', 5, 1, 3).shape).toEqual([5]);
  });

  it('refuse malformed text', () => {
    expect(() => float32Of('3f8')).toThrow('"3f8"');
    expect(() => hexBytes('abc')).toThrow('odd');
  });
});

describe('the ECG excerpt', () => {
  it('has 108000 samples in the range of an 11-bit converter', () => {
    const ecg = ecgSamples();
    expect(ecg.length).toBe(108000);
    expect(Math.max(...ecg.subarray(0, 5000))).toBeLessThan(2048);
    expect(ecgWindow(Uint16Array.of(1024, 1224, 1023), 0, 3)).toEqual(
      Float32Array.of(0, 1, -0.005),
    );
  });
});
