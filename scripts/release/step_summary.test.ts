/**
 * Goal: a reviewer reads in the step summary which answers moved. Method: the step of the workflow runs in a shell, in a
 * repository whose first commit has other vectors than its working tree.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { manifestFile, newManifest } from '../../goldgen/manifest.ts';
import { encodeShared } from '../../goldgen/shared.ts';
import { manifestText } from '../../schema/format/manifest.ts';
import type { VectorFile, WireCase } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { vectorsDir } from '../cli/paths.ts';
import { copyTree } from '../tree_copy.ts';
import { readWorkflows, stepsOf } from './workflows.ts';

const contract = 'sym-2026-07-21';
let copy = '';
afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** Leaves these cases of `round` alone in the vector folder. */
function writeVectors(file: VectorFile): void {
  const { bytes, files } = encodeShared([file], () => undefined);
  const folder = join(copy, 'vectors');
  const old = readdirSync(folder).filter((name) => name.endsWith('.mp'));
  for (const name of old) rmSync(join(folder, name));
  writeFileSync(join(folder, 'round.mp'), bytes);
  const manifest = newManifest([manifestFile('round.mp', files, bytes)]);
  writeFileSync(join(folder, 'manifest.json'), manifestText(manifest));
}

/** The case with another first mantissa in its answer. */
function moved(c: WireCase): WireCase {
  const y = c.expected.outputs!.y!;
  const data = Uint8Array.from(y.data, (byte, i) => (i === 0 ? byte ^ 1 : byte));
  return { ...c, expected: { ...c.expected, outputs: { y: { ...y, data } } } };
}

function git(...args: readonly string[]): string {
  const who = ['-c', 'user.name=test', '-c', 'user.email=test@example.invalid'];
  return execFileSync('git', [...who, ...args], { cwd: copy, encoding: 'utf8' }).trim();
}

beforeAll(() => {
  copy = copyTree();
  const [file] = readVectors(vectorsDir, (e) => e.contract === contract && e.op === 'round');
  const cases = file!.cases.filter(({ expected }) => expected.status === 'ok');
  writeVectors({ ...file!, cases: cases.map((c, i) => (i === 0 ? moved(c) : c)) });
  writeFileSync(join(copy, '.gitignore'), 'node_modules\n.build\n');
  git('init', '-q');
  git('add', '-A');
  git('commit', '-q', '-m', 'before');
  writeVectors({ ...file!, cases });
  mkdirSync(join(copy, '.build'), { recursive: true });
  const npx = '#!/bin/sh\nshift\nexec node scripts/goldvec.mjs "$@"\n';
  writeFileSync(join(copy, '.build', 'npx'), npx, { mode: 0o755 });
});

/** What the step adds to the summary, with its status. */
function summarised(base: string): { status: number | null; text: string } {
  const workflow = readWorkflows().find(({ file }) => file === 'ci.yml')!;
  const step = stepsOf(workflow, 'ci').find(({ run }) => run?.includes('GITHUB_STEP_SUMMARY'))!;
  const summary = join(copy, '.build', 'summary.md');
  rmSync(summary, { force: true });
  const { status } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run!], {
    cwd: copy,
    env: {
      ...process.env,
      PATH: `${join(copy, '.build')}:${process.env.PATH}`,
      GOLDVEC_BASE: base,
      GITHUB_STEP_SUMMARY: summary,
    },
  });
  return { status, text: readFileSync(summary, 'utf8') };
}

it('names the op whose answers moved since the base, and by how much', () => {
  const { status, text } = summarised(git('rev-parse', 'HEAD'));
  expect(status).toBe(0);
  expect(text).toMatch(/^\| sym-2026-07-21\/round \| \d+ \| 1 \| 0 \| 0 \|$/m);
  expect(text).toContain('distance: largest 1 LSB');
  expect(text).toContain('y[0]: 0 (0x00000000) → 1 (0x00000001)');
});

it('says so where the base is not there, and does not fail the job', () => {
  const { status, text } = summarised('0123456789012345678901234567890123456789');
  expect(status).toBe(0);
  expect(text).toContain('nothing to compare with');
});
