/** Bytes changed in every way that a disk, a line or an enemy might change them; the same seed gives the same. */

/** Numbers from 0 up to, not including, `n`. */
export type Random = (n: number) => number;

export function newRandom(seed: number): Random {
  let state = seed >>> 0 || 1;
  return (n) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % n;
  };
}

/** Bytes that mean something in msgpack: shortest and longest headers, nil, floats, extensions, extremes. */
const telling = [
  0x00, 0x01, 0x7f, 0x80, 0x8f, 0x9f, 0xa0, 0xbf, 0xc0, 0xc3, 0xc6, 0xca, 0xcb, 0xcf,
].concat([0xd0, 0xd3, 0xd4, 0xd9, 0xdb, 0xdc, 0xdd, 0xde, 0xdf, 0xe0, 0xff]);

type Change = (bytes: Uint8Array, random: Random) => Uint8Array;

function spliced(bytes: Uint8Array, at: number, remove: number, add: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), add, bytes.subarray(at + remove)]);
}

const changes: readonly Change[] = [
  // one bit
  (bytes, random) => {
    const changed = bytes.slice();
    changed[random(bytes.length)]! ^= 1 << random(8);
    return changed;
  },
  // one telling byte
  (bytes, random) => {
    const changed = bytes.slice();
    changed[random(bytes.length)] = telling[random(telling.length)]!;
    return changed;
  },
  // four bytes that announce a large count
  (bytes, random) => {
    const huge = Uint8Array.of(telling[random(telling.length)]!, 0xff, 0xff, 0xff, 0xff);
    return spliced(bytes, random(bytes.length), random(6), huge);
  },
  // cut off
  (bytes, random) => bytes.slice(0, random(bytes.length)),
  // a piece removed
  (bytes, random) => spliced(bytes, random(bytes.length), 1 + random(16), new Uint8Array(0)),
  // a piece repeated
  (bytes, random) => {
    const at = random(bytes.length);
    return spliced(bytes, at, 0, bytes.subarray(at, at + 1 + random(32)));
  },
  // a piece from elsewhere
  (bytes, random) => {
    const from = random(bytes.length);
    return spliced(bytes, random(bytes.length), 4, bytes.subarray(from, from + 4));
  },
  // bytes after the end
  (bytes, random) =>
    spliced(bytes, bytes.length, 0, Uint8Array.of(telling[random(telling.length)]!)),
];

/** The bytes with one to three changes. */
export function mutated(bytes: Uint8Array, random: Random): Uint8Array {
  let changed = bytes;
  for (let n = 1 + random(3); n > 0 && changed.length > 0; n--) {
    changed = changes[random(changes.length)]!(changed, random);
  }
  return new Uint8Array(changed);
}
