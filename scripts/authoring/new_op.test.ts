/** Goal: a new op does not overwrite one, and its sources are TypeScript of this project. Method: the formatter and linter read them. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';
import { blank, newOp } from './new_op.ts';

const op = { name: 'negate_rows', family: 'pointwise', clause: 'S100' };

describe('the sources of a new op', () => {
  const changes = newOp(op);

  it.each(Object.keys(changes))('%s is formatted and linted', (path) => {
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const args = [biome, 'check', '--write', `--stdin-file-path=${path}`];
    const options = { cwd: root, input: changes[path]!, encoding: 'utf8' as const };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, options);
    expect(`${stderr}${stdout}`).toBe(changes[path]);
    expect(status).toBe(0);
  });

  it('are a record, a function, and its line in the table', () => {
    expect(Object.keys(changes)).toEqual([
      'goldgen/ops/pointwise/negate_rows.ts',
      'reference/kernels/negate_rows.ts',
      'reference/table.ts',
    ]);
    expect(changes['reference/table.ts']).toMatch(
      /kernels\/threshold\.ts';\nexport \* from '\.\/kernels\/negate_rows\.ts';\n/,
    );
    expect(changes['reference/kernels/negate_rows.ts']).toContain('export function negateRows(');
  });

  it('leave blanks that can be found, and nothing that only looks like one', () => {
    expect(changes['goldgen/ops/pointwise/negate_rows.ts']).toMatch(blank);
    expect("bug: '≤ instead of <', effect: 'values > b'").not.toMatch(blank);
    expect('Readonly<Record<string, unknown>>').not.toMatch(blank);
  });
});

describe('a new op', () => {
  it.each([
    [{ ...op, name: 'Negate' }, 'is no name in snake case'],
    [{ ...op, family: '../other' }, 'is no name in snake case'],
    [{ ...op, name: 'round' }, 'the op is there'],
    [{ ...op, name: 'fused' }, 'the op is there'],
    [{ ...op, clause: 'S999' }, 'there is no clause S999'],
  ])('%o is refused', (wrong, message) => {
    expect(() => newOp(wrong)).toThrow(message);
  });
});
