/**
 * The two ends of a binary decision of LZMA: a range encoder, which writes it and adapts the model, and a pricer, which
 * says what it would take. Whatever encodes goes through `Coder`, and so is priced by the code that writes it.
 */

/** A model is an estimate of how often the bit is 0, in 2048ths. */
export type Models = Uint16Array;

export interface Coder {
  /** A bit under the model at an index. */
  bit(models: Models, at: number, bit: number): void;
  /** The lowest `count` bits of a value, the highest first, each as likely as its opposite. */
  plain(value: number, count: number): void;
}

const modelBits = 11;
const adaptShift = 5;
const rangeMin = 2 ** 24;

export const newModels = (count: number): Models => new Uint16Array(count).fill(1024);

/** Writes bits, highest first, of a tree of 2^count leaves. */
export function codeTree(coder: Coder, models: Models, count: number, value: number): void {
  for (let node = 1, shift = count - 1; shift >= 0; shift--) {
    const bit = (value >> shift) & 1;
    coder.bit(models, node, bit);
    node = 2 * node + bit;
  }
}

/** The same, lowest bit first, with the tree at an offset of the models. */
export function codeReverse(
  coder: Coder,
  models: Models,
  offset: number,
  count: number,
  value: number,
): void {
  for (let node = 1, shift = 0; shift < count; shift++) {
    const bit = (value >> shift) & 1;
    coder.bit(models, offset + node, bit);
    node = 2 * node + bit;
  }
}

export interface RangeEncoder extends Coder {
  /** The bytes of all that was encoded; nothing may be encoded after it. */
  finish(): Uint8Array;
}

export function newRangeEncoder(): RangeEncoder {
  const out: number[] = [];
  // `low` has 33 bits: a carry goes through bytes that wait because they are 255
  let low = 0;
  let range = 2 ** 32 - 1;
  let waiting = 0;
  let cache = 0;

  function shiftLow(): void {
    if (low < 0xff000000 || low >= 2 ** 32) {
      const carry = low >= 2 ** 32 ? 1 : 0;
      for (let byte = cache; waiting >= 0; byte = 0xff, waiting--) out.push((byte + carry) & 0xff);
      waiting = -1;
      cache = Math.floor(low / rangeMin) & 0xff;
    }
    waiting++;
    low = (low % rangeMin) * 256;
  }

  function normalise(): void {
    while (range < rangeMin) {
      range *= 256;
      shiftLow();
    }
  }

  return {
    bit(models, at, bit) {
      const model = models[at]!;
      const bound = (range >>> modelBits) * model;
      if (bit === 0) {
        range = bound;
        models[at] = model + ((2 ** modelBits - model) >> adaptShift);
      } else {
        low += bound;
        range -= bound;
        models[at] = model - (model >> adaptShift);
      }
      normalise();
    },
    plain(value, count) {
      for (let shift = count - 1; shift >= 0; shift--) {
        range >>>= 1;
        if (((value >>> shift) & 1) === 1) low += range;
        normalise();
      }
    },
    finish() {
      for (let i = 0; i < 5; i++) shiftLow();
      return Uint8Array.from(out);
    },
  };
}

/** Prices are in 16ths of a bit. */
export const bitPrice = 16;
const priceStep = 16;

/** −16 · log2 of a model, by squaring: integers, so that every engine finds the same parse. */
function priceOfModel(model: number): number {
  let squared = model;
  let bits = 0;
  for (let i = 0; i < 4; i++) {
    squared *= squared;
    bits *= 2;
    for (; squared >= 2 ** 16; squared = Math.floor(squared / 2)) bits++;
  }
  return modelBits * bitPrice - 15 - bits;
}

const prices = Uint16Array.from({ length: 2 ** modelBits / priceStep }, (_, i) =>
  priceOfModel(i * priceStep + priceStep / 2),
);

/** What a bit takes under a model. */
export function priceOfBit(model: number, bit: number): number {
  return prices[Math.floor((bit === 0 ? model : 2 ** modelBits - model) / priceStep)]!;
}

export interface Pricer extends Coder {
  /** What was coded since the last call. */
  take(): number;
}

export function newPricer(): Pricer {
  let sum = 0;
  return {
    bit(models, at, bit) {
      sum += priceOfBit(models[at]!, bit);
    },
    plain(_, count) {
      sum += count * bitPrice;
    },
    take() {
      const taken = sum;
      sum = 0;
      return taken;
    },
  };
}
