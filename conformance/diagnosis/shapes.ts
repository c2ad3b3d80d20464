/** How a wrong output is wrong, in words that can hold for many cases: where, by how much, in which part. */

import { bitsOfFloat32, float32OfBits, payloadBytesOf } from '../../schema/format/tensor.ts';
import type { RunReply, WireCase, WireTensor } from '../../schema/format/types.ts';
import { sameFloatBits } from '../core/compare.ts';
import { integerOf, multiIndex, patternAt, ulpDistance } from '../core/elements.ts';

/** The byte that the harness fills outputs with. */
const poisonByte = 0xa5;

interface Elements {
  readonly isFloat: boolean;
  readonly isBool: boolean;
  /** width of a packed element */
  readonly bits: number | undefined;
  readonly shape: readonly number[];
  readonly want: readonly number[];
  readonly have: readonly number[];
  /** storage positions that differ */
  readonly wrong: readonly number[];
}

function valuesOf(t: WireTensor): number[] {
  const count = t.shape.reduce((n, extent) => n * extent, 1);
  return Array.from({ length: count }, (_, k) => {
    const pattern = patternAt(t, k);
    return t.dtype === 'FLOAT32' ? float32OfBits(pattern) : integerOf(t, pattern);
  });
}

function elementsOf(expected: WireTensor, got: WireTensor): Elements {
  const count = expected.shape.reduce((n, extent) => n * extent, 1);
  const isFloat = expected.dtype === 'FLOAT32';
  const wrong: number[] = [];
  for (let k = 0; k < count; k++) {
    const [a, b] = [patternAt(expected, k), patternAt(got, k)];
    if (a !== b && !(isFloat && sameFloatBits(a, b))) wrong.push(k);
  }
  return {
    isFloat,
    isBool: expected.dtype === 'BOOL',
    bits: /^A?SYM$/.test(expected.dtype) ? expected.bits : undefined,
    shape: expected.shape,
    want: valuesOf(expected),
    have: valuesOf(got),
    wrong,
  };
}

type Claim = readonly [words: string, holds: (e: Elements) => boolean];

/** Neighbouring floats, or integers that differ by one. */
function areNeighbours(e: Elements, want: number, have: number): boolean {
  if (e.isBool) return false;
  if (!e.isFloat) return Math.abs(have - want) === 1;
  return ulpDistance(bitsOfFloat32(want), bitsOfFloat32(have))?.replace('-', '') === '1';
}

const poisonInt = -1515870811; // 0xa5a5a5a5
const poisonFloat = float32OfBits(0xa5a5a5a5);

function isPoison(e: Elements, value: number): boolean {
  return value === (e.isFloat ? poisonFloat : poisonInt);
}

const everyWrong = (e: Elements, holds: (want: number, have: number) => boolean): boolean =>
  e.wrong.every((k) => holds(e.want[k]!, e.have[k]!));

/** Whether the wrong elements are exactly some of those with this index on the axis; so it is with one index. */
function onlyAt(e: Elements, axis: number, index: (extent: number) => number): boolean {
  const extent = e.shape[axis] ?? 1;
  return e.wrong.every((k) => multiIndex(e.shape, k)[axis] === index(extent));
}

function isTransposed({ shape, want, have }: Elements): boolean {
  const [rows = 0, cols = 0] = shape;
  if (shape.length !== 2 || rows < 2 || cols < 2) return false;
  return have.every((value, k) => Object.is(value, want[(k % rows) * cols + Math.floor(k / rows)]));
}

/** Whether every element has the one before added to it: a sum that is not started anew. */
function isRunning({ isFloat, want, have }: Elements): boolean {
  if (want.length < 2) return false;
  return have.every((value, k) => {
    const sum = want[k]! + (k === 0 ? 0 : have[k - 1]!);
    return isFloat ? Math.abs(value - sum) <= 1e-3 * Math.abs(value) : value === sum;
  });
}

function isPermuted({ want, have }: Elements): boolean {
  const sorted = [want, have].map((list) => [...list].sort((a, b) => a - b));
  return want.length > 1 && sorted[0]!.every((value, i) => Object.is(value, sorted[1]![i]));
}

function isShifted({ want, have }: Elements, by: number): boolean {
  if (want.length < 3) return false;
  return have.every((value, k) => {
    const from = want[k + by];
    return from === undefined || Object.is(value, from);
  });
}

/** Integers of which a difference of one is small. */
function isWide({ isFloat, isBool }: Elements): boolean {
  return !isFloat && !isBool;
}

function isInverted({ isBool, want, have }: Elements): boolean {
  return isBool && want.every((value, k) => have[k] !== value);
}

/** Whether every wrong element takes more bytes of the packed stream than its width fills. */
function areStraddling({ bits, wrong }: Elements): boolean {
  if (bits === undefined || bits % 8 === 0) return false;
  return wrong.every((k) => ((k * bits) % 8) + bits > 8 * Math.ceil(bits / 8));
}

/** Whether only elements of the packed stream are wrong that come after a negative one. */
function followNegatives({ bits, want, wrong }: Elements): boolean {
  if (bits === undefined || wrong.length === want.length) return false;
  return wrong.every((k) => want.slice(Math.max(0, k - 32), k).some((q) => q < 0));
}

const last = (extent: number): number => extent - 1;
const first = (): number => 0;

/** Claims about a place say nothing where there is no other place. */
const placeClaim = /^only the (last|first)/;

/** Marks a claim that holds, but could not fail to hold. */
export const vacuous = '?';

function hasOtherPlaces(words: string, { shape, want }: Elements): boolean {
  if (words.includes('element')) return want.length > 1;
  const axis = words.includes('axis 0') ? 0 : words.includes('axis 1') ? 1 : shape.length - 1;
  return (shape[axis] ?? 1) > 1;
}

/** The most telling first. */
const claims: readonly Claim[] = [
  ['elements are never written', (e) => everyWrong(e, (_, have) => isPoison(e, have))],
  ['outputs are zeros', (e) => everyWrong(e, (_, have) => have === 0)],
  ['bits are inverted', isInverted],
  ['the sign is flipped', (e) => everyWrong(e, (want, have) => have === -want)],
  ['the output is transposed', isTransposed],
  ['elements are shifted by one position', (e) => isShifted(e, 1) || isShifted(e, -1)],
  ['elements are permuted', isPermuted],
  ['sums run on: every element has the one before added to it', isRunning],
  ['packed elements that straddle bytes are wrong', areStraddling],
  ['packed elements after a negative one are wrong', followNegatives],
  ['only the last element is wrong', (e) => e.wrong[0] === e.want.length - 1],
  ['only the first element is wrong', (e) => e.wrong.at(-1) === 0],
  ['only the last channel (axis 1) is wrong', (e) => e.shape.length > 2 && onlyAt(e, 1, last)],
  ['only the last row (axis 0) is wrong', (e) => e.shape.length > 1 && onlyAt(e, 0, last)],
  ['only the first row (axis 0) is wrong', (e) => e.shape.length > 1 && onlyAt(e, 0, first)],
  [
    'only the last column is wrong',
    (e) => e.shape.length > 1 && onlyAt(e, e.shape.length - 1, last),
  ],
  [
    'only the first column is wrong',
    (e) => e.shape.length > 1 && onlyAt(e, e.shape.length - 1, first),
  ],
  [
    'the first batch item is right, the others are wrong',
    (e) => e.shape.length > 1 && e.wrong.every((k) => multiIndex(e.shape, k)[0]! > 0),
  ],
  [
    'values are one too large',
    (e) => isWide(e) && everyWrong(e, (want, have) => have === want + 1),
  ],
  [
    'values are one too small',
    (e) => isWide(e) && everyWrong(e, (want, have) => have === want - 1),
  ],
  [
    'values are one too far from zero',
    (e) =>
      isWide(e) && everyWrong(e, (want, have) => have === want + (want < 0 || have < 0 ? -1 : 1)),
  ],
  [
    'values are one too close to zero',
    (e) => isWide(e) && everyWrong(e, (want, have) => have === want - (want < 0 ? -1 : 1)),
  ],
  [
    'values are off by one unit in the last place',
    (e) => everyWrong(e, (want, have) => areNeighbours(e, want, have)),
  ],
  [
    'values are off in the last digits only',
    (e) =>
      e.isFloat && everyWrong(e, (want, have) => Math.abs(have - want) <= 1e-4 * Math.abs(want)),
  ],
  ['values are doubled', (e) => everyWrong(e, (want, have) => have === 2 * want)],
  ['values are halved', (e) => everyWrong(e, (want, have) => 2 * have === want)],
  ['values are NaN', (e) => everyWrong(e, (_, have) => Number.isNaN(have))],
];

/** Claims about float or integer data in quantities of the storage, where they make sense. */
function dataClaims(e: Elements): string[] {
  const holding = claims.filter(([, holds]) => holds(e)).map(([words]) => words);
  return holding.map((words) =>
    placeClaim.test(words) && !hasOtherPlaces(words, e) ? `${vacuous}${words}` : words,
  );
}

function isUnwritten(got: WireTensor): boolean {
  return got.data.length > 0 && got.data.every((byte) => byte === poisonByte);
}

function ratioText(expected: number, got: number): string | undefined {
  const ratio = float32OfBits(got) / float32OfBits(expected);
  if (!Number.isFinite(ratio) || ratio === 0) return undefined;
  const text = String(Number(ratio.toPrecision(6)));
  return text === '1' ? undefined : text;
}

/** Where a wrong scale comes from. */
function scaleClaims(name: string, test: WireCase, got: WireTensor): string[] {
  const bits = got.scale_bits ?? 0;
  const found: string[] = [];
  const old = test.inputs[name]?.scale_bits ?? test.targets[name]?.scale_bits;
  if (old === bits) found.push(`the scale of ${name} is left as it was`);
  for (const [other, tensor] of Object.entries(test.inputs)) {
    if (other !== name && tensor.scale_bits === bits) {
      found.push(`the scale of ${name} is that of ${other}`);
    }
  }
  if (float32OfBits(bits) === 1) found.push(`the scale of ${name} is 1`);
  return found;
}

function zeroPointClaims(
  name: string,
  test: WireCase,
  want: WireTensor,
  got: WireTensor,
): string[] {
  if (want.zero_point === got.zero_point) return [];
  const old = test.inputs[name]?.zero_point ?? test.targets[name]?.zero_point;
  const found = [`the zero point of ${name} is wrong`];
  return old === got.zero_point ? [`the zero point of ${name} is left as it was`, ...found] : found;
}

function tensorClaims(name: string, test: WireCase, want: WireTensor, got: WireTensor): string[] {
  const found: string[] = [];
  const before = test.inputs[name];
  const isScaleWrong =
    want.scale_bits !== undefined && !sameFloatBits(want.scale_bits, got.scale_bits ?? 0);
  if (got.data.length !== payloadBytesOf(want)) return [`${name} has another form`];
  const elements = elementsOf(want, got);
  const isDataRight = elements.wrong.length === 0;
  if (isUnwritten(got) && !isDataRight) found.push(`${name} is never written`);
  if (before !== undefined && !isDataRight && Buffer.compare(before.data, got.data) === 0) {
    found.push(`${name} is left as it was`);
  }
  if (isScaleWrong) found.push(...scaleClaims(name, test, got));
  if (isScaleWrong && isDataRight) {
    const ratio = ratioText(want.scale_bits, got.scale_bits ?? 0);
    if (ratio !== undefined) found.push(`the scale of ${name} is ${ratio} times what it must be`);
    found.push(`the scale of ${name} is wrong, the mantissas are right`);
  }
  if (isScaleWrong && !isDataRight) found.push(`scale and mantissas of ${name} are wrong`);
  if (!isDataRight) found.push(...dataClaims(elements).map((words) => `${words}: ${name}`));
  if (!isDataRight && !isScaleWrong && want.scale_bits !== undefined) {
    found.push(`the mantissas of ${name} are wrong, the scale is right`);
  }
  found.push(...zeroPointClaims(name, test, want, got));
  if (!isDataRight) found.push(`the values of ${name} are wrong`);
  return found;
}

function nextState(state: number): number {
  let x = state | 0;
  x ^= x << 13;
  x ^= x >>> 17;
  x ^= x << 5;
  return x >>> 0;
}

/** Steps of the generator (S10) from one state to another, or undefined if there are more than 4096. */
function stepsBetween(from: number, to: number): number | undefined {
  let state = from;
  for (let steps = 0; steps <= 4096; steps++) {
    if (state === to) return steps;
    state = nextState(state);
  }
  return undefined;
}

function drawClaims(test: WireCase, wanted: number, got: number): string[] {
  if (got === test.rng) return ['no number is drawn'];
  const more = stepsBetween(wanted, got);
  if (more !== undefined) return [`${more} draws too many`, 'too many numbers are drawn'];
  const fewer = stepsBetween(got, wanted);
  if (fewer !== undefined) return [`${fewer} draws too few`, 'too few numbers are drawn'];
  return ['the generator itself steps wrongly'];
}

/** Everything that can be said about one wrong answer, the most telling first. */
export function claimsOf(test: WireCase, reply: RunReply): string[] {
  const { expected } = test;
  if (reply.status === 'ok' && expected.status === 'refused') {
    return [`accepts what must be refused (${expected.refusal})`];
  }
  if (reply.status === 'refused') return ['refuses what is allowed'];
  if (expected.status !== 'ok') return [];
  const outputs: string[] = [];
  for (const [name, want] of Object.entries(expected.outputs ?? {})) {
    const got = reply.outputs?.[name] ?? test.inputs[name];
    if (got === undefined) outputs.push(`${name} is missing`);
    else if (`${got.dtype}${got.shape}${got.bits}` !== `${want.dtype}${want.shape}${want.bits}`) {
      outputs.push(`${name} has another form`);
    } else if (isWrong(want, got)) {
      outputs.push(...tensorClaims(name, test, want, got));
    }
  }
  if (reply.rng === undefined || reply.rng === expected.rng) return outputs;
  const draws = drawClaims(test, expected.rng ?? 0, reply.rng);
  const lead = outputs.length === 0 ? ['the generator state is wrong, the values are right'] : [];
  return [...draws, ...lead, ...outputs, 'the generator state is wrong'];
}

function isWrong(want: WireTensor, got: WireTensor): boolean {
  if (want.scale_bits !== undefined && !sameFloatBits(want.scale_bits, got.scale_bits ?? 0))
    return true;
  if (want.zero_point !== got.zero_point) return true;
  return got.data.length !== want.data.length || elementsOf(want, got).wrong.length > 0;
}
