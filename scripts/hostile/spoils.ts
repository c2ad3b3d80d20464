/** Replies that are well formed and wrong in one thing, and hellos that are. */

import type { HelloReply, RunReply, WireTensor } from '../../schema/format/types.ts';

/** The verdict that a spoilt answer to an ordinary case must get. */
export type Wanted = 'fail' | 'error' | 'skip' | 'pass';
type Spoil = readonly [Wanted, (right: RunReply) => object];

/** Every output changed. */
function outputs(right: RunReply, change: (t: WireTensor) => object): object {
  const entries = Object.entries(right.outputs ?? {}).map(([name, t]) => [name, change(t)]);
  return { ...right, outputs: Object.fromEntries(entries) };
}

const evil = '\u001b[2J\u001b]0;owned\u0007\r\nok 1 - forged\nBail out!\n::error::forged';
const observed = { accumulate: 0, multiply: 0, cast: 0, where: '' };

/** Of the answer to a case that has an output y of four elements. */
export const spoils: Readonly<Record<string, Spoil>> = {
  'one more in the first element': [
    'fail',
    (right) =>
      outputs(right, (t) => ({ ...t, data: t.data.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) })),
  ],
  'the last bit of the last element': [
    'fail',
    (right) =>
      outputs(right, (t) => ({
        ...t,
        data: t.data.map((byte, i) => (i === t.data.length - 1 ? byte ^ 128 : byte)),
      })),
  ],
  'no data': ['fail', (right) => outputs(right, (t) => ({ ...t, data: new Uint8Array(0) }))],
  'a byte too few': ['fail', (right) => outputs(right, (t) => ({ ...t, data: t.data.slice(1) }))],
  'a megabyte of data': [
    'fail',
    (right) => outputs(right, (t) => ({ ...t, data: new Uint8Array(1 << 20) })),
  ],
  'another scale': ['fail', (right) => outputs(right, (t) => ({ ...t, scale_bits: 1 }))],
  'a NaN as scale': ['fail', (right) => outputs(right, (t) => ({ ...t, scale_bits: 0x7fc00000 }))],
  'another width': ['fail', (right) => outputs(right, (t) => ({ ...t, bits: 13 }))],
  'a width of 255': ['fail', (right) => outputs(right, (t) => ({ ...t, bits: 255 }))],
  'another rounding': [
    'fail',
    (right) => outputs(right, (t) => ({ ...t, rounding: 'SR_HALF_AWAY' })),
  ],
  'another shape': ['fail', (right) => outputs(right, (t) => ({ ...t, shape: [4] }))],
  'a huge shape': [
    'fail',
    (right) => outputs(right, (t) => ({ ...t, shape: [65536, 65536, 65536, 65536] })),
  ],
  'an extent of nothing': ['fail', (right) => outputs(right, (t) => ({ ...t, shape: [0, 4] }))],
  'rank 0': ['fail', (right) => outputs(right, (t) => ({ ...t, shape: [] }))],
  'another order': ['fail', (right) => outputs(right, (t) => ({ ...t, order: [1, 0] }))],
  'another format': [
    'fail',
    (right) => outputs(right, ({ shape, data }) => ({ dtype: 'INT32', shape, data })),
  ],
  'five axes': ['error', (right) => outputs(right, (t) => ({ ...t, shape: [1, 1, 1, 2, 2] }))],
  'an order that repeats': ['error', (right) => outputs(right, (t) => ({ ...t, order: [1, 1] }))],
  'a negative extent': ['error', (right) => outputs(right, (t) => ({ ...t, shape: [-1, 4] }))],
  'an unknown format': ['error', (right) => outputs(right, (t) => ({ ...t, dtype: 'INT64' }))],
  'a text as data': ['error', (right) => outputs(right, (t) => ({ ...t, data: 'AAAA' }))],
  'a record too many': ['error', (right) => outputs(right, (t) => ({ ...t, zero_point: 1 }))],
  'no outputs': ['fail', ({ outputs: _, ...rest }) => rest],
  'empty outputs': ['fail', (right) => ({ ...right, outputs: {} })],
  'an output under another name': [
    'fail',
    (right) => ({ ...right, outputs: { z: right.outputs!.y } }),
  ],
  'an output too many': [
    'fail',
    (right) => ({ ...right, outputs: { ...right.outputs, z: right.outputs!.y } }),
  ],
  'an output named constructor': [
    'fail',
    (right) => ({ ...right, outputs: { ...right.outputs, constructor: right.outputs!.y } }),
  ],
  'an output named toString': [
    'fail',
    (right) => ({ ...right, outputs: { ...right.outputs, toString: right.outputs!.y } }),
  ],
  'an input that was written': [
    'fail',
    (right) => ({ ...right, outputs: { ...right.outputs, x: right.outputs!.y } }),
  ],
  'three hundred outputs': [
    'error',
    (right) => ({
      ...right,
      outputs: Object.fromEntries(
        Array.from({ length: 300 }, (_, i) => [`y${i}`, right.outputs!.y]),
      ),
    }),
  ],
  'another generator state': ['fail', (right) => ({ ...right, rng: (right.rng ?? 1) ^ 1 })],
  'no generator state': ['fail', ({ rng: _, ...rest }) => rest],
  'a generator state of zero': ['fail', (right) => ({ ...right, rng: 0 })],
  'a generator state that is negative': ['error', (right) => ({ ...right, rng: -1 })],
  'an overflow that does not happen': [
    'fail',
    (right) => ({ ...right, observed: { ...observed, cast: 1 } }),
  ],
  'no overflow counts': ['fail', ({ observed: _, ...rest }) => rest],
  'overflow counts without a place': [
    'error',
    (right) => ({ ...right, observed: { accumulate: 0, multiply: 0, cast: 0 } }),
  ],
  'a place of a megabyte': [
    'error',
    (right) => ({ ...right, observed: { ...observed, where: 'x'.repeat(1 << 20) } }),
  ],
  'overwritten guards': ['fail', (right) => ({ ...right, canary: 'y' })],
  'guards named like the word for whole': ['fail', (right) => ({ ...right, canary: 'Intact' })],
  'no word on the guards': ['error', ({ canary: _, ...rest }) => rest],
  'an empty word on the guards': ['error', (right) => ({ ...right, canary: '' })],
  'a refusal': [
    'fail',
    (right) => ({
      verb: 'run',
      seq: right.seq,
      status: 'refused',
      canary: 'intact',
      poison: 'untouched',
    }),
  ],
  'a refusal with outputs': [
    'fail',
    (right) => ({ ...right, status: 'refused', poison: 'untouched' }),
  ],
  'an error': [
    'error',
    (right) => ({ verb: 'run', seq: right.seq, status: 'error', message: 'no', canary: 'intact' }),
  ],
  'an error with outputs': ['fail', (right) => ({ ...right, status: 'error' })],
  'not supported': [
    'skip',
    (right) => ({ verb: 'run', seq: right.seq, status: 'unsupported', canary: 'intact' }),
  ],
  'not supported, with outputs': ['fail', (right) => ({ ...right, status: 'unsupported' })],
  'not supported, guards overwritten': [
    'fail',
    (right) => ({ verb: 'run', seq: right.seq, status: 'unsupported', canary: 'y' }),
  ],
  'a status of the prototype': ['error', (right) => ({ ...right, status: 'constructor' })],
  'a status in capitals': ['error', (right) => ({ ...right, status: 'OK' })],
  'no status': ['error', ({ status: _, ...rest }) => rest],
  'the next number': ['error', (right) => ({ ...right, seq: right.seq + 1 })],
  'number zero': ['error', (right) => ({ ...right, seq: 0 })],
  'the largest number': ['error', (right) => ({ ...right, seq: 0xffffffff })],
  'a text as number': ['error', (right) => ({ ...right, seq: `${right.seq}` })],
  'a message that steers the terminal': ['pass', (right) => ({ ...right, message: evil })],
  'an error that forges lines': [
    'error',
    (right) => ({ verb: 'run', seq: right.seq, status: 'error', message: evil, canary: 'intact' }),
  ],
  'a message of a megabyte': ['error', (right) => ({ ...right, message: 'x'.repeat(1 << 20) })],
};

const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `op_${i}`);

/** Hellos that are no hello of this protocol. */
export const badHellos: Readonly<Record<string, (right: HelloReply) => object>> = {
  'another protocol': (right) => ({ ...right, protocol: 2 }),
  'protocol zero': (right) => ({ ...right, protocol: 0 }),
  'protocol as text': (right) => ({ ...right, protocol: '1' }),
  'no name': ({ name: _, ...rest }) => rest,
  'an empty name': (right) => ({ ...right, name: '' }),
  'a name of a megabyte': (right) => ({ ...right, name: 'x'.repeat(1 << 20) }),
  'a toolchain of a megabyte': (right) => ({ ...right, toolchain: 'x'.repeat(1 << 20) }),
  'no ops': ({ ops: _, ...rest }) => rest,
  'an op twice': (right) => ({ ...right, ops: ['sample', 'other', 'sample'] }),
  'ops as text': (right) => ({ ...right, ops: 'sample' }),
  'an op in capitals': (right) => ({ ...right, ops: ['SAMPLE'] }),
  'twenty thousand ops': (right) => ({ ...right, ops: many(20_000) }),
  'four hundred thousand ops': (right) => ({ ...right, ops: many(400_000) }),
  'a thousand capabilities': (right) => ({ ...right, capabilities: many(1000) }),
  'a thousand contracts': (right) => ({
    ...right,
    contracts: many(1000).map((name) => name.replace('_', '-')),
  }),
  'frames of nothing': (right) => ({ ...right, max_frame: 0 }),
  'frames of a negative size': (right) => ({ ...right, max_frame: -1 }),
  'a field too many': (right) => ({ ...right, uptime: 1 }),
};

/** What a hello after a restart may say differently. */
export const otherHellos: Readonly<Record<string, Partial<HelloReply>>> = {
  name: { name: 'another' },
  version: { version: '2' },
  toolchain: { toolchain: 'another' },
  capabilities: { capabilities: [] },
  'more capabilities': { capabilities: ['canary', 'overflow', 'poison', 'platform_libm'] },
  ops: { ops: [] },
  'more ops': { ops: ['sample', 'other'] },
  contracts: { contracts: [] },
  max_frame: { max_frame: 64 },
};
