/** Compilers and emulators of this machine: are they there, which version, and how to get them. */

import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import type { Availability } from '../backend.ts';
import { findTarget, type Target } from './targets.ts';

export const codecHeader = '/usr/include/msgpuck.h';

const packages: Readonly<Record<string, string>> = {
  gcc: 'gcc libc6-dev',
  clang: 'clang libc6-dev',
  'arm-none-eabi-gcc': 'gcc-arm-none-eabi libnewlib-arm-none-eabi',
  'qemu-system-arm': 'qemu-system-arm',
  'wasm-ld': 'lld',
};

const versions = new Map<string, Promise<string | undefined>>();

/** `gcc 12.2.0`; undefined where the program is not there. The answer is kept for this process. */
export function versionOf(program: string): Promise<string | undefined> {
  let found = versions.get(program);
  if (found === undefined) {
    found = new Promise((resolve) => {
      execFile(program, ['--version'], { timeout: 20_000 }, (error, stdout) => {
        const number = /\d+\.\d+(\.\d+)*/.exec(stdout)?.[0];
        resolve(error === null && number !== undefined ? `${program} ${number}` : undefined);
      });
    });
    versions.set(program, found);
  }
  return found;
}

function missing(what: string, debianPackages: string): Availability {
  return { ok: false, hint: `${what} is missing: apt-get install ${debianPackages}` };
}

/** Processors tell what they can do only on Linux; elsewhere the build is not offered. */
function hasFusedMultiplyAdd(): boolean {
  const file = '/proc/cpuinfo';
  return existsSync(file) && /^flags\s*:.*\bfma\b/m.test(readFileSync(file, 'latin1'));
}

/** Can this target be built and run here? Looks for programs and headers, builds nothing. */
export async function toolsOf(target: Target): Promise<Availability> {
  const programs: string[] = [target.cc];
  if (target.port === 'wasm32') programs.push('wasm-ld');
  if (target.machine !== undefined) programs.push('qemu-system-arm');
  for (const program of programs) {
    if ((await versionOf(program)) === undefined) return missing(program, packages[program]!);
  }
  if (!existsSync(codecHeader)) return missing('msgpuck.h', 'libmsgpuck-dev');
  if (target.port === 'wasm32' && !existsSync('/usr/include/wasm32-wasi/string.h')) {
    return missing('the wasm C library', 'wasi-libc libclang-rt-14-dev-wasm32');
  }
  if (target.kernel.includes('-mfma') && !hasFusedMultiplyAdd()) {
    return { ok: false, hint: 'this processor has no fused multiply-add' };
  }
  const decisive = target.machine === undefined ? target.cc : 'qemu-system-arm';
  return { ok: true, version: (await versionOf(decisive))! };
}

/** Whether a file is there and, where it needs one, the program that runs it. */
export async function toolOrFile(program: string | undefined, path: string): Promise<Availability> {
  if (!existsSync(path)) return { ok: false, hint: `${path} is missing: build it first` };
  if (program === undefined) return { ok: true };
  const version = await versionOf(program);
  return version === undefined ? missing(program, packages[program]!) : { ok: true, version };
}

/** Builds that stand for the others: one of every port. */
export const representatives: readonly string[] = [
  'native:gcc-O2',
  'wasm',
  'qemu:mps2-an386',
  'template',
];

/**
 * Which of these builds a test tries: those that can be made and run here, and where `GOLDVEC_TEST_BUILDS` is `few`, as in
 * `npm test` outside of continuous integration, the representatives among them. The tests of the others are reported as
 * skipped.
 */
export async function readyTargets(ids: readonly string[]): Promise<ReadonlySet<string>> {
  const isFew = process.env.GOLDVEC_TEST_BUILDS === 'few';
  const asked = ids.filter((id) => !isFew || representatives.includes(id));
  const found = await Promise.all(asked.map((id) => toolsOf(findTarget(id)!)));
  return new Set(asked.filter((_, i) => found[i]!.ok));
}
