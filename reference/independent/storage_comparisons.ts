/** Storage, conversions, accumulation and the funnel: the reference and the oracle on one random case. */

import { type OutputMode, outputModes } from '../funnel.ts';
import type { Numerics } from '../numerics.ts';
import { newTensor, packed, type Tensor } from '../tensor.ts';
import * as accumulation from './accumulation.ts';
import type { Cases } from './cases.ts';
import { type Answer, bits, type Comparison, compare, type Setting, setting } from './compare.ts';
import * as conversion from './conversion.ts';
import type { Generator } from './primitives.ts';
import { codesOfPayload, payloadOf } from './storage.ts';

type Stored = conversion.Stored;
type Pair = { expected: Answer; got: Answer };

const formats = ['INT32', 'FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;

function widthOf(c: Cases, format: conversion.Format): number {
  if (format === 'ASYM') return c.int(1, 24);
  return format === 'INT32' || format === 'FLOAT32' ? 0 : c.int(2, 25);
}

/** A random number of a format: gradient-sized floats, codes of the width, now and then wide mantissas. */
function numberOf(c: Cases, format: conversion.Format, width: number): number {
  if (format === 'FLOAT32') return c.float();
  if (format === 'ASYM') return c.uint32() >>> (32 - width);
  const shift =
    format === 'INT32' || (format === 'SYM_INT32' && c.chance(0.3)) ? c.int(0, 28) : 32 - width;
  return (c.uint32() | 0) >> shift;
}

function storedOf(c: Cases, format: conversion.Format, count: number): Stored {
  const width = widthOf(c, format);
  return {
    format,
    numbers: Array.from({ length: count }, () => numberOf(c, format, width)),
    scale: format === 'INT32' || format === 'FLOAT32' ? 1 : c.scale(),
    zeroPoint: format === 'ASYM' ? (c.chance(0.1) ? c.uint32() | 0 : c.int(-70000, 300)) : 0,
    bits: width,
    mode: c.mode(),
  };
}

/** The reference's tensor of what the oracle holds as numbers. */
function tensorOf(x: Stored): Tensor {
  const t = newTensor(x.format, [x.numbers.length], x.bits, x.mode);
  t.scale = x.scale;
  t.zeroPoint = x.zeroPoint;
  const isPacked = x.format === 'SYM' || x.format === 'ASYM';
  t.data.set(isPacked ? payloadOf(x.numbers, x.bits) : x.numbers);
  return t;
}

function flatten(t: Tensor): (number | string)[] {
  const data: (number | string)[] =
    t.dtype === 'FLOAT32' ? Array.from(t.data, bits) : Array.from(t.data);
  return [...data, bits(t.scale), t.zeroPoint, t.bits, t.rounding];
}

function comparePair(
  s: Setting,
  y: Stored,
  run: (n: Numerics, target: Tensor) => void,
  oracle: (g: Generator) => Stored | undefined,
): Pair {
  return compare(
    s,
    (n) => {
      const target = tensorOf(y);
      run(n, target);
      return flatten(target);
    },
    (g) => {
      const result = oracle(g);
      return result === undefined ? undefined : flatten(tensorOf(result));
    },
  );
}

function packing(c: Cases): Pair {
  const [width, count] = [c.int(1, 32), c.int(0, 12)];
  const codes = Array.from({ length: count }, () => c.uint32() | 0);
  const bytes = payloadOf(codes, width);
  return compare(
    setting(c),
    (n) => {
      const t = { ...newTensor('ASYM', [count], width), data: Uint8Array.from(bytes) };
      const unsigned = Array.from(n.fn.codesOf(n, t), (code) => code >>> 0);
      const signed = n.fn.unpackSigned(n, packed(t), width, count);
      return [...n.fn.packBits(n, codes, width), ...unsigned, ...signed];
    },
    () => [
      ...bytes,
      ...codesOfPayload(bytes, width, count, false),
      ...codesOfPayload(bytes, width, count, true),
    ],
  );
}

function appending(c: Cases): Pair {
  const [from, to, count] = [c.int(1, 32), c.int(1, 32), c.int(1, 6)];
  const [start, at] = [c.int(0, 19), c.int(0, 19)];
  const byte = (): number => c.uint32() & 255;
  const source = Array.from({ length: (start + count * from + 7) >> 3 }, byte);
  const before = Array.from({ length: ((at + count * to + 7) >> 3) + 1 }, byte);
  return compare(
    setting(c),
    (n) => {
      const bytes = Uint8Array.from(before);
      const input = { bytes: Uint8Array.from(source), bits: from, start };
      n.fn.packAppend(n, input, { bytes, bits: to, start: at }, count);
      return [...bytes];
    },
    () => {
      const bitsOf = (bytes: readonly number[]): number[] =>
        codesOfPayload(bytes, 1, bytes.length * 8, false);
      const [read, written] = [bitsOf(source), bitsOf(before)];
      for (let k = 0; k < count * to; k++) {
        const [element, j] = [Math.trunc(k / to), k % to];
        written[at + k] = j < from ? read[start + element * from + j]! : 0;
      }
      return payloadOf(written, 1);
    },
  );
}

/** A setting under which a rule says what a conversion does. */
function defined(c: Cases, x: Stored, y: Stored): Setting {
  for (;;) {
    const s = setting(c);
    if (conversion.isDefined(x, y, s.contract)) return s;
  }
}

function converting(c: Cases): Pair {
  const x = storedOf(c, formats[c.int(0, 4)]!, c.int(1, 6));
  const fresh = storedOf(c, formats[c.int(0, 4)]!, 0);
  const width = fresh.format === x.format && c.chance(0.8) ? x.bits : fresh.bits;
  const y: Stored = { ...fresh, bits: width, numbers: x.numbers.map(() => 0) };
  const s = defined(c, x, y);
  return comparePair(
    s,
    y,
    (n, target) => n.fn.convert(n, tensorOf(x), target),
    (g) => conversion.converted(g, x, y, s.contract),
  );
}

function storing(c: Cases): Pair {
  const x = storedOf(c, formats[c.int(0, 4)]!, c.int(1, 6));
  const y = { ...storedOf(c, formats[c.int(0, 4)]!, 0), numbers: x.numbers.map(() => 0) };
  const s = defined(c, x, y);
  return comparePair(
    s,
    y,
    (n, target) => n.fn.executeConvert(n, tensorOf(x), target),
    (g) => conversion.stored(g, x, y, s.contract),
  );
}

function repacking(c: Cases): Pair {
  const x = storedOf(c, 'SYM_INT32', c.int(1, 6));
  const y = { ...storedOf(c, 'SYM', 0), numbers: x.numbers.map(() => 0) };
  return comparePair(
    setting(c),
    y,
    (n, target) => n.fn.repack(n, tensorOf(x), target),
    () => conversion.packed(y, { codes: [...x.numbers], scale: x.scale }),
  );
}

type Engine =
  | 'accumulateFloat32'
  | 'accumulateSymDynamic'
  | 'accumulateSymFloatIncrement'
  | 'accumulateSymFixed'
  | 'accumulatePackedFixed'
  | 'accumulatePackedRescale'
  | 'accumulateAsym';

/** A target whose width a gradient may have. */
function gradientOf(c: Cases, format: conversion.Format, count: number): Stored {
  const t = storedOf(c, format, count);
  if (format === 'FLOAT32') return t;
  const width = c.int(format === 'ASYM' ? 1 : 2, 16);
  const zero = c.chance(0.2);
  const numbers = t.numbers.map(() =>
    zero ? 0 : numberOf(c, format === 'ASYM' ? 'ASYM' : 'SYM', width),
  );
  return { ...t, bits: width, numbers };
}

/** Floats of the size of the target's values, so that sums neither vanish nor swallow. */
function nearFloats(c: Cases, target: Stored): Stored {
  const step = target.format === 'FLOAT32' ? 1 : target.scale;
  const numbers = target.numbers.map(() => Math.fround(step * c.int(-3000, 3000) * 0.125));
  return { ...storedOf(c, 'FLOAT32', 0), numbers };
}

function engine(
  clause: string,
  name: Engine,
  format: conversion.Format,
  incrementFormats: readonly conversion.Format[],
  oracle: (
    g: Generator,
    target: Stored,
    increment: Stored,
    rules: conversion.Rules,
  ) => Stored | undefined,
): Comparison {
  return {
    name: `${clause} ${name}`,
    run(c) {
      const target = gradientOf(c, format, c.int(1, 6));
      const from = incrementFormats[c.int(0, incrementFormats.length - 1)]!;
      const near = from === 'FLOAT32' && c.chance(0.7);
      const increment = near ? nearFloats(c, target) : storedOf(c, from, target.numbers.length);
      const s = setting(c);
      return comparePair(
        s,
        target,
        (n, t) => n.fn[name](n, t, tensorOf(increment)),
        (g) => oracle(g, target, increment, s.contract),
      );
    },
  };
}

const every = ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'] as const;
const engines: readonly Comparison[] = [
  engine('S56', 'accumulateFloat32', 'FLOAT32', every, (_g, t, d) =>
    accumulation.addedToFloat32(t, d),
  ),
  engine('S57', 'accumulateSymDynamic', 'SYM_INT32', ['SYM_INT32'], accumulation.addedToSym),
  engine(
    'S58',
    'accumulateSymFloatIncrement',
    'SYM_INT32',
    ['FLOAT32'],
    accumulation.floatAddedToSym,
  ),
  engine('S59', 'accumulateSymFixed', 'SYM_INT32', ['SYM_INT32'], accumulation.addedAtScale),
  engine('S60', 'accumulatePackedFixed', 'SYM', every, accumulation.addedOnGrid),
  engine('S61', 'accumulatePackedRescale', 'SYM', every, accumulation.addedToPacked),
  engine('S62', 'accumulateAsym', 'ASYM', every, accumulation.addedToAffine),
];

/** A setting under which the conversions of the funnel are defined, whatever its raw result. */
function funnelSetting(c: Cases, x: Stored, mode: OutputMode, target: Stored): Setting {
  const isAffine = x.format === 'ASYM' || (mode === 'OUT_WRITE' && target.format === 'ASYM');
  return setting(c, isAffine ? { affine: 'one_rule' } : {});
}

function funnel(c: Cases): Pair {
  const mode: OutputMode = outputModes[c.int(0, 2)]!;
  const x = storedOf(c, formats[c.int(0, 4)]!, c.int(1, 5));
  const fresh = formats[c.int(0, 4)]!;
  const width = x.numbers.length;
  const target = mode === 'OUT_WRITE' ? storedOf(c, fresh, width) : gradientOf(c, fresh, width);
  const format = c.chance(0.5) ? 'FLOAT32' : 'SYM_INT32';
  const type = format === 'FLOAT32' ? 'ARITH_FLOAT32' : 'ARITH_SYM_INT32';
  const rounding = c.mode();
  const s = funnelSetting(c, x, mode, target);
  return comparePair(
    s,
    target,
    (n, t) => {
      const inputs = [tensorOf(x)];
      n.fn.executeOp(n, n.fn.identityKernel, inputs, { type, rounding }, mode, t);
    },
    (g) => accumulation.passedThrough(g, x, { format, rounding, mode }, target, s.contract),
  );
}

export const storageComparisons: readonly Comparison[] = [
  { name: 'S5, S6 packing', run: packing },
  { name: 'S5 appending', run: appending },
  { name: 'S24, S26, S29–S50 conversions', run: converting },
  { name: 'S69 storage encodes', run: storing },
  { name: 'S53 repack', run: repacking },
  ...engines,
  { name: 'S64–S68 funnel', run: funnel },
];
