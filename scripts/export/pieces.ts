/**
 * Byte strings as lists of pieces of one text, for a self-check in flash: what strings have in common stands once, and
 * they are read without memory to unpack them into. A piece is a number, `length · 2`, for the bytes of the text that
 * no piece has used yet, or `length · 2 + 1` and the place of earlier ones; the length 0 ends a string. Numbers have 7
 * bits a byte, the lowest first, and the highest bit where another byte follows.
 */

/** Bytes that are looked up; what is shorter is not worth a piece. */
const keyBytes = 6;
const lengthMin = 7;
/** Places that are tried for each key, the latest first. */
const placesMax = 16;

export interface PieceWriter {
  /** Appends a string to the plan. */
  add(bytes: Uint8Array): void;
  /** Appends a byte that is not part of a string. */
  addByte(byte: number): void;
  /** Bytes of plan and text together. */
  size(): number;
  readonly plan: readonly number[];
  readonly text: readonly number[];
}

function keyOf(bytes: ArrayLike<number>, at: number): number {
  let key = 0;
  for (let i = 0; i < keyBytes; i++) key = key * 256 + bytes[at + i]!;
  return key;
}

function commonLength(text: readonly number[], from: number, bytes: Uint8Array, at: number) {
  let length = 0;
  while (
    at + length < bytes.length &&
    from + length < text.length &&
    text[from + length] === bytes[at + length]
  ) {
    length++;
  }
  return length;
}

export function newPieceWriter(): PieceWriter {
  const plan: number[] = [];
  const text: number[] = [];
  const places = new Map<number, number[]>();

  function addNumber(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) plan.push((rest % 128) + 128);
    plan.push(rest);
  }

  function addFresh(byte: number): void {
    text.push(byte);
    const at = text.length - keyBytes;
    if (at < 0) return;
    const known = places.get(keyOf(text, at));
    if (known === undefined) places.set(keyOf(text, at), [at]);
    else if (known.push(at) > placesMax) known.shift();
  }

  function longest(bytes: Uint8Array, at: number): { from: number; length: number } {
    let best = { from: 0, length: 0 };
    if (at + keyBytes > bytes.length) return best;
    for (const from of places.get(keyOf(bytes, at)) ?? []) {
      const length = commonLength(text, from, bytes, at);
      if (length >= best.length) best = { from, length };
    }
    return best;
  }

  function add(bytes: Uint8Array): void {
    let fresh = 0;
    const endFresh = (): void => {
      if (fresh > 0) addNumber(2 * fresh);
      fresh = 0;
    };
    for (let at = 0; at < bytes.length; ) {
      const { from, length } = longest(bytes, at);
      if (length >= lengthMin) {
        endFresh();
        addNumber(2 * length + 1);
        addNumber(from);
        at += length;
      } else {
        addFresh(bytes[at++]!);
        fresh++;
      }
    }
    endFresh();
    addNumber(0);
  }

  return {
    add,
    addByte: (byte) => void plan.push(byte),
    size: () => plan.length + text.length,
    plan,
    text,
  };
}
