/** What the recipes say to goldvec, told by a stand-in that prints its words. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { here, shell } from './recipes.ts';

const dir = mkdtempSync(join(tmpdir(), 'goldvec-shards-'));

afterAll(() => {
  rmSync(dir, { recursive: true });
});

const echo = { GOLDVEC: 'echo' };
const said = (script: string, ...args: string[]) => {
  const { status, out } = shell('sh', [join(here, script), ...args], echo);
  return [status, out.trim().replaceAll(dir, 'DIR')];
};

describe('a shard', () => {
  test.each([
    [['run', '--op', 'round'], 'run --op round --quiet --reporter json=DIR/2.jsonl --shard 2/4'],
    [['mutate'], 'mutate --part DIR/2.json --shard 2/4'],
    [['train', 'har'], 'train har --quiet --out DIR/2 --resume --shard 2/4'],
    [['fuzz', '--cases', '9'], 'fuzz --cases 9 --quiet --out DIR/2 --shard 2/4'],
  ])('of %s', (words, expected) => {
    expect(said('shard.sh', '2', '4', dir, ...words)).toEqual([0, expected]);
  });

  test('of anything else is refused', () => {
    expect(said('shard.sh', '2', '4', dir, 'gen')).toEqual([2, '']);
    expect(said('join.sh', dir, 'gen')).toEqual([2, '']);
  });
});

describe('the parts together', () => {
  test.each([
    [['run', '--failures', '9'], 'report DIR/1.jsonl DIR/2.jsonl --failures 9'],
    [['mutate'], 'mutate --from DIR/1.json DIR/2.json'],
    [['train', 'har'], 'train har --out DIR/whole --from DIR/1/sweep.json DIR/2/sweep.json'],
    [['fuzz'], 'DIR/1.json\nDIR/1/sweep.json\nDIR/2.json\nDIR/2/sweep.json'],
  ])('of %s', (words, expected) => {
    for (const i of ['1', '2']) {
      mkdirSync(join(dir, i), { recursive: true });
      for (const name of [`${i}.jsonl`, `${i}.json`, `${i}/sweep.json`]) {
        writeFileSync(join(dir, name), '');
      }
    }
    expect(said('join.sh', dir, ...words)).toEqual([0, expected]);
  });
});
