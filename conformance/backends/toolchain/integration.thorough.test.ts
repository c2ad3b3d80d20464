/**
 * The project of conformance/c/INTEGRATION.md, from an empty folder, as the page says: installed, found, built,
 * tested by ctest, for this machine and for an emulated board; then with pkg-config and as a module.
 */

import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { factoriesNamed } from '../index.ts';
import { sourceRoot } from './sources.ts';
import { readyTargets, versionOf } from './tools.ts';

const root = join(sourceRoot, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'goldvec-own-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const page = readFileSync(join(sourceRoot, 'INTEGRATION.md'), 'utf8');

function blocks(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm');
  return [...page.matchAll(fence)].map((m) => m[1]!);
}

const [source, guarded, models] = blocks('c');
const [project] = blocks('cmake');
const [install, pkgConfig, firmware, wasmModule] = blocks('sh');

/** The tool of this checkout in place of an installed one. */
const environment = { ...process.env, GOLDVEC_COMMAND: join(root, 'scripts', 'goldvec.mjs') };

function sh(text: string): string {
  const command = text.replaceAll(
    /^cmake -B .*$/gm,
    (line) => `${line} -DGOLDVEC_COMMAND=${environment.GOLDVEC_COMMAND}`,
  );
  return execFileSync('bash', ['-e', '-c', command], {
    cwd: folder,
    stdio: 'pipe',
    encoding: 'utf8',
  });
}

async function offeredBy(id: string) {
  const backend = factoriesNamed(id)[0]!.create({ timeoutMs: 60_000 });
  const hello = await backend.start();
  await backend.stop();
  return { name: hello.name, version: hello.version, ops: hello.ops };
}

/** A git repository with the harness where a clone has it; its URL and revision. */
function committed(): { readonly url: string; readonly revision: string } {
  const clone = join(folder, 'clone');
  cpSync(sourceRoot, join(clone, 'conformance', 'c'), { recursive: true });
  const git = (...args: string[]): string =>
    execFileSync(
      'git',
      ['-C', clone, '-c', 'user.name=test', '-c', 'user.email=test@localhost', ...args],
      {
        encoding: 'utf8',
        stdio: 'pipe',
      },
    );
  git('init', '--quiet');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'the harness');
  return { url: `file://${clone}`, revision: git('rev-parse', 'HEAD').trim() };
}

function fetchedFrom({ url, revision }: ReturnType<typeof committed>): string {
  return `include(FetchContent)
FetchContent_Declare(goldvec GIT_REPOSITORY ${url} GIT_TAG ${revision} SOURCE_SUBDIR conformance/c)
FetchContent_MakeAvailable(goldvec)`;
}

const ops = ['square_float32', 'square_int32', 'sum_float32'];
const ready = await readyTargets(['native:gcc-O2', 'qemu:mps2-an386', 'wasm']);
const hasCMake = (await versionOf('cmake')) !== undefined;
const hasPkgConfig = (await versionOf('pkg-config')) !== undefined;

describe.runIf(hasCMake && ready.has('native:gcc-O2'))('a project of three ops', () => {
  test('is less than 40 lines', () => {
    const lines = `${source}${project}`.split('\n').filter((line) => line !== '');
    expect(lines.length).toBeLessThan(40);
  });

  test('finds the harness, builds, and has a green ctest', async () => {
    writeFileSync(join(folder, 'tiny.c'), source!);
    writeFileSync(join(folder, 'CMakeLists.txt'), project!);
    symlinkSync(join(root, 'conformance'), join(folder, 'conformance'));
    expect(sh(install!)).toContain('100% tests passed, 0 tests failed out of 1');
    const offered = await offeredBy(`cmd:${join(folder, 'build', 'tiny')}`);
    expect(offered).toEqual({ name: 'tiny', version: '0.3', ops });
  });

  test.each([
    ['add_subdirectory', () => `add_subdirectory(${sourceRoot} goldvec)`],
    ['FetchContent', () => fetchedFrom(committed())],
  ])('takes the harness by %s', async (name, found) => {
    const own = join(folder, name);
    mkdirSync(own);
    writeFileSync(join(own, 'tiny.c'), source!);
    const lines = project!.replace('find_package(goldvec REQUIRED)', found());
    expect(lines).not.toBe(project);
    writeFileSync(join(own, 'CMakeLists.txt'), lines);
    const steps = [
      `cmake -B ${name}/build -S ${name}`,
      `cmake --build ${name}/build`,
      `ctest --test-dir ${name}/build --output-on-failure`,
    ];
    expect(sh(steps.join('\n'))).toContain('100% tests passed, 0 tests failed out of 1');
    expect((await offeredBy(`cmd:${join(own, 'build', 'tiny')}`)).ops).toEqual(ops);
  });

  test('comes back from a library that ends the program in a guard', async () => {
    writeFileSync(join(folder, 'guarded.c'), guarded!);
    const added = 'goldvec_add_backend(guarded SOURCES guarded.c OPS seed_rescale GUARDED)\n';
    writeFileSync(join(folder, 'CMakeLists.txt'), `${project}${added}`);
    try {
      const again = install!.split('\n').slice(2).join('\n');
      expect(sh(again)).toContain('100% tests passed, 0 tests failed out of 2');
    } finally {
      writeFileSync(join(folder, 'CMakeLists.txt'), project!);
    }
  });

  test('reads whole models, and hands over outputs when nothing can fail any more', () => {
    writeFileSync(join(folder, 'models.c'), models!);
    const added = 'goldvec_add_backend(models SOURCES models.c OPS model_forward)\n';
    writeFileSync(join(folder, 'CMakeLists.txt'), `${project}${added}`);
    try {
      sh(install!.split('\n').slice(2, -2).join('\n'));
      const run = `node ${environment.GOLDVEC_COMMAND} run --quiet --backend cmd:build/models`;
      const [, passed, skipped] = /(\d+) passed, 0 failed, (\d+) skipped\n$/.exec(
        sh(`${run} --op model_forward`),
      )!;
      // models of one layer in FLOAT32; what was already written for the others is not seen
      expect(Number(passed)).toBeGreaterThanOrEqual(6);
      expect(Number(skipped)).toBeGreaterThanOrEqual(6);
    } finally {
      writeFileSync(join(folder, 'CMakeLists.txt'), project!);
    }
  });

  test.runIf(ready.has('qemu:mps2-an386'))('is firmware with another toolchain file', async () => {
    expect(sh(firmware!)).toContain('100% tests passed, 0 tests failed out of 1');
    const offered = await offeredBy(`qemu:mps2-an386,elf=${join(folder, 'arm', 'tiny')}`);
    expect(offered.ops).toEqual(ops);
  });

  test.runIf(hasPkgConfig)('is one command with pkg-config', async () => {
    sh(pkgConfig!);
    expect((await offeredBy(`cmd:${join(folder, 'tiny_backend')}`)).ops).toEqual(ops);
  });

  test.runIf(hasPkgConfig && ready.has('wasm'))('is a module with another compiler', async () => {
    const [exported] = pkgConfig!.split('\n');
    sh(`${exported}\n${wasmModule}`);
    expect((await offeredBy(`wasm:${join(folder, 'tiny.wasm')}`)).ops).toEqual(ops);
  });
});

test.runIf((await versionOf('clang++')) !== undefined)('the header is C++17', () => {
  const shim = [
    '#include "gen/ops.h"',
    '#include "sdk/gv_model_call.h"',
    '#include "sdk/gv_stage.h"',
    'gv_status gv_op_round(gv_ctx *ctx, gv_call *call)',
    '{',
    '    gv_tensor *x = gv_need_as(call, "x", GV_FLOAT32);',
    '    return x == nullptr ? gv_call_status(call) : gv_fail(ctx, GV_E_UNSUPPORTED, "none");',
    '}',
    '',
  ].join('\n');
  writeFileSync(join(folder, 'shim.cpp'), shim);
  const flags = ['-std=c++17', '-Wall', '-Wextra', '-Wpedantic', '-Werror', '-c', '-o', 'shim.o'];
  const includes = ['-I', sourceRoot, '-I', join(sourceRoot, 'include')];
  const options = { cwd: folder, encoding: 'utf8', stdio: 'pipe' } as const;
  execFileSync('clang++', [...flags, ...includes, 'shim.cpp'], options);
  // the shim must be found by its C name
  expect(execFileSync('nm', ['shim.o'], options)).toMatch(/ T gv_op_round$/m);
});

test('a file that is not there is said to be missing', async () => {
  for (const id of ['qemu:mps2-an386,elf=/none/x.elf', 'wasm:/none/x.wasm']) {
    const { ok, hint } = await factoriesNamed(id)[0]!.available();
    expect({ ok, hint }).toMatchObject({ ok: false, hint: expect.stringContaining('is missing') });
  }
});
