/**
 * The code of conformance/c/README.md, run as it stands: somebody else's kernel, the harness, one gcc command.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { driveBackend } from '../../core/drive.ts';
import { loadCorpus } from '../../core/load.ts';
import { defaultBackendOptions } from '../backend.ts';
import { processBackend } from '../process.ts';
import { sourceRoot } from './sources.ts';
import { readyTargets } from './tools.ts';

const root = join(sourceRoot, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'goldvec-sdk-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function blocks(language: string): string[] {
  const text = readFileSync(join(sourceRoot, 'README.md'), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (m) => m[1]!,
  );
}

const ready = await readyTargets(['native:gcc-O2']);

test.runIf(ready.size > 0)(
  'the example builds, offers its one op and passes all its cases',
  async () => {
    const [source] = blocks('c');
    const [commands] = blocks('sh');
    writeFileSync(join(folder, 'my_ops.c'), source!);
    symlinkSync(join(root, 'conformance'), join(folder, 'conformance'));
    const build = commands!.split('\n').filter((line) => !line.startsWith('npx'));
    execFileSync('bash', ['-e', '-c', build.join('\n')], { cwd: folder, stdio: 'pipe' });

    const command = { file: join(folder, 'my_backend'), args: [] };
    const backend = processBackend('mine', command, defaultBackendOptions);
    const { cases } = loadCorpus(join(root, 'vectors'), ({ op }) => op === 'decode_symmetric');
    let offered: readonly string[] = [];
    const end = await driveBackend(backend, cases, {
      giveUpAfter: 1,
      signal: new AbortController().signal,
      emit: (event) => {
        if (event.event === 'backend_start') offered = event.ops;
      },
      now: () => performance.now(),
    });
    expect(offered).toEqual(['decode_symmetric']);
    expect(end.totals).toMatchObject({ pass: cases.length, fail: 0, error: 0 });
  },
);
