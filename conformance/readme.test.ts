/** The program in README.md is a backend: it passes the committed vectors of `round` that it offers. */

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { processBackend } from './backends/process.ts';
import { driveBackend } from './core/drive.ts';
import { loadCorpus } from './core/load.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, '.build', 'readme-backend');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function programOfReadme(): string {
  const text = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
  const [, program] = /^```js\n([\s\S]*?)^```$/m.exec(text)!;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'my_backend.mjs');
  writeFileSync(path, program!);
  return path;
}

describe('README.md', () => {
  it('shows a working backend', async () => {
    const command = { file: process.execPath, args: [programOfReadme()] };
    const { cases } = loadCorpus(join(root, 'vectors'), ({ op }) => op === 'round');
    const answered = cases.filter(
      ({ vector }) => vector.expected.status === 'ok' && vector.params.rounding === 'HALF_AWAY',
    );
    const end = await driveBackend(processBackend('cmd', command, { timeoutMs: 10_000 }), cases, {
      giveUpAfter: 3,
      signal: new AbortController().signal,
      emit: () => undefined,
      now: () => 0,
    });
    expect(answered.length).toBeGreaterThan(0);
    expect(end).toMatchObject({
      state: 'done',
      totals: { pass: answered.length, fail: 0, error: 0, skip: cases.length - answered.length },
    });
  });
});
