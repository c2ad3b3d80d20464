/**
 * Arrays that kernels work in. What a call has taken is given back when it ends, and taken again by the next one:
 * a layer of a small model takes less time than the allocation of its arrays.
 */

/** Longer arrays are not kept. */
const longest = 16_384;

/** Elements that are kept at most, of all lengths together. */
const mostKept = 1 << 20;

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

function shelfOf<T>(all: Map<number, Shelf<T>>, length: number): Shelf<T> {
  const known = all.get(length);
  if (known !== undefined) return known;
  const made: Shelf<T> = { arrays: [], taken: 0 };
  all.set(length, made);
  return made;
}

/** Elements of which every one is written before it is read: what stands in them is of an earlier call. */
export function intsToFill(length: number): Int32Array {
  if (length > longest) return new Int32Array(length);
  const shelf = shelfOf(shelves.ints, length);
  inUse.push(shelf);
  const found = shelf.arrays[shelf.taken++];
  if (found !== undefined) return found;
  const made = new Int32Array(length);
  shelf.arrays.push(made);
  kept += length;
  return made;
}

/** As `intsToFill`. */
export function floatsToFill(length: number): Float32Array {
  if (length > longest) return new Float32Array(length);
  const shelf = shelfOf(shelves.floats, length);
  inUse.push(shelf);
  const found = shelf.arrays[shelf.taken++];
  if (found !== undefined) return found;
  const made = new Float32Array(length);
  shelf.arrays.push(made);
  kept += length;
  return made;
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
    if (before === 0 && kept > mostKept) {
      shelves.ints.clear();
      shelves.floats.clear();
      kept = 0;
    }
  }
}
