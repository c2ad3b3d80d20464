/** Facts about wrong elements: what they are instead. */

import { bitsOfFloat32, float32OfBits } from '../../../schema/format/tensor.ts';
import { ulpDistance } from '../../core/elements.ts';
import { type Elements, everyWrong } from './elements.ts';
import { type Fact, fact } from './fact.ts';
import { bfloat16, float16, nearestBfloat16 } from './narrow.ts';

const poisonInt = -1515870811; // 0xa5a5a5a5
const poisonFloat = float32OfBits(0xa5a5a5a5);

function isPoison({ isFloat }: Elements, value: number): boolean {
  return value === (isFloat ? poisonFloat : poisonInt);
}

/** Whether every wrong element is the right one added to something that was there before. */
export function isAddedTo(
  { isFloat, isBool, want, have, wrong }: Elements,
  old: (k: number) => number,
): boolean {
  if (isBool || wrong.every((k) => old(k) === 0)) return false;
  const sum = (k: number): number =>
    isFloat ? Math.fround(want[k]! + old(k)) : (want[k]! + old(k)) | 0;
  return wrong.every((k) => Object.is(have[k], sum(k)));
}

/** Neighbouring floats, or integers that differ by one. */
function areNeighbours(e: Elements, want: number, have: number): boolean {
  if (!e.isFloat) return Math.abs(have - want) === 1;
  return ulpDistance(bitsOfFloat32(want), bitsOfFloat32(have))?.replace('-', '') === '1';
}

function isMoved({ want, have }: Elements, from: (k: number) => number): boolean {
  const moved = have.map((_, k) => want[from(k)]);
  return have.every((value, k) => moved[k] === undefined || Object.is(value, moved[k]));
}

function arrangements(e: Elements): Fact[] {
  const { shape, want, have } = e;
  if (want.length < 3 || new Set(want).size < 2) return [];
  const found: Fact[] = [];
  const [rows = 0, cols = 0] = shape;
  if (shape.length === 2 && rows > 1 && cols > 1) {
    if (isMoved(e, (k) => (k % rows) * cols + Math.floor(k / rows))) found.push(fact('transposed'));
  }
  if (isMoved(e, (k) => want.length - 1 - k)) found.push(fact('reversed'));
  for (const by of [1, -1, 2, -2]) {
    if (isMoved(e, (k) => k + by)) found.push(fact('shifted', { by: -by }));
  }
  if (isPermuted(want, have)) found.push(fact('permuted'));
  return found;
}

/** The least and the largest one; undefined where they are not all finite. */
function endsOf(values: readonly number[]): readonly [number, number] | undefined {
  let [least, largest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const x of values) {
    if (!Number.isFinite(x)) return undefined;
    if (x < least) least = x;
    if (x > largest) largest = x;
  }
  return [least, largest];
}

function isPermuted(want: readonly number[], have: readonly number[]): boolean {
  // to sort them takes longer than all else that is measured
  const [a, b] = [endsOf(want), endsOf(have)];
  if (a !== undefined && b !== undefined && (a[0] !== b[0] || a[1] !== b[1])) return false;
  const [left, right] = [want, have].map((list) => [...list].sort((x, y) => x - y));
  return left!.every((value, i) => Object.is(value, right![i]));
}

/** Whether every element has the one before added to it: a sum that is not started anew. */
function isRunning({ isFloat, want, have }: Elements): boolean {
  if (want.length < 2) return false;
  return have.every((value, k) => {
    const sum = want[k]! + (k === 0 ? 0 : have[k - 1]!);
    return isFloat ? Math.abs(value - sum) <= 1e-3 * Math.abs(value) : value === sum;
  });
}

function packedFacts({ isPacked, bits, want, wrong }: Elements): Fact[] {
  if (!isPacked || bits === undefined) return [];
  const found: Fact[] = [];
  const isStraddling = (k: number): boolean => ((k * bits) % 8) + bits > 8 * Math.ceil(bits / 8);
  if (bits % 8 !== 0 && wrong.every(isStraddling)) found.push(fact('straddling'));
  if (wrong.every((k) => k > 0 && want[k - 1]! < 0)) found.push(fact('after_negative'));
  return found;
}

function wrapFacts(e: Elements): Fact[] {
  if (e.isFloat || e.isBool) return [];
  const widths = [...new Set([...(e.bits === undefined ? [] : [e.bits]), 8, 16, 24])];
  return (
    widths
      .filter((b) => everyWrong(e, (want, have) => (have - want) % 2 ** b === 0))
      // few small differences are a multiple of 2^8 by chance: what was kept in 8 bits is that small
      .filter((b) => b > 8 || everyWrong(e, (_, have) => have >= -(2 ** (b - 1)) && have < 2 ** b))
      .map((b) => fact('wraps', { bits: b === e.bits ? 'width' : b }))
  );
}

/** Whether every wrong element is the right one in fewer bits. */
function narrowFacts(e: Elements): Fact[] {
  if (!e.isFloat) return [];
  const found: Fact[] = [];
  const add = (to: string, of: (x: number) => number): void => {
    if (everyWrong(e, (want, have) => have === of(want))) found.push(fact('narrowed', { to }));
  };
  add('bfloat16, cut', bfloat16);
  add('bfloat16', nearestBfloat16);
  add('half precision (float16)', float16);
  return found;
}

/** Widths at whose limits sums may be made to stop. */
const saturating = [8, 12, 16, 24] as const;

/** Whether every wrong element stops at a limit of a width, the right one being beyond it. */
function clampFacts(e: Elements): Fact[] {
  if (e.isFloat || e.isBool) return [];
  return saturating
    .filter((bits) => {
      const high = 2 ** (bits - 1) - 1;
      return everyWrong(e, (want, have) =>
        want > high ? have === high : want < -high && (have === -high || have === -high - 1),
      );
    })
    .map((bits) => fact('clamped', { bits }));
}

function stepFacts(e: Elements): Fact[] {
  if (e.isBool) return [];
  const found: Fact[] = [];
  const add = (kind: Fact['kind'], holds: (want: number, have: number) => boolean): void => {
    if (everyWrong(e, holds)) found.push(fact(kind));
  };
  if (!e.isFloat) {
    add('above', (want, have) => have === want + 1);
    add('below', (want, have) => have === want - 1);
    add('outward', (want, have) => have === want + (want < 0 || have < 0 ? -1 : 1));
    add('inward', (want, have) => have === want - (want < 0 ? -1 : 1));
  }
  add('last_place', (want, have) => areNeighbours(e, want, have));
  if (e.isFloat) {
    add('last_digits', (want, have) => Math.abs(have - want) <= 1e-4 * Math.abs(want));
  }
  return found;
}

/** Everything that holds for the wrong elements of one output. */
export function dataFacts(e: Elements): Fact[] {
  const { isBool, want, have, wrong } = e;
  const found: Fact[] = [];
  if (everyWrong(e, (_, y) => isPoison(e, y))) {
    found.push(fact(wrong.length === want.length ? 'never_written' : 'partly_written'));
  }
  if (isAddedTo(e, () => (e.isFloat ? poisonFloat : poisonInt))) found.push(fact('not_cleared'));
  if (everyWrong(e, (_, y) => y === 0)) found.push(fact('zeros'));
  if (isBool && want.every((x, k) => have[k] !== x)) found.push(fact('inverted'));
  if (everyWrong(e, (x, y) => y === -x)) found.push(fact('negated'));
  if (everyWrong(e, (x, y) => Number.isNaN(y) && !Number.isNaN(x))) found.push(fact('all_nan'));
  if (everyWrong(e, (x, y) => Number.isNaN(x) && !Number.isNaN(y))) found.push(fact('no_nan'));
  if (isRunning(e)) found.push(fact('running_sum'));
  if (new Set(want).size > 1 && new Set(have).size === 1) found.push(fact('all_equal'));
  return [
    ...found,
    ...wrapFacts(e),
    ...clampFacts(e),
    ...narrowFacts(e),
    ...arrangements(e),
    ...packedFacts(e),
    ...stepFacts(e),
    fact('wrong'),
  ];
}
