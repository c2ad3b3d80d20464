/** Goal: exports hold every call and answer, in the same bytes each time. Method: one case of each op is read back. */

import { beforeAll, describe, expect, it } from 'vitest';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { fromJson } from '../../schema/format/json.ts';
import { vectorsDir } from '../cli/paths.ts';
import { type Entry, entryOf, wordOf } from './entry.ts';
import { exportFormats } from './formats.ts';

let entries: Entry[];

beforeAll(() => {
  const { cases } = loadCorpus(vectorsDir, ({ contract }) => contract === 'sym-2026-07-21');
  const smoke = takeLevel(cases, 'smoke', vectorsDir);
  const first = new Map([...smoke].reverse().map((test) => [test.op, test]));
  entries = [...first.values()].map((test) => entryOf(test, false));
});

describe('JSON', () => {
  it('gives back every call and answer', () => {
    const files = exportFormats.json(entries);
    const read = files.flatMap(({ content }) => JSON.parse(String(content)) as unknown[]);
    const wanted = entries.map(
      ({ op: _, canonical: __, floatParams: ___, call, expected, ...about }) => ({
        ...about,
        ...call,
        expected,
      }),
    );
    expect(entries.length).toBeGreaterThan(50);
    const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
    expect(read.map(fromJson).sort(byName as never)).toEqual(wanted.sort(byName));
  });
});

describe('NumPy archives', () => {
  it('are the same bytes each time', () => {
    const some = entries.slice(0, 10);
    const [first, second] = [exportFormats.npz(some), exportFormats.npz(some)];
    expect(first.map(({ content }) => content)).toEqual(second.map(({ content }) => content));
  });
});

describe('names', () => {
  it('are words of C', () => {
    expect(wordOf('round/directed/0')).toBe('round_directed_0');
    expect(wordOf('2026-06-11')).toBe('_2026_06_11');
  });
});
