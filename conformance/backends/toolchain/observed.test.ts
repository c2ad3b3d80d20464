/**
 * Goal: every instrumented build counts overflows by kind and says where the first was, a plain build claims
 * nothing; the start-up probe finds contraction and flushed subnormals, and finds neither in a conforming
 * build. Counts are worked out by hand from the operands.
 */

import { afterEach, describe, expect, test } from 'vitest';
import type { RunRequest } from '../../../schema/format/types.ts';
import type { Backend } from '../backend.ts';
import { patch, patchedBackend } from '../patched.ts';
import type { BuildOptions } from './build.ts';
import { dotCall, roundCall } from './calls.ts';
import { targets } from './targets.ts';
import { readyTargets } from './tools.ts';

const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

async function open(id: string, build: BuildOptions = {}) {
  const backend = patchedBackend(id, { timeoutMs: 20_000 }, build);
  started.push(backend);
  return { backend, hello: await backend.start() };
}

const big = 2147483647;
const rows: readonly (readonly [string, RunRequest, number, number, number, RegExp])[] = [
  ['nothing', dotCall([46340, 1], [46340, 88047]), 0, 0, 0, /^$/],
  ['a sum beyond the top', dotCall([big, 1], [1, 1]), 1, 0, 0, /^gv_matmul\.c:\d+$/],
  ['a sum beyond the bottom', dotCall([-big, -1, -1], [1, 1, 1]), 1, 0, 0, /^gv_matmul\.c:\d+$/],
  ['three products', dotCall([65536, big, big], [65536, 2, -2]), 0, 3, 0, /^gv_matmul\.c:\d+$/],
  ['there and back', dotCall([big, 1, -1], [1, 1, 1]), 2, 0, 0, /^gv_matmul\.c:\d+$/],
  ['casts', roundCall([1, 2147483648, Number.NaN, -2147483648]), 0, 0, 2, /^gv_round\.c:\d+$/],
  ['infinities', roundCall([Infinity, -Infinity, -2147483904]), 0, 0, 3, /^gv_round\.c:\d+$/],
  ['the largest float below 2^31', roundCall([2147483520]), 0, 0, 0, /^$/],
];

const ready = await readyTargets(targets.map((t) => t.id));
const conforming = targets.filter((t) => t.isDefault);

describe.each(conforming.filter((t) => t.observesOverflow).map((t) => t.id))('%s', (id) => {
  test.runIf(ready.has(id))('counts overflows by kind', async () => {
    const { backend, hello } = await open(id);
    expect(hello.capabilities).toEqual(['canary', 'poison', 'overflow']);
    for (const [name, request, accumulate, multiply, cast, where] of rows) {
      const { observed } = await backend.run(request);
      const expected = { accumulate, multiply, cast, where: expect.stringMatching(where) };
      expect({ name, ...observed }).toEqual({ name, ...expected });
    }
  });
});

describe.each(conforming.filter((t) => !t.observesOverflow).map((t) => t.id))('%s', (id) => {
  test.runIf(ready.has(id))('claims to observe nothing, and conforms', async () => {
    const { backend, hello } = await open(id);
    expect(hello.capabilities).toEqual(['canary', 'poison']);
    expect((await backend.run(roundCall([0.5]))).observed).toBeUndefined();
  });
});

describe('the float probe', () => {
  const contracting = ['native:gcc-fma', 'native:clang-fma', 'qemu:mps2-an386-fma'];
  for (const id of contracting) {
    test.runIf(ready.has(id))(`${id} reports contraction`, async () => {
      const { hello } = await open(id);
      expect(hello.capabilities).toContain('fma_contract');
    });
  }

  const flushing: readonly (readonly [string, Record<string, string>])[] = [
    [
      'qemu:mps2-an386',
      patch(
        'ports/mps2/startup.c',
        'gv_port_exit(main(0, NULL));',
        '__asm volatile("vmsr fpscr, %0" ::"r"(1u << 24));\n    gv_port_exit(main(0, NULL));',
      ),
    ],
    [
      'qemu:mps2-an500',
      patch(
        'ports/mps2/startup.c',
        'gv_port_exit(main(0, NULL));',
        '__asm volatile("vmsr fpscr, %0" ::"r"(1u << 24));\n    gv_port_exit(main(0, NULL));',
      ),
    ],
  ];
  for (const [id, overlay] of flushing) {
    test.runIf(ready.has(id))(`${id} reports flushed subnormals`, async () => {
      const { hello } = await open(id, { overlay });
      expect(hello.capabilities).toContain('flush_to_zero');
    });
  }
});
