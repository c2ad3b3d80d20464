/** Goal: what `goldvec dump` writes is what a C backend answers when a debugger feeds it. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { decodeReply } from '../../conformance/backends/framed.ts';
import { buildTarget } from '../../conformance/backends/toolchain/build.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { newFrameReader } from '../../conformance/core/frame.ts';
import { commandLoaders } from './commands/index.ts';
import { findCase } from './find_case.ts';
import { main } from './main.ts';
import { root, vectorsDir } from './paths.ts';

const folder = mkdtempSync(join(tmpdir(), 'goldvec-dump-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ready = await readyTargets(['native:gcc-O2']);

async function dumped(...argv: string[]): Promise<Buffer> {
  const path = join(folder, 'case.bin');
  await main(['dump', ...argv, '--out', path], commandLoaders());
  return readFileSync(path);
}

it.runIf(ready.size > 0)('the harness answers the frame as the vectors expect', async () => {
  const id = 'sym-2026-06-11/requant_dynamic/directed/0';
  const input = await dumped(id);
  const { path } = await buildTarget('native:gcc-O2');
  const [frame, ...more] = newFrameReader().push(execFileSync(path, { input }));
  expect(more).toEqual([]);
  const { expected } = findCase(id, undefined, vectorsDir).found;
  expect(decodeReply(frame!)).toMatchObject({
    seq: 1,
    status: 'ok',
    outputs: expected.outputs!,
    rng: expected.rng!,
  });
});

it('takes cases of another folder, and no others', async () => {
  const vectors = join(root, 'conformance/testdata/wrong_expectation');
  expect(
    newFrameReader().push(await dumped('round/directed/1', '--vectors', vectors)),
  ).toHaveLength(1);
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await dumped('seed_rescale/directed/1', '--vectors', vectors);
  expect(String(written.mock.calls[0])).toContain('there is no case "seed_rescale/directed/1"');
  expect(process.exitCode).toBe(2);
  written.mockRestore();
  process.exitCode = 0;
});
