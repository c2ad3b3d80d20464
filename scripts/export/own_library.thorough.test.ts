/**
 * Goal: the example library builds from an empty folder with CMake, passes its tests, and fails them with a broken kernel
 * that a tolerance of one mantissa lets pass; on this machine and on emulated boards.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceRoot } from '../../conformance/backends/toolchain/sources.ts';
import { readyTargets, versionOf } from '../../conformance/backends/toolchain/tools.ts';

const folder = mkdtempSync(join(tmpdir(), 'goldvec-own-library-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const cmake = join(sourceRoot, 'cmake');
const tool = join(sourceRoot, '..', '..', 'scripts', 'goldvec.mjs');
const library = join(folder, 'library');
const source = join(library, 'tiny_train.c');

interface Outcome {
  readonly status: number | null;
  readonly text: string;
}

function run(file: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(file, args, { cwd: folder, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}

function build(below: string, ...options: string[]): Outcome {
  const paths = [`-DGOLDVEC_CMAKE=${cmake}`, `-DGOLDVEC_COMMAND=${tool}`];
  const made = run('cmake', ['-S', 'library', '-B', below, ...paths, ...options]);
  return made.status === 0 ? run('cmake', ['--build', below]) : made;
}

const tested = (below: string): Outcome =>
  run('ctest', ['--test-dir', below, '--output-on-failure']);

/** Replaces one text of the library, which must stand in it once. */
function breakKernel(from: string, to: string): void {
  const parts = readFileSync(join(sourceRoot, 'examples', 'own_library', 'tiny_train.c'), 'utf8');
  expect(parts.split(from).length).toBe(2);
  writeFileSync(source, parts.replace(from, to));
}

const takeLibrary = (): void =>
  cpSync(join(sourceRoot, 'examples', 'own_library'), library, { recursive: true });
beforeAll(takeLibrary);

const hasCMake = (await versionOf('cmake')) !== undefined;
const boards = ['mps2-an385', 'mps2-an386'];
const ready = await readyTargets(['native:gcc-O2', ...boards.map((board) => `qemu:${board}`)]);
const places = [
  { name: 'natively', target: 'native:gcc-O2', options: [] },
  ...boards.map((board) => ({
    name: `on an emulated ${board}`,
    target: `qemu:${board}`,
    options: [`-DCMAKE_TOOLCHAIN_FILE=${join(cmake, `${board}.cmake`)}`],
  })),
];

/** Mistakes of one mantissa, with the tests that see them. */
const mistakes = [
  {
    name: 'half to even in round',
    from: 'if (magnitude - whole >= 0.5f) {',
    to: 'if (magnitude - whole > 0.5f || (magnitude - whole == 0.5f && ((int32_t)whole & 1))) {',
    fails: ['test_round_halves', 'test_requant_after_add'],
  },
  {
    name: 'truncation in the gradient of LayerNorm',
    from: 'clamp(tt_round(work[i] / *dx_scale), bits)',
    to: 'clamp((int32_t)(work[i] / *dx_scale), bits)',
    fails: ['test_layer_norm_backward'],
  },
];

describe.each(places)('the example library $name', ({ target, options }) => {
  const below = target.replace(/\W/g, '-');
  const test = it.runIf(hasCMake && ready.has(target));

  test('passes with right kernels', () => {
    takeLibrary();
    const built = build(below, ...options);
    expect(built, built.text).toMatchObject({ status: 0 });
    const { status, text } = tested(below);
    expect(text).toContain('100% tests passed');
    expect(status).toBe(0);
  });

  it.runIf(hasCMake && ready.has(target)).each(mistakes)('fails with $name', (mistake) => {
    breakKernel(mistake.from, mistake.to);
    const built = build(below, ...options);
    expect(built, built.text).toMatchObject({ status: 0 });
    const { status, text } = tested(below);
    expect(status).not.toBe(0);
    const failed = [...text.matchAll(/^\d+:(\w+):FAIL/gm)].map((match) => match[1]);
    expect(failed).toEqual(mistake.fails);
    expect(text.match(/within 1 mantissa: would pass/g)?.length).toBe(mistake.fails.length);
    expect(text).not.toContain('would fail');
  });
});

const counted = `#!/bin/sh
echo called >> calls.log
exec ${tool} "$@"
`;

describe.runIf(hasCMake && ready.has('native:gcc-O2'))('the header', () => {
  it('is made anew when a fixture changes, or goldvec, and not otherwise', () => {
    takeLibrary();
    const command = join(folder, 'goldvec.sh');
    writeFileSync(command, counted, { mode: 0o755 });
    const calls = (): number => {
      const built = build('anew', `-DGOLDVEC_COMMAND=${command}`);
      expect(built, built.text).toMatchObject({ status: 0 });
      return readFileSync(join(folder, 'anew', 'calls.log'), 'utf8').split('\n').length - 1;
    };
    const fixtures = join(library, 'fixtures.yaml');
    expect([calls(), calls()]).toEqual([1, 1]);
    writeFileSync(fixtures, readFileSync(fixtures));
    expect([calls(), calls()]).toEqual([2, 2]);
    writeFileSync(command, counted, { mode: 0o755 });
    expect([calls(), calls()]).toEqual([3, 3]);
  });
});

const chosen = `cmake_minimum_required(VERSION 3.20)
project(chosen C)
include(${cmake}/goldvec_headers.cmake)
file(WRITE \${CMAKE_BINARY_DIR}/main.c "#include \\"goldvec_all.h\\"\\nint main(void) { return ROUND_DIRECTED_0_STATUS; }\\n")
add_executable(chosen \${CMAKE_BINARY_DIR}/main.c)
`;

describe.runIf(hasCMake && ready.has('native:gcc-O2'))('headers of committed cases', () => {
  const project = (line: string): Outcome => {
    writeFileSync(join(library, 'CMakeLists.txt'), `${chosen}${line}\n`);
    return build('chosen');
  };

  it('are chosen by op, contract and level', () => {
    const args = 'OPS round CONTRACTS sym-2026-07-21 LEVEL smoke';
    const built = project(`goldvec_expected_header(TARGET chosen ${args})`);
    expect(built, built.text).toMatchObject({ status: 0 });
    expect(run(join(folder, 'chosen', 'chosen'), []).status).toBe(0);
  });

  it('are not mixed with fixtures', () => {
    const { status, text } = project(
      'goldvec_expected_header(TARGET chosen OPS round FIXTURES fixtures.yaml)',
    );
    expect(status).not.toBe(0);
    expect(text).toContain('either FIXTURES, or OPS');
  });
});
