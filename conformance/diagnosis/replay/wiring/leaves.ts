/** What of a value can be taken for something else: numbers, modes, arrays and tensors in it, by where they stand. */

import type { Tensor } from '../../../../reference/tensor.ts';

export type Path = readonly (string | number)[];
export type LeafKind = 'number' | 'mode' | 'ints' | 'floats' | 'tensor' | 'option' | 'record';

export interface Leaf {
  readonly path: Path;
  readonly kind: LeafKind;
  readonly value: unknown;
}

/** How deep records are looked into, and how many leaves of one value are looked at. */
const limits = { depth: 2, leaves: 24 } as const;

const record = ['scale', 'zeroPoint', 'bits', 'rounding'] as const;

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dtype' in value && 'data' in value;
}

/** Whether the field of a record says something: what a format has not is 0 or 1 by default, and nobody reads it. */
function isSaid({ dtype }: Tensor, field: (typeof record)[number]): boolean {
  if (field === 'zeroPoint') return dtype === 'ASYM';
  return field !== 'scale' || dtype === 'ASYM' || dtype.startsWith('SYM');
}

function leavesOfTensor(t: Tensor, path: Path): Leaf[] {
  const said = record.filter((field) => isSaid(t, field));
  const fields = said.map((field): Leaf => {
    const value = t[field];
    return { path: [...path, field], kind: typeof value === 'number' ? 'number' : 'mode', value };
  });
  const extents = t.shape.map(
    (value, axis): Leaf => ({ path: [...path, 'shape', axis], kind: 'number', value }),
  );
  return [{ path, kind: 'tensor', value: t }, ...fields, ...extents];
}

function wordKind(value: string): LeafKind | undefined {
  if (value === 'HALF_AWAY' || value === 'SR_HALF_AWAY') return 'mode';
  return /^(ARITH|OUT)_/.test(value) ? 'option' : undefined;
}

function walk(value: unknown, path: Path, depth: number): Leaf[] {
  if (typeof value === 'number') return [{ path, kind: 'number', value }];
  if (typeof value === 'string') {
    const kind = wordKind(value);
    return kind === undefined ? [] : [{ path, kind, value }];
  }
  if (value instanceof Int32Array) return [{ path, kind: 'ints', value }];
  if (value instanceof Float32Array) return [{ path, kind: 'floats', value }];
  if (isTensor(value)) return leavesOfTensor(value, path);
  const isPlain = typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
  if (!isPlain || depth === 0) return [];
  if (Array.isArray(value) && value.length > 4) return [];
  const inner = Object.entries(value).flatMap(([key, v]) => walk(v, [...path, key], depth - 1));
  return [{ path, kind: 'record', value }, ...inner];
}

/** The leaves of a value, outer ones first. */
export function leavesOf(value: unknown): Leaf[] {
  return walk(value, [], limits.depth).slice(0, limits.leaves);
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
}

/** The value with another one at a path; what it shares with the old one stays shared. */
export function withAt(value: unknown, path: Path, leaf: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return leaf;
  const inner = withAt(valueAt(value, [key]), rest, leaf);
  if (Array.isArray(value)) return value.map((old, i) => (i === Number(key) ? inner : old));
  return { ...(value as object), [key]: inner };
}

/** What a record holds, for comparing; only those of the same fields can be taken for one another. */
function contents(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    isTensor(inner) || ArrayBuffer.isView(inner) ? undefined : inner,
  );
}

export function areAlike(a: Leaf, b: Leaf): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'tensor') return (a.value as Tensor).dtype === (b.value as Tensor).dtype;
  const fields = ({ value }: Leaf): string => `${Object.keys(value as object)}`;
  return a.kind !== 'record' || fields(a) === fields(b);
}

/** Whether two leaves can be told apart by what is computed from them. */
export function differ(a: unknown, b: unknown): boolean {
  const isRecord = typeof a === 'object' && !isTensor(a) && !ArrayBuffer.isView(a);
  if (isRecord) return contents(a) !== contents(b);
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) {
    const [x, y] = [a as Int32Array, b as Int32Array];
    return x !== y && (x.length !== y.length || x.some((v, i) => !Object.is(v, y[i])));
  }
  return !Object.is(a, b);
}
