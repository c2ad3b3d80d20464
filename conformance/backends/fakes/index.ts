/**
 * Backends that know the expected answers and give them, or spoil them in exactly one way. They exist to
 * prove that the runner notices; nothing but tests may use them.
 */

import {
  type HelloReply,
  protocolVersion,
  type RunReply,
  type RunRequest,
  type WireObserved,
  type WireTensor,
} from '../../../schema/format/types.ts';
import type { TestCase } from '../../core/load.ts';
import type { Backend } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import { type Answer, type Behaviour, type FakeLinkLog, openFake } from './fake_link.ts';

/** What every fake says of itself. */
export const fakeHello: HelloReply = {
  verb: 'hello',
  protocol: protocolVersion,
  name: 'fake',
  version: '1',
  toolchain: 'none',
  capabilities: ['canary', 'overflow', 'poison'],
  ops: ['sample'],
  contracts: ['sym-2026-07-21'],
  max_frame: 65536,
};

function observedOf(test: TestCase): WireObserved {
  const { accumulate, multiply, cast } = test.vector.expected.overflow;
  return {
    accumulate: accumulate.count,
    multiply: multiply.count,
    cast: cast.count,
    where: accumulate.count > 0 ? 'kernels/sample.c:7' : '',
  };
}

function rightReply(test: TestCase, request: RunRequest): RunReply {
  const { expected } = test.vector;
  const { seq } = request;
  const base = { verb: 'run', seq, observed: observedOf(test), canary: 'intact' } as const;
  if (expected.status === 'refused') {
    return { ...base, status: 'refused', message: 'a guard fired', poison: 'untouched' };
  }
  const outputs = expected.outputs ?? {};
  return { ...base, status: 'ok', outputs, rng: expected.rng ?? request.rng };
}

function spoilOutputs(reply: RunReply, spoil: (t: WireTensor) => WireTensor): RunReply {
  if (reply.outputs === undefined) return reply;
  const entries = Object.entries(reply.outputs).map(([name, t]) => [name, spoil(t)]);
  return { ...reply, outputs: Object.fromEntries(entries) };
}

function plusOne(t: WireTensor): WireTensor {
  const data = t.data.slice();
  const view = new DataView(data.buffer);
  view.setInt32(0, view.getInt32(0, true) + 1, true);
  return { ...t, data };
}

function stray(reply: RunReply): RunReply {
  const observed = { ...reply.observed!, cast: 1, where: 'kernels/sample.c:9' };
  return { ...reply, observed };
}

function withoutObserved(reply: RunReply): RunReply {
  const { observed: _, ...rest } = reply;
  return rest;
}

type Fake = (right: RunReply, test: TestCase) => Answer;

const text = (words: string): Uint8Array => new TextEncoder().encode(words);

export const fakes = {
  always_right: (right) => right,
  off_by_one_lsb: (right) => spoilOutputs(right, plusOne),
  wrong_scale: (right) =>
    spoilOutputs(right, (t) => ({ ...t, scale_bits: (t.scale_bits ?? 0) + 1 })),
  wrong_rng: (right) => (right.rng === undefined ? right : { ...right, rng: right.rng ^ 1 }),
  wrong_shape: (right) => spoilOutputs(right, (t) => ({ ...t, shape: [1, ...t.shape] })),
  zeros: (right) => spoilOutputs(right, (t) => ({ ...t, data: t.data.slice().fill(0) })),
  never_refuses: (right) =>
    right.status === 'refused' ? { ...right, status: 'ok', outputs: {}, rng: 1 } : right,
  refuses_with_outputs: (right, { vector }) =>
    right.status === 'refused' ? { ...right, outputs: vector.inputs } : right,
  offers_a_constructor: (right, { vector }) =>
    right.outputs === undefined
      ? right
      : { ...right, outputs: { ...right.outputs, constructor: vector.inputs.x! } },
  changes_its_hello: (right) => (right.seq === 3 ? 'crash' : right),
  writes_before_refusing: (right) => ({ ...right, poison: 'y' }),
  overwrites_guards: (right) => ({ ...right, canary: 'y' }),
  stray_overflow_flag: stray,
  misses_overflow: (right) => ({
    ...right,
    observed: { accumulate: 0, multiply: 0, cast: 0, where: '' },
  }),
  lies_about_capabilities: withoutObserved,
  wrong_seq: (right) => ({ ...right, seq: right.seq + 1 }),
  crashes_on_case_3: (right) => (right.seq === 3 ? 'crash' : right),
  crashes_always: () => 'crash',
  hangs: (right) => (right.seq === 2 ? 'hang' : right),
  garbage_frames: (right) => (right.seq === 2 ? text('Segmentation fault') : right),
  no_exit: (right) => right,
  unsupported: (right) => ({
    verb: 'run',
    seq: right.seq,
    status: 'unsupported',
    message: 'no such op',
    canary: 'intact',
  }),
} as const satisfies Record<string, Fake>;

export type FakeName = keyof typeof fakes;

/** A fake backend over the given cases; its hello may be changed in places, and requests may be sent ahead. */
export function fakeBackend(
  name: FakeName,
  cases: readonly TestCase[],
  log: FakeLinkLog,
  changes: Partial<HelloReply> = {},
  isBuffered = false,
): Backend {
  const fake: Fake = fakes[name];
  const behave: Behaviour = (request, starts) => {
    if (request.verb === 'hello') {
      const isOther = name === 'changes_its_hello' && starts > 1;
      return { ...fakeHello, ...changes, ...(isOther ? { ops: [] } : {}) };
    }
    if (request.verb === 'bye') return name === 'no_exit' ? 'hang' : { verb: 'bye' };
    const test = cases[request.seq - 1]!;
    return fake(rightReply(test, request), test);
  };
  const open = openFake(behave, log);
  return framedBackend({ id: name, open, timeoutMs: 100, graceMs: 50, isBuffered });
}
