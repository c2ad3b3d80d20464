/** The C kernels agree with the reference on every float32 argument, the JavaScript ones on a dense sample. */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expf, logf } from '../conformance/backends/js/kernels/exp_log.ts';
import {
  addExponent,
  approximateLogMantissa,
  approximationError,
} from '../reference/num/approximate.ts';
import { exp32, log32 } from '../reference/num/exp_log.ts';
import { newNumerics } from '../reference/primitives.ts';

const n = newNumerics('sym-2026-07-21');
const c = fileURLToPath(new URL('../conformance/c', import.meta.url));
let folder = '';
let program = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'exp-log-'));
  program = join(folder, 'sums');
  const files = ['checks/exp_log_sums.c', 'kernels/gv_exp_log.c'].map((file) => join(c, file));
  const includes = ['', '/include', '/kernels'].map((part) => `-I${c}${part}`);
  // the loop over a tensor stays out, with all that it asks of a call
  const sections = ['-ffunction-sections', '-Wl,--gc-sections'];
  const flags = ['-std=c11', '-O2', '-ffp-contract=off', ...sections, ...includes];
  execFileSync('gcc', [...flags, '-o', program, ...files]);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function sumsOf(name: string): string[] {
  return execFileSync(program, [name], { encoding: 'utf8' }).trim().split('\n');
}

const float = new Float32Array(1);
const word = new Uint32Array(float.buffer);

function floatOf(bits: number): number {
  word[0] = bits;
  return float[0]!;
}

function mix(sum: number, x: number): number {
  float[0] = x;
  return Math.imul(sum ^ word[0]!, 16777619);
}

const hex = (sum: number): string => (sum >>> 0).toString(16).padStart(8, '0');

/** The sums of `exp_range` in the C program. */
function expSums(first: number, last: number): string[] {
  const sums: string[] = [];
  let sum = 2166136261;
  for (let bits = first; bits <= last; bits++) {
    sum = mix(sum, exp32(n, floatOf(bits)));
    if ((bits & 0xffffff) === 0xffffff || bits === last) sums.push(hex(sum));
  }
  return sums;
}

/** The float32 result where the approximation decides it, else the reference's exact one. */
function logOf(approximation: number, bits: number): number {
  const low = Math.fround(approximation * (1 - approximationError));
  const high = Math.fround(approximation * (1 + approximationError));
  return low === high ? low : log32(n, floatOf(bits));
}

/** The sums of `log_all`: the mantissa's logarithm is shared by all exponents. */
function logSums(): string[] {
  const sums: string[] = [];
  let sum = 2166136261;
  for (let fraction = 0; fraction < 0x800000; fraction++) {
    // subnormals have no leading bit: they go the plain way
    if (fraction !== 0) sum = mix(sum, log32(n, floatOf(fraction)));
    const m = 1 + fraction * 2 ** -23;
    const shift = m >= Math.SQRT2 ? 1 : 0;
    const logMantissa = approximateLogMantissa(shift === 1 ? m / 2 : m);
    for (let exponent = 1; exponent < 255; exponent++) {
      const approximation = addExponent(logMantissa, exponent - 127 + shift);
      sum = mix(sum, logOf(approximation, ((exponent << 23) | fraction) >>> 0));
    }
    if ((fraction & 0x7ffff) === 0x7ffff) sums.push(hex(sum));
  }
  return sums;
}

describe('C', () => {
  it('exp of every argument', () => {
    const expected = [...expSums(0x32800000, 0x42b20000), ...expSums(0xb2800000, 0xc2d00000)];
    expect(sumsOf('exp')).toEqual(expected);
  });

  it('log of every argument', () => {
    expect(sumsOf('log')).toEqual(logSums());
  });
});

describe('JavaScript', () => {
  const same = (f: (x: number) => number, exact: typeof exp32, first: number, last: number) => {
    for (let bits = first; bits <= last; bits += 61) {
      const x = floatOf(bits);
      if (!Object.is(f(x), exact(n, x))) expect.fail(`0x${bits.toString(16)}`);
    }
  };

  it('exp of every 61st argument', () => {
    same(expf, exp32, 0x32800000, 0x42b20000);
    same(expf, exp32, 0xb2800000, 0xc2d00000);
  });

  it('log of every 61st argument', () => {
    same(logf, log32, 1, 0x7f7fffff);
  });
});
