/** Copies of whole graphs of values, such as a model with its tensors, and whether two graphs are the same. */

/** What a graph holds that cannot be copied. */
export class NoCopy extends Error {
  override readonly name = 'NoCopy';
}

type Callable = (...args: never[]) => unknown;
/** The function that stands in the copy for one that is known; undefined where a function is not. */
export type FunctionCopy = (f: Callable) => Callable | undefined;

type Elements = Int32Array | Float32Array | Uint8Array | Float64Array;

function isElements(value: object): value is Elements {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

/** Whether an object shows all that it holds. */
function isOpen(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Elements that share their bytes with others would need these copied too. */
function copyElements(elements: Elements): Elements {
  if (elements.byteLength !== elements.buffer.byteLength) throw new NoCopy('a part of a buffer');
  return elements.slice();
}

/**
 * A copy that shares nothing with the original; what the original holds twice, the copy does. Throws `NoCopy`
 * at an object that may hold more than it shows, and at a function that is not known.
 */
export function copyGraph<T>(
  value: T,
  functionCopy: FunctionCopy,
  copies: Map<object, unknown> = new Map(),
): T {
  const copyOf = (inner: unknown): unknown => {
    if (typeof inner === 'function') {
      const known = functionCopy(inner as Callable);
      if (known === undefined) throw new NoCopy(`function ${inner.name}`);
      return known;
    }
    if (typeof inner !== 'object' || inner === null) return inner;
    const before = copies.get(inner);
    if (before !== undefined) return before;
    if (isElements(inner)) {
      const copy = copyElements(inner);
      copies.set(inner, copy);
      return copy;
    }
    if (Array.isArray(inner)) {
      const copy: unknown[] = new Array(inner.length);
      copies.set(inner, copy);
      // a place that was never filled stays one
      for (let i = 0; i < inner.length; i++) if (i in inner) copy[i] = copyOf(inner[i]);
      return copy;
    }
    if (!isOpen(inner)) throw new NoCopy('an object with hidden parts');
    const copy: Record<string, unknown> = {};
    copies.set(inner, copy);
    const held = inner as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(held)) copy[key] = copyOf(held[key]);
    return copy;
  };
  return copyOf(value) as T;
}

function sameElements(a: Elements, b: Elements): boolean {
  if (a.constructor !== b.constructor || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return a.byteLength === a.buffer.byteLength && b.byteLength === b.buffer.byteLength;
}

type Same = (a: unknown, b: unknown) => boolean;

function sameLists(a: readonly unknown[], b: readonly unknown[], same: Same): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (i in a !== i in b || !same(a[i], b[i])) return false;
  return true;
}

function sameFields(a: object, b: object, same: Same): boolean {
  const [p, q] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = Object.keys(p);
  // a field that is there and undefined is not one that is absent
  if (keys.length !== Object.keys(q).length) return false;
  return keys.every((key) => Object.hasOwn(q, key) && same(p[key], q[key]));
}

/** Whether two graphs cannot be told apart by reading, writing or comparing what they hold. */
export function sameGraph(a: unknown, b: unknown, functionCopy: FunctionCopy): boolean {
  const pairs = new Map<object, object>();
  const taken = new Set<object>();
  const same = (x: unknown, y: unknown): boolean => {
    if (typeof x === 'function') return y !== undefined && functionCopy(x as Callable) === y;
    if (typeof x !== 'object' || x === null) return Object.is(x, y);
    if (typeof y !== 'object' || y === null) return false;
    const partner = pairs.get(x);
    if (partner !== undefined) return partner === y;
    if (taken.has(y)) return false;
    pairs.set(x, y);
    taken.add(y);
    if (isElements(x)) return isElements(y) && sameElements(x, y);
    if (Array.isArray(x)) return Array.isArray(y) && sameLists(x, y, same);
    return isOpen(x) && isOpen(y) && sameFields(x, y, same);
  };
  return same(a, b);
}
