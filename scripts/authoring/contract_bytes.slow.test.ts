/**
 * Goal: a contract that differs in one choice adds to the vectors what differs, and little else. Method: one is made in a
 * copy of the tree, and the vectors of all ops are generated; what else the folder holds is not written by `gen`.
 */

import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Manifest } from '../../schema/format/types.ts';
import { copyTree } from '../tree_copy.ts';

const addedMax = 150_000;
const allMax = 12_000_000;

it(`the divide form of requant takes less than ${addedMax} bytes in all ops`, () => {
  const tree = copyTree();
  try {
    const goldvec = (...args: string[]) =>
      execFileSync(process.execPath, ['scripts/goldvec.mjs', ...args], { cwd: tree });
    const read = () => {
      const text = readFileSync(join(tree, 'vectors', 'manifest.json'), 'utf8');
      const { files } = JSON.parse(text) as Manifest;
      const parts = files.flatMap(({ contracts }) => contracts);
      return {
        bytes: files.reduce((sum, file) => sum + file.bytes, 0),
        text: text.length,
        cases: (id: string) =>
          parts.filter((p) => p.contract === id).reduce((sum, p) => sum + p.cases, 0),
      };
    };
    const before = read();
    const from = ['--from', 'sym-2026-07-21', '--choice', 'requant=divide'];
    goldvec('new-contract', 'sym-2027-01-01', ...from, '--why', 'the quotient is taken at once');
    goldvec('sync');
    goldvec('gen');
    const after = read();
    // it has the cases of the one that it varies, but for those that its rules make equal or leave undefined
    expect(after.cases('sym-2027-01-01')).toBeGreaterThan(0.95 * after.cases('sym-2026-07-21'));
    const added = after.bytes - before.bytes + (after.text - before.text);
    process.stdout.write(`added ${added} bytes, ${after.bytes} in all\n`);
    expect(added).toBeGreaterThan(0);
    expect(added).toBeLessThan(addedMax);
    expect(after.bytes).toBeLessThan(allMax);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
});
