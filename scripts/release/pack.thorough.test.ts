/**
 * Goal: an archive is whole, and its bytes depend on the tree alone. Method: two copies of the tree in different folders,
 * with other dates, umask, time zone and locale; the tools that a stranger has read the archive.
 */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../cli/paths.ts';
import { copyTree } from '../tree_copy.ts';

const contract = 'sym-2026-06-11';
const folder = mkdtempSync(join(tmpdir(), 'goldvec-pack-'));
const copies: string[] = [];
afterAll(() => {
  for (const path of [folder, ...copies]) rmSync(path, { recursive: true, force: true });
});

function run(command: string, cwd: string, env: Record<string, string> = {}): string {
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8' as const };
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], options);
  expect(status, `${stdout}${stderr}`).toBe(0);
  return stdout;
}

/** Packs a copy of the tree, all of whose files have this date; the folder of the archive. */
function packed(date: Date, umask: string, env: Record<string, string>): string {
  const copy = copyTree();
  copies.push(copy);
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!name.startsWith('node_modules')) utimesSync(join(copy, name), date, date);
  }
  const pack = `node scripts/goldvec.mjs pack --contract ${contract} --out out`;
  run(`umask ${umask}; ${pack}`, copy, env);
  return join(copy, 'out');
}

let out = '';
let unpacked = '';
beforeAll(() => {
  out = packed(new Date('2001-02-03T04:05:06Z'), '022', { TZ: 'UTC', LC_ALL: 'C' });
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const name = `goldvec-vectors-${version}-${contract}`;
  run(`python3 -m zipfile -e ${join(out, name)}.zip .`, folder);
  unpacked = join(folder, name);
});

describe('an archive', () => {
  it('is the same bytes from another folder, date, umask, time zone and locale', () => {
    const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
    const other = packed(new Date('2026-11-29T23:59:59Z'), '077', env);
    const sums = (place: string): string => readFileSync(join(place, 'SHA256SUMS'), 'utf8');
    expect(sums(other)).toBe(sums(out));
    run('sha256sum -c SHA256SUMS', other);
  });

  it('has a sum of every file in it, and they agree', () => {
    run('sha256sum -c SHA256SUMS', unpacked);
    const listed = readFileSync(join(unpacked, 'SHA256SUMS'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(66));
    const found = run('find . -type f', unpacked).trimEnd().split('\n');
    expect(listed).toEqual(
      found
        .map((path) => path.slice(2))
        .filter((path) => path !== 'SHA256SUMS')
        .sort(),
    );
    for (const name of ['README.md', 'LICENSE', 'vectors/manifest.json', 'vectors/round.mp']) {
      expect(listed).toContain(name);
    }
  });

  it('is read by the reader in it, and notices damage', () => {
    const read = run('python3 schema/read_vectors.py vectors', unpacked);
    expect(read).toMatch(/are intact\nround: [1-9]\d* passed, 0 failed/);
    const path = join(unpacked, 'vectors', 'round.mp');
    const bytes = readFileSync(path);
    writeFileSync(
      path,
      Uint8Array.from(bytes, (byte, i) => (i === bytes.length - 1 ? byte ^ 1 : byte)),
    );
    expect(spawnSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: unpacked }).status).toBe(1);
    writeFileSync(path, bytes);
  });

  it('runs as a folder of vectors, at both levels', () => {
    const tool = join(root, 'scripts/goldvec.mjs');
    const options = `--vectors ${unpacked}/vectors --backend js --op round,requant_dynamic`;
    const smoke = run(`node ${tool} run ${options} --level smoke`, root);
    const all = run(`node ${tool} run ${options}`, root);
    const passed = (text: string): number => Number(/^(\d+) passed, 0 failed/m.exec(text)![1]);
    expect(passed(smoke)).toBeGreaterThan(5);
    expect(passed(all)).toBeGreaterThan(passed(smoke));
  });
});
