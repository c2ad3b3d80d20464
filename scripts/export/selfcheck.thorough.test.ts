/**
 * Goal: a self-check passes with right kernels and names the cases that a broken one fails, on this machine and on
 * emulated boards. Method: the harness and the portable kernels are built with the exported file as main and port.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { patch } from '../../conformance/backends/patched.ts';
import { buildTarget } from '../../conformance/backends/toolchain/build.ts';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { vectorsDir } from '../cli/paths.ts';
import { type Entry, entryOf } from './entry.ts';
import { selfcheckFiles } from './selfcheck.ts';

const contract = 'sym-2026-07-21';
let entries: Entry[];

beforeAll(() => {
  const { cases } = loadCorpus(vectorsDir, (entry) => entry.contract === contract);
  entries = takeLevel(cases, 'smoke', vectorsDir).map((test) => entryOf(test, false));
});

interface Outcome {
  readonly status: number | null;
  readonly lines: readonly string[];
  readonly counts: Readonly<Record<'pass' | 'fail' | 'skip', number>>;
}

function parsed(status: number | null, text: string): Outcome {
  const lines = text.trimEnd().split('\n');
  const match = /^SUMMARY pass=(\d+) fail=(\d+) skip=(\d+)$/.exec(lines.at(-1)!);
  expect(match, text.slice(-500)).not.toBeNull();
  const [pass, fail, skip] = match!.slice(1).map(Number);
  return { status, lines, counts: { pass: pass!, fail: fail!, skip: skip! } };
}

/** Builds and runs a self-check in the place of a target's main and port. */
async function run(id: string, text: string, kernels: Record<string, string> = {}) {
  const isBoard = id.startsWith('qemu:');
  const board = readFileSync(join(sourceRoot, 'selfcheck', 'mps2.c'), 'utf8');
  const port = isBoard ? `#define GV_SELFCHECK_BOARD\n${text}\n${board}` : text;
  const overlay = {
    'harness/gv_main.c': 'typedef int gv_unused;\n',
    [isBoard ? 'ports/mps2/port.c' : 'ports/posix/port.c']: port,
    ...kernels,
  };
  const { path, target } = await buildTarget(id, { overlay });
  const args = ['-M', target.machine ?? '', '-nographic', '-monitor', 'none', '-serial', 'none'];
  const semihosting = ['-semihosting-config', 'enable=on,target=native'];
  const done = isBoard
    ? spawnSync('qemu-system-arm', [...args, ...semihosting, '-kernel', path], { encoding: 'utf8' })
    : spawnSync(path, { encoding: 'utf8', maxBuffer: 1 << 26 });
  return parsed(done.status, `${done.stdout}${isBoard ? done.stderr : ''}`);
}

const targets = ['native:gcc-O2', 'native:gcc-ubsan', 'qemu:mps2-an385', 'qemu:mps2-an386'];
const ready = await readyTargets(targets);
/** All cases, with digests for boards: an image of instrumented kernels has 512 KB for everything. */
const whole = new Map<boolean, string>();
function wholeFor(id: string): string {
  const hasDigests = id.startsWith('qemu:');
  const known = whole.get(hasDigests);
  const text = known ?? String(selfcheckFiles(entries, { hasDigests })[0]!.content);
  whole.set(hasDigests, text);
  return text;
}

const halfToEven = () =>
  patch('kernels/gv_round.c', 'if (magnitude - nearest == 0.5f) {', 'if (false) {');

describe.each(targets)('%s', (id) => {
  const test = it.runIf(ready.has(id));

  test('passes every case with right kernels', async () => {
    const text = wholeFor(id);
    const held = Number(/^#define GV_CASES (\d+)u/m.exec(text)![1]);
    const { status, lines, counts } = await run(id, text);
    expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
    expect(status).toBe(0);
    expect(counts.pass + counts.skip).toBe(held);
    expect(lines.filter((line) => line.startsWith('RUN ')).length).toBe(held);
    // a plain build skips what overflows, and nothing else
    const overflowing = entries.filter(({ expected }) => expected.status === 'overflow').length;
    expect(counts.skip).toBe(id === 'native:gcc-O2' ? overflowing : 0);
    expect(held).toBe(entries.length);
  });

  test('names the cases that a broken kernel fails', async () => {
    const rounding = entries.filter(({ op }) => ['round', 'quantize_dynamic'].includes(op));
    const [file] = selfcheckFiles(rounding, { hasDigests: true });
    const { status, lines, counts } = await run(id, String(file!.content), halfToEven());
    expect(status).toBe(1);
    expect(counts.fail).toBeGreaterThan(0);
    expect(lines).toContain(
      `FAIL ${contract}/round/directed/0: y.data[0]: expected 0x00000001, got 0x00000000`,
    );
    const digests =
      /^FAIL .*: the digest of the answer: expected 0x[0-9a-f]{16}, got 0x[0-9a-f]{16}$/;
    expect(lines.filter((line) => digests.test(line))).not.toEqual([]);
  });
});

describe('a self-check that is too large', () => {
  it('leaves out calls that no frame of the board holds, and says so', () => {
    const steps = entries.filter(({ op }) => op.startsWith('layer_norm_forward'));
    const [file] = selfcheckFiles(steps, { frameBytesMax: 2048 });
    const text = String(file!.content);
    const held = Number(/^#define GV_CASES (\d+)u/m.exec(text)![1]);
    const left = text.match(/^ \* {3}.*: too large$/gm)!.length;
    expect(held + left).toBe(steps.length);
    expect(left).toBeLessThan(held);
    expect(file!.summary).toMatch(new RegExp(`^${held} cases in \\d+ bytes, ${left} left out$`));
    const needed = Number(/^#define GV_FRAME_BYTES_NEEDED (\d+)u/m.exec(text)![1]);
    expect(needed).toBeLessThanOrEqual(2048);
    expect(needed).toBeGreaterThan(1024);
  });

  it('is refused where nothing is left', () => {
    expect(() => selfcheckFiles(entries, { frameBytesMax: 10 })).toThrow('no case is left');
  });

  it('is refused without the canonical answer of what overflows', () => {
    const bare = entries
      .filter(({ expected }) => expected.status === 'overflow')
      .map(({ canonical: _, ...entry }) => entry);
    expect(() => selfcheckFiles(bare)).toThrow('no case is left');
  });
});
