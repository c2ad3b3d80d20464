/**
 * Goal: the whole smoke level fits a board of 256 KB of flash, one image after the other. Method: it is split, linked with the
 * portable kernels of all ops for size, measured, and run on emulated boards.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { takeLevel } from '../../conformance/core/level.ts';
import { loadCorpus } from '../../conformance/core/load.ts';
import { vectorsDir } from '../cli/paths.ts';
import { entryOf } from './entry.ts';
import { selfcheckFiles } from './selfcheck.ts';

const contract = 'sym-2026-07-21';
const flashBytes = 256 * 1024;
const casesBytes = 160_000;
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

function parts(): string[] {
  const { cases } = loadCorpus(vectorsDir, (entry) => entry.contract === contract);
  const entries = takeLevel(cases, 'smoke', vectorsDir).map((test) => entryOf(test, false));
  const files = selfcheckFiles(entries, { bytesMax: casesBytes, isSplit: true });
  const held = files.map(({ summary }) => Number(/^\d+/.exec(summary!)));
  expect(held.reduce((sum, count) => sum + count, 0)).toBe(entries.length);
  return files.map(({ path, content }) => {
    writeFileSync(join(folder, path), content);
    return join(folder, path);
  });
}

describe.each(boards)('the smoke level on $board', ({ board, cpu }) => {
  it.runIf(ready.has(`qemu:${board}`))(
    'fits into 256 KB of flash, image by image, and passes',
    () => {
      const place = join(folder, board);
      mkdirSync(place);
      const gcc = 'arm-none-eabi-gcc';
      execFileSync(gcc, [...flags(cpu), '-c', ...sources()], { cwd: place });
      const objects = filesIn(place, '.o');
      for (const path of parts()) {
        const image = join(place, `${basename(path)}.elf`);
        const script = join(sourceRoot, 'ports/mps2/link.ld');
        const link = ['--specs=nosys.specs', '-nostartfiles', '-Wl,--gc-sections', '-T', script];
        execFileSync(gcc, [...flags(cpu), ...link, ...objects, path, '-lm', '-o', image]);
        const [, row] = execFileSync('arm-none-eabi-size', [image], { encoding: 'utf8' }).split(
          '\n',
        );
        const [text, data] = row!.trim().split(/\s+/).map(Number);
        expect(text! + data!).toBeLessThanOrEqual(flashBytes);
        const machine = ['-M', board, '-nographic', '-monitor', 'none', '-serial', 'none'];
        const semihosting = ['-semihosting-config', 'enable=on,target=native'];
        const args = [...machine, ...semihosting, '-kernel', image];
        const done = spawnSync('qemu-system-arm', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
        expect(`${done.stdout}${done.stderr}`).toMatch(/SUMMARY pass=[1-9]\d* fail=0 skip=\d+\n$/);
        expect(done.status).toBe(0);
      }
    },
  );
});
