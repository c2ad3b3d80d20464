/** The model of LZMA with lc = lp = pb = 0, and how literals, lengths and distances are coded under it. */

import { type Coder, codeReverse, codeTree, type Models, newModels } from './coder.ts';

export const lengthMin = 2;
export const lengthMax = 273;
/** Lengths from here on share the models of distances. */
export const lengthClasses = 4;
export const alignBits = 4;
/** Distances below have a model for each of their bits. */
export const modelledDistances = 128;

export interface LengthModel {
  readonly choice: Models;
  readonly low: Models;
  readonly mid: Models;
  readonly high: Models;
}

const newLengthModel = (): LengthModel => ({
  choice: newModels(2),
  low: newModels(8),
  mid: newModels(8),
  high: newModels(256),
});

export interface Model {
  readonly isMatch: Models;
  readonly isRep: Models;
  readonly isNotRep0: Models;
  readonly isNotRep1: Models;
  readonly isNotRep2: Models;
  readonly isLongRep0: Models;
  readonly slots: readonly Models[];
  readonly special: Models;
  readonly align: Models;
  readonly literals: Models;
  readonly lengths: LengthModel;
  readonly repLengths: LengthModel;
}

const states = 12;

export function newModel(): Model {
  const byState = () => newModels(states);
  return {
    isMatch: byState(),
    isRep: byState(),
    isNotRep0: byState(),
    isNotRep1: byState(),
    isNotRep2: byState(),
    isLongRep0: byState(),
    slots: Array.from({ length: lengthClasses }, () => newModels(64)),
    special: newModels(115),
    align: newModels(1 << alignBits),
    literals: newModels(0x300),
    lengths: newLengthModel(),
    repLengths: newLengthModel(),
  };
}

/** One step of a parse: a literal, a match (`distance`, from 0 on), or a repetition of one of the last four distances. */
export type Step =
  | { readonly kind: 'literal' }
  | { readonly kind: 'rep'; readonly index: number; readonly length: number }
  | { readonly kind: 'match'; readonly distance: number; readonly length: number };

/** Whether the last step was no literal. */
export const isAfterMatch = (state: number): boolean => state >= 7;

export function stateAfter(state: number, step: Step): number {
  if (step.kind === 'literal') return state < 4 ? 0 : state - (state < 10 ? 3 : 6);
  if (step.kind === 'match') return isAfterMatch(state) ? 10 : 7;
  if (step.length === 1) return isAfterMatch(state) ? 11 : 9;
  return isAfterMatch(state) ? 11 : 8;
}

export type Reps = readonly [number, number, number, number];

export function repsAfter(reps: Reps, step: Step): Reps {
  if (step.kind === 'literal') return reps;
  if (step.kind === 'match') return [step.distance, reps[0], reps[1], reps[2]];
  const rest = reps.filter((_, i) => i !== step.index);
  return [reps[step.index]!, ...rest] as unknown as Reps;
}

/** `twin` is the byte that the last distance points at, where the last step was no literal. */
export function codeLiteral(coder: Coder, { literals }: Model, byte: number, twin?: number): void {
  let node = 1;
  let isSame = twin !== undefined;
  for (let shift = 7; shift >= 0; shift--) {
    const bit = (byte >> shift) & 1;
    const twinBit = isSame ? (twin! >> shift) & 1 : 0;
    coder.bit(literals, (isSame ? (1 + twinBit) << 8 : 0) + node, bit);
    isSame &&= bit === twinBit;
    node = 2 * node + bit;
  }
}

export function codeLength(coder: Coder, model: LengthModel, length: number): void {
  const value = length - lengthMin;
  coder.bit(model.choice, 0, value < 8 ? 0 : 1);
  if (value >= 8) coder.bit(model.choice, 1, value < 16 ? 0 : 1);
  if (value < 8) codeTree(coder, model.low, 3, value);
  else if (value < 16) codeTree(coder, model.mid, 3, value - 8);
  else codeTree(coder, model.high, 8, value - 16);
}

export const lengthClass = (length: number): number =>
  Math.min(length - lengthMin, lengthClasses - 1);

/** The two highest bits of a distance and how many follow. */
export function slotOf(distance: number): number {
  if (distance < 4) return distance;
  const top = 31 - Math.clz32(distance);
  return 2 * top + ((distance >> (top - 1)) & 1);
}

/** What follows the slot of a distance. */
export function codeRest(coder: Coder, { special, align }: Model, distance: number): void {
  const slot = slotOf(distance);
  if (slot < 4) return;
  const count = (slot >> 1) - 1;
  const base = (2 | (slot & 1)) << count;
  const rest = distance - base;
  if (distance < modelledDistances) {
    codeReverse(coder, special, base - slot, count, rest);
  } else {
    coder.plain(rest >> alignBits, count - alignBits);
    codeReverse(coder, align, 0, alignBits, rest & ((1 << alignBits) - 1));
  }
}

/** Which of the last distances: 0; 10; 110; 111. The last one takes a length of 1 as well. */
export function codeRepIndex(
  coder: Coder,
  model: Model,
  state: number,
  index: number,
  isLong: boolean,
): void {
  coder.bit(model.isNotRep0, state, index === 0 ? 0 : 1);
  if (index === 0) coder.bit(model.isLongRep0, state, isLong ? 1 : 0);
  else coder.bit(model.isNotRep1, state, index === 1 ? 0 : 1);
  if (index > 1) coder.bit(model.isNotRep2, state, index - 2);
}
