/** Work arrays: zeros when taken, apart from each other, and given back at the end. */

import { expect, test } from 'vitest';
import { takeCopy, takeFloats, takeInts, withWorkspace } from './workspace.ts';

test('two arrays of one call are apart, and the next call gets the first again as zeros', () => {
  const first = withWorkspace(() => {
    const [a, b] = [takeInts(5).fill(7), takeInts(5)];
    expect([...b]).toEqual([0, 0, 0, 0, 0]);
    expect(a).not.toBe(b);
    return a;
  });
  withWorkspace(() => {
    const again = takeInts(5);
    expect(again).toBe(first);
    expect([...again]).toEqual([0, 0, 0, 0, 0]);
  });
});

test('what an outer call holds is not given to an inner one, nor after it', () => {
  withWorkspace(() => {
    const held = takeFloats(3).fill(2);
    const inner = withWorkspace(() => takeFloats(3));
    expect(inner).not.toBe(held);
    expect(takeFloats(3)).toBe(inner);
    expect([...held]).toEqual([2, 2, 2]);
  });
});

test('arrays come back from a call that throws', () => {
  let lost: Int32Array | undefined;
  expect(() =>
    withWorkspace(() => {
      lost = takeInts(11);
      throw new RangeError('refused');
    }),
  ).toThrow('refused');
  withWorkspace(() => expect(takeInts(11)).toBe(lost));
});

test.each([[Int32Array.of(1, -2, 3)], [Float32Array.of(0.5, -0)], [Uint8Array.of(9, 8)]])(
  'a copy of %o has its values and other memory',
  (values) => {
    withWorkspace(() => {
      const copy = takeCopy(values);
      expect(copy).toEqual(values);
      expect(copy.buffer).not.toBe(values.buffer);
    });
  },
);
