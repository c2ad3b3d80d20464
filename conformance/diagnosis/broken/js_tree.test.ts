/** Goal: an edit of the js backend shows in the ops that run it, and in no others. */

import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { loadCorpus } from '../../core/load.ts';
import type { Entry } from './entry.ts';
import { evidenceOf } from './run_broken.ts';

const ops = ['max_pool1d_backward', 'relu_forward'];
const vectors = join(buildRoot, '..', 'vectors');

const entry: Entry = {
  id: 'two_instead_of_one',
  essence: 'dy is added twice',
  function: /max_pool1d_backward/,
  mistake: /twice/,
  edits: [
    {
      file: 'js/kernels/pools.ts',
      from: '    raw.data[i] = raw.data[i]! + dy.data[o]!;',
      to: '    raw.data[i] = raw.data[i]! + dy.data[o]! + dy.data[o]!;',
    },
  ],
};

describe('the js backend with an edit', () => {
  const { cases } = loadCorpus(vectors, ({ op }) => ops.includes(op));
  const opsOf = (tests: readonly { readonly op: string }[]): Set<string> =>
    new Set(tests.map(({ op }) => op));

  it('fails where the edit is run and passes elsewhere, also in a backend without it afterwards', async () => {
    const edited = await evidenceOf(entry, cases);
    const plain = await evidenceOf({ ...entry, edits: [] }, cases);
    expect(opsOf(edited.failures.map(({ test }) => test))).toEqual(
      new Set(['max_pool1d_backward']),
    );
    expect(opsOf(edited.passed)).toContain('relu_forward');
    expect(plain.failures).toHaveLength(0);
    expect(plain.passed).toHaveLength(edited.failures.length + edited.passed.length);
  });
});
