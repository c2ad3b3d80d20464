/**
 * Arrays that kernels work in. What a call has taken is given back when it ends, and taken again by the next one:
 * a layer of a small model takes less time than the allocation of its arrays. They lie in one memory, in which
 * WebAssembly finds them by their address.
 */

import { Memory } from '../webassembly.ts';

/** Longer arrays are not kept. */
const longest = 16_384;

/** Bytes of arrays that are kept, of all lengths together. */
const mostKept = 1 << 22;

/** Elements of each panel. */
const panelLength = 1 << 15;
const panelCount = 3;

/** Behind the arrays, for code that reads a few rows too far and makes nothing of it. */
const slack = 4 * (4 * longest);

const pageBytes = 1 << 16;

export const workspacePages = (mostKept + panelCount * 4 * panelLength + slack) / pageBytes;

/** Holds the arrays; it never grows. */
export const workspaceMemory = new Memory({
  initial: workspacePages,
  maximum: workspacePages,
});

const { buffer } = workspaceMemory;

/** Looked up here: the address that an array itself tells takes several times as long. */
const addresses = new WeakMap<Int32Array | Float32Array, number>();

/** Where in the memory an array lies that was taken; nothing for all others. */
export function addressOf(values: Int32Array | Float32Array): number | undefined {
  return addresses.get(values);
}

/** An array behind those that are taken. */
function newPanel(index: number): Int32Array {
  const at = mostKept + index * 4 * panelLength;
  const panel = new Int32Array(buffer, at, panelLength);
  addresses.set(panel, at);
  return panel;
}

/** Where what lies outside of the memory is brought, a part at a time; nothing stays there from one use to the next. */
export const panels = { left: newPanel(0), right: newPanel(1), sums: newPanel(2) };

/** Arrays of one length; the first `taken` of them are in use. */
interface Shelf<T> {
  readonly arrays: T[];
  taken: number;
}

const shelves = {
  ints: new Map<number, Shelf<Int32Array>>(),
  floats: new Map<number, Shelf<Float32Array>>(),
};
const inUse: Shelf<unknown>[] = [];
let kept = 0;
let isFull = false;

function shelfOf<T>(all: Map<number, Shelf<T>>, length: number): Shelf<T> {
  const known = all.get(length);
  if (known !== undefined) return known;
  const made: Shelf<T> = { arrays: [], taken: 0 };
  all.set(length, made);
  return made;
}

/** Bytes of the memory for so many elements; nothing where they are too many, or the memory is full. */
function reserve(length: number): number | undefined {
  // vectors are read and written at multiples of 16
  const bytes = Math.ceil(length / 4) * 16;
  if (length > longest) return undefined;
  if (kept + bytes > mostKept) {
    isFull = true;
    return undefined;
  }
  const at = kept;
  kept += bytes;
  return at;
}

type Make<T> = (length: number, at: number | undefined) => T;

const newInts: Make<Int32Array> = (length, at) =>
  at === undefined ? new Int32Array(length) : new Int32Array(buffer, at, length);

const newFloats: Make<Float32Array> = (length, at) =>
  at === undefined ? new Float32Array(length) : new Float32Array(buffer, at, length);

function take<T extends Int32Array | Float32Array>(
  shelf: Shelf<T>,
  length: number,
  make: Make<T>,
): T {
  const found = shelf.arrays[shelf.taken];
  if (found === undefined) {
    const at = reserve(length);
    const made = make(length, at);
    if (at === undefined) return made;
    addresses.set(made, at);
    shelf.arrays.push(made);
  }
  inUse.push(shelf);
  return shelf.arrays[shelf.taken++]!;
}

/** Elements of which every one is written before it is read: what stands in them is of an earlier call. */
export function intsToFill(length: number): Int32Array {
  return take(shelfOf(shelves.ints, length), length, newInts);
}

/** As `intsToFill`. */
export function floatsToFill(length: number): Float32Array {
  return take(shelfOf(shelves.floats, length), length, newFloats);
}

/** That many zeros. */
export function takeInts(length: number): Int32Array {
  return intsToFill(length).fill(0);
}

/** That many zeros. */
export function takeFloats(length: number): Float32Array {
  return floatsToFill(length).fill(0);
}

/** The same values in an array that goes back with the others. */
export function takeCopy<T extends Int32Array | Float32Array | Uint8Array>(values: T): T {
  if (values instanceof Uint8Array) return values.slice() as T;
  const { length } = values;
  const copy = values instanceof Int32Array ? intsToFill(length) : floatsToFill(length);
  copy.set(values);
  return copy as T;
}

/** Does what takes arrays; they are given back at its end, also when it throws. */
export function withWorkspace<T>(work: () => T): T {
  const before = inUse.length;
  try {
    return work();
  } finally {
    while (inUse.length > before) inUse.pop()!.taken--;
    // no call is under way, so nobody holds any of them
    if (before === 0 && isFull) {
      shelves.ints.clear();
      shelves.floats.clear();
      kept = 0;
      isFull = false;
    }
  }
}
