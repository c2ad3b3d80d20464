/**
 * Goal: the smoke level of all contracts is one image for a board of 256 KB of flash. Method: it is linked with the portable
 * kernels of all ops for size, measured, and run on emulated boards, with right kernels and with a broken one.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { patch } from '../../conformance/backends/patched.ts';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { vectorsDir } from '../cli/paths.ts';
import { entryOf } from './entry.ts';
import { selfcheckFiles } from './selfcheck.ts';

const flashBytes = 256 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'goldvec-flash-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const boards = [
  { board: 'mps2-an385', cpu: ['-mcpu=cortex-m3'] },
  { board: 'mps2-an386', cpu: ['-mcpu=cortex-m4', '-mfloat-abi=hard', '-mfpu=fpv4-sp-d16'] },
];
const ready = await readyTargets(boards.map(({ board }) => `qemu:${board}`));

const size = '-Os -ffunction-sections -fdata-sections --specs=nano.specs';
const bits = '-std=c11 -ffp-contract=off -fno-math-errno -DNDEBUG -DGV_SELFCHECK_BOARD';

function flags(cpu: readonly string[]): string[] {
  const codec = join(folder, 'codec');
  mkdirSync(codec, { recursive: true });
  copyFileSync('/usr/include/msgpuck.h', join(codec, 'msgpuck.h'));
  const folders = ['', 'include', 'kernels', 'harness', 'ports/mps2'];
  const includes = folders.flatMap((name) => ['-I', join(sourceRoot, name)]);
  return [
    '-mthumb',
    ...cpu,
    ...size.split(' '),
    ...bits.split(' '),
    '-isystem',
    codec,
    ...includes,
  ];
}

/** Without main, counters of a sanitizer, and the check of calls that were exported and so fit. */
const leftOut = /^gv_(main|ubsan|guarded|check|check_layers|fit)\.c$/;

const filesIn = (folder: string, ending: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith(ending) && !leftOut.test(name))
    .map((name) => join(folder, name));

function sources(): string[] {
  const folders = ['harness', 'kernels', 'sdk', 'ops'].map((name) => join(sourceRoot, name));
  const single = ['ports/mps2/startup.c', 'selfcheck/mps2.c'].map((name) => join(sourceRoot, name));
  return [...folders.flatMap((name) => filesIn(name, '.c')), ...single];
}

/** The smoke level of all contracts in one file; gives the number of its cases. */
function exported(path: string): number {
  const { cases } = loadCorpus(vectorsDir, () => true);
  const entries = takeLevel(cases, 'smoke', vectorsDir).map((test) => entryOf(test, false));
  const [file] = selfcheckFiles(entries, { hasDigests: true });
  writeFileSync(path, file!.content);
  return entries.length;
}

const broken = patch('kernels/gv_round.c', 'if (magnitude - nearest == 0.5f) {', 'if (false) {');

describe.each(boards)('the smoke level of all contracts on $board', ({ board, cpu }) => {
  const place = join(folder, board);
  const gcc = 'arm-none-eabi-gcc';

  function link(image: string, objects: readonly string[]): string {
    const path = join(place, image);
    const script = join(sourceRoot, 'ports/mps2/link.ld');
    const options = ['--specs=nosys.specs', '-nostartfiles', '-Wl,--gc-sections', '-T', script];
    execFileSync(gcc, [...flags(cpu), ...options, ...objects, '-lm', '-o', path]);
    return path;
  }

  function flashOf(image: string): number {
    const [, row] = execFileSync('arm-none-eabi-size', [image], { encoding: 'utf8' }).split('\n');
    const [text, data] = row!.trim().split(/\s+/).map(Number);
    return text! + data!;
  }

  function run(image: string) {
    const machine = ['-M', board, '-nographic', '-monitor', 'none', '-serial', 'none'];
    const semihosting = ['-semihosting-config', 'enable=on,target=native'];
    const args = [...machine, ...semihosting, '-kernel', image];
    const done = spawnSync('qemu-system-arm', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
    return { status: done.status, lines: `${done.stdout}${done.stderr}`.trimEnd().split('\n') };
  }

  it.runIf(ready.has(`qemu:${board}`))(
    'is one image of less than 256 KB, passes, and fails with a broken kernel',
    () => {
      mkdirSync(place);
      const cases = join(place, 'goldvec_selfcheck.c');
      const held = exported(cases);
      execFileSync(gcc, [...flags(cpu), '-c', ...sources(), cases], { cwd: place });
      const objects = filesIn(place, '.o');
      const image = link('whole.elf', objects);
      expect(flashOf(image)).toBeLessThan(flashBytes);
      const { status, lines } = run(image);
      expect(lines.filter((line) => line.startsWith('FAIL'))).toEqual([]);
      const counts = /^SUMMARY pass=(\d+) fail=0 skip=(\d+)$/.exec(lines.at(-1)!);
      expect(Number(counts![1]) + Number(counts![2])).toBe(held);
      expect(status).toBe(0);
      // what overflows is skipped, since these kernels are not instrumented, and nothing else
      const skips = lines.filter((line) => line.startsWith('SKIP'));
      expect(skips.every((line) => line.endsWith('does not observe overflows'))).toBe(true);

      const source = join(place, 'broken.c');
      writeFileSync(source, broken['kernels/gv_round.c']!);
      const object = join(place, 'gv_round.o');
      execFileSync(gcc, [...flags(cpu), '-c', source, '-o', object]);
      const after = run(link('broken.elf', objects));
      expect(after.status).toBe(1);
      expect(after.lines.at(-1)).toMatch(/^SUMMARY pass=\d+ fail=[1-9]\d* skip=\d+$/);
    },
  );
});
