/** Messages as trees of which any part may be replaced by bytes, so that they can say what no encoder would. */

import { encode } from '../../schema/format/codec.ts';

/** Bytes as they stand, a list, or a map; a key may stand twice in it. */
export type Packed = Uint8Array | readonly Packed[] | PackedMap;

export class PackedMap {
  readonly entries: readonly (readonly [key: Packed, value: Packed])[];

  constructor(entries: PackedMap['entries']) {
    this.entries = entries;
  }
}

export const bytesOf = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));

/** The tree of a value that the format can say. */
export function treeOf(value: unknown): Packed {
  if (Array.isArray(value)) return value.map(treeOf);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return encode(value);
  }
  const entries = Object.entries(value).map(([key, v]) => [encode(key), treeOf(v)] as const);
  return new PackedMap(entries);
}

/** The header of a list or map of up to 65535 parts, as short as it can be. */
function header(short: number, long: number, count: number): Uint8Array {
  return count < 16 ? Uint8Array.of(short + count) : Uint8Array.of(long, count >> 8, count & 0xff);
}

export function packed(tree: Packed): Uint8Array {
  if (tree instanceof Uint8Array) return tree;
  if (tree instanceof PackedMap) {
    const parts = tree.entries.flat().map(packed);
    return Buffer.concat([header(0x80, 0xde, tree.entries.length), ...parts]);
  }
  return Buffer.concat([header(0x90, 0xdc, tree.length), ...tree.map(packed)]);
}

const isKey = (key: Packed, name: string): boolean =>
  key instanceof Uint8Array && Buffer.compare(key, encode(name)) === 0;

/** The tree with another value at the path; as it is where it has no such path. */
export function replacedAt(
  tree: Packed,
  path: readonly string[],
  change: (old: Packed) => Packed,
): Packed {
  const [name, ...rest] = path;
  if (name === undefined) return change(tree);
  if (!(tree instanceof PackedMap)) return tree;
  return new PackedMap(
    tree.entries.map(([key, value]) =>
      isKey(key, name) ? [key, replacedAt(value, rest, change)] : [key, value],
    ),
  );
}

/** The map at the path with other entries. */
export function entriesAt(
  tree: Packed,
  path: readonly string[],
  change: (entries: PackedMap['entries']) => PackedMap['entries'],
): Packed {
  return replacedAt(tree, path, (old) =>
    old instanceof PackedMap ? new PackedMap(change(old.entries)) : old,
  );
}
