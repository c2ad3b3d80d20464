/**
 * Goal: whatever a kernel does to memory that is not its own, or to outputs of a call that it refuses, is
 * reported; a kernel that crashes or hangs costs one case and the backend can be started again. Method: shims
 * with one deliberate misdeed, on one backend of every kind.
 */

import { afterEach, describe, expect, test } from 'vitest';
import { int32OfBytes } from '../../../schema/format/tensor.ts';
import type { RunRequest } from '../../../schema/format/types.ts';
import type { Backend } from '../backend.ts';
import { patch, patchedBackend } from '../patched.ts';
import { refusedSeedCall, roundCall, shuffleCall } from './calls.ts';
import { readyTargets } from './tools.ts';

const kinds = ['native:gcc-O2', 'native:clang-ubsan', 'wasm', 'qemu:mps2-an385', 'qemu:mps2-an386'];

const started: Backend[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((backend) => backend.stop()));
});

async function start(id: string, overlay: Record<string, string>, timeoutMs = 20_000) {
  const backend = patchedBackend(id, { timeoutMs }, { overlay });
  started.push(backend);
  await backend.start();
  return backend;
}

/** Code before the last return of the round shim. */
const roundThen = (code: string) =>
  patch('ops/round.c', 'mode);\n    }\n', `mode);\n    }\n    ${code}\n`);

const shuffleThen = (code: string) =>
  patch('ops/rng_shuffle.c', 'indices->count);\n', `indices->count);\n    ${code}\n`);

const seedEarly = patch(
  'ops/seed_rescale.c',
  'int32_t *seeds = gv_scratch(ctx, y->bytes);',
  'int32_t *seeds = gv_i32(y);',
);

interface Misdeed {
  readonly name: string;
  readonly overlay: Record<string, string>;
  readonly request: RunRequest;
  readonly status: string;
  readonly canary: string;
  readonly poison?: string;
}

const misdeeds: readonly Misdeed[] = [
  {
    name: 'one element beyond an output',
    overlay: roundThen('gv_i32(y)[y->count] = 0;'),
    request: roundCall([1, 2, 3]),
    status: 'ok',
    canary: 'y',
  },
  {
    name: 'one element before an output',
    overlay: roundThen('gv_i32(y)[-1] = 0;'),
    request: roundCall([1, 2, 3]),
    status: 'ok',
    canary: 'y',
  },
  {
    name: 'a byte beyond an output, data pointer moved',
    overlay: roundThen('gv_bytes(y)[y->bytes] = 0; y->data = x->data;'),
    request: roundCall([1]),
    status: 'ok',
    canary: 'y',
  },
  {
    name: 'a byte beyond a block of scratch memory',
    overlay: roundThen('uint8_t *s = gv_scratch(ctx, 5); s[5] = 0; gv_scratch(ctx, 8);'),
    request: roundCall([1]),
    status: 'ok',
    canary: 'scratch',
  },
  {
    name: 'a byte beyond a block that was given back',
    overlay: roundThen(
      'size_t m = ctx->scratch.used; uint8_t *s = gv_scratch(ctx, 8); s[8] = 0; ctx->scratch.used = m; gv_scratch(ctx, 8);',
    ),
    request: roundCall([1]),
    status: 'ok',
    canary: 'scratch',
  },
  {
    name: 'an input overwritten',
    overlay: roundThen('gv_f32(x)[1] = 9.0f;'),
    request: roundCall([1, 2, 3]),
    status: 'ok',
    canary: 'input:x',
  },
  {
    name: 'an in-place operand changed, then refused',
    overlay: shuffleThen('return gv_fail(ctx, GV_E_REFUSED, "A0: on purpose");'),
    request: shuffleCall([3, 1, 4, 1, 5]),
    status: 'refused',
    canary: 'intact',
    poison: 'indices',
  },
  {
    name: 'an output written before the guard',
    overlay: seedEarly,
    request: refusedSeedCall(),
    status: 'refused',
    canary: 'intact',
    poison: 'y',
  },
  {
    name: 'nothing wrong: refused',
    overlay: {},
    request: refusedSeedCall(),
    status: 'refused',
    canary: 'intact',
    poison: 'untouched',
  },
];

const ready = await readyTargets(kinds);

describe.each(kinds)('%s', (id) => {
  const it = test.runIf(ready.has(id));

  it.each(misdeeds)('$name', async ({ overlay, request, status, canary, poison }) => {
    const backend = await start(id, overlay);
    const reply = await backend.run(request);
    expect([reply.status, reply.canary, reply.poison]).toEqual([status, canary, poison]);
  });

  it('an element that is not written stays poison', async () => {
    const skip = patch(
      'ops/round.c',
      'uint32_t i = 0; i < x->count',
      'uint32_t i = 1; i < x->count',
    );
    const reply = await (await start(id, skip)).run(roundCall([7, 8]));
    expect([...int32OfBytes(reply.outputs!.y!.data)]).toEqual([-1515870811, 8]);
  });

  it('an unknown op or contract is unsupported', async () => {
    const backend = await start(id, {});
    const other = await backend.run({ ...roundCall([1]), op: 'no_such_op' });
    expect(other.status).toBe('unsupported');
    const old = await backend.run({ ...roundCall([1]), contract: 'sym-1999-01-01' });
    expect(old.status).toBe('unsupported');
  });

  it('a missing parameter is named', async () => {
    const reply = await (await start(id, {})).run({ ...roundCall([1]), params: {} });
    expect([reply.status, reply.message]).toEqual(['error', 'parameter "rounding" is missing']);
  });

  it('a crash is reported and the backend starts again', async () => {
    const backend = await start(id, roundThen('if (gv_f32(x)[0] == 9.0f) { __builtin_trap(); }'));
    const how = { native: 'killed by SIG', wasm: 'unreachable', qemu: 'exited with status 99' };
    const kind = id.split(':')[0] as keyof typeof how;
    await expect(backend.run(roundCall([9]))).rejects.toThrow(how[kind]);
    await backend.start();
    expect((await backend.run(roundCall([1]))).status).toBe('ok');
  });

  it('a hang is cut off and the backend starts again', async () => {
    const spin = 'while (gv_f32(x)[0] == 9.0f) { __asm volatile("" ::: "memory"); }';
    const backend = await start(id, roundThen(spin), 700);
    await expect(backend.run(roundCall([9]))).rejects.toThrow('no reply to run in 700 ms');
    await backend.start();
    expect((await backend.run(roundCall([1]))).status).toBe('ok');
  });
});
