/**
 * Goal: nobody makes a training dearer on a microcontroller without noticing, and the counts are those of right bits. Method: every
 * board and variant is counted again, and held against the committed counts and against each other.
 */

import { describe, expect, test } from 'vitest';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { variantNamed, variants } from '../../reference/examples/variants.ts';
import { loadExample } from '../training/examples.ts';
import { boardNames } from './board_run.ts';
import { costOf } from './cost.ts';
import { compilerVersion, readCosts } from './recorded.ts';

const never = new AbortController().signal;
const ready = await readyTargets(boardNames.map((name) => `cost:${name}`));
const isSame = ready.size > 0 && readCosts('ecg').compiler === compilerVersion();

describe.each(['ecg', 'har'] as const)('%s', (name) => {
  const { costs } = readCosts(name);
  const example = loadExample(name, undefined);

  test('every board and variant is recorded', () => {
    const pairs = boardNames.flatMap((board) => variants.map((v) => `${board} ${v.name}`));
    expect(costs.map((c) => `${c.board} ${c.variant}`)).toEqual(pairs);
  });

  test('all boards compute the same parameters', () => {
    for (const { name: variant } of variants) {
      const digests = costs.filter((c) => c.variant === variant).map((c) => c.digest);
      expect(new Set(digests).size).toBe(1);
    }
  });

  // counts are those of one compiler
  test.runIf(isSame).each(costs)('$variant on $board', async (recorded) => {
    const variant = variantNamed(recorded.variant);
    expect(await costOf(example, variant, recorded.board, never)).toEqual(recorded);
  });
});
