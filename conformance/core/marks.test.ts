/** Goal: packed marks are read back case by case. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseMarks, readMarks } from './marks.ts';

const single = {
  path: 'c/op.mp',
  marks: { fma_contraction: ['random/0-2,7'], sqrt_div_ulp: ['random/0-9', 'directed/3'] },
};
const shared = {
  op: 'op',
  contracts: [{ contract: 'b' }, { contract: 'c' }],
  marks: {
    fma_contraction: [[[1], ['random/0-2,7']]],
    sqrt_div_ulp: [
      [
        [0, 1],
        ['random/0-9', 'directed/3'],
      ],
    ],
  },
};

describe.each([
  ['1', { files: [single] }],
  ['2', { ops: [shared] }],
])('marks of format %s', (_format, file) => {
  const marks = parseMarks(JSON.stringify(file));

  it.each([
    ['c/op/random/0', ['fma_contraction', 'sqrt_div_ulp']],
    ['c/op/random/7', ['fma_contraction', 'sqrt_div_ulp']],
    ['c/op/random/3', ['sqrt_div_ulp']],
    ['c/op/directed/3', ['sqrt_div_ulp']],
    ['c/op/directed/0', []],
    ['c/other/random/0', []],
  ])('%s', (id, expected) => {
    expect(marks(id)).toEqual(expected);
  });
});

describe('marks beside foreign vectors', () => {
  const huge = { path: 'c/op.mp', marks: { m: ['random/0-4000000000'] } };

  it.each([
    ['no JSON', '{', 'vector-schema'],
    ['a number', '7', 'vector-schema'],
    ['no list', '{"files": 1}', 'vector-schema'],
    ['more cases than there can be', JSON.stringify({ files: [huge] }), 'vector-schema'],
    ['a pipe', undefined, 'file-unreadable'],
  ])('%s are refused with the name of the file', (_what, text, code) => {
    const dir = mkdtempSync(join(tmpdir(), 'goldvec-marks-'));
    const path = join(dir, 'sensitivity.json');
    try {
      if (text === undefined) execFileSync('mkfifo', [path]);
      else writeFileSync(path, text);
      expect(() => readMarks(dir)).toThrow(
        expect.objectContaining({ code, path: 'sensitivity.json' }),
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
