/** Goal: whatever a backend, a file, a frame or the machine does, it is named and nothing is left behind. */

import { expect, it } from 'vitest';
import { tryAll } from './hostile.ts';

it('everything hostile is taken as expected', async () => {
  const tallies = await tryAll(() => undefined);
  expect(tallies.flatMap(({ strange }) => strange)).toEqual([]);
  const [backends, vectors, replies] = tallies.map(({ tried }) => tried);
  expect(backends).toBeGreaterThanOrEqual(150);
  expect(vectors).toBeGreaterThanOrEqual(10_000);
  expect(replies).toBeGreaterThanOrEqual(40_000);
});
