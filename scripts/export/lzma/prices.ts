/** What steps take under a model, with tables of what is asked for most. */

import { bitPrice, codeTree, newPricer, priceOfBit } from './coder.ts';
import {
  alignBits,
  codeLength,
  codeLiteral,
  codeRepIndex,
  codeRest,
  type LengthModel,
  lengthClass,
  lengthClasses,
  lengthMax,
  lengthMin,
  type Model,
  modelledDistances,
  slotOf,
} from './model.ts';

export interface Prices {
  literal(state: number, byte: number, twin: number | undefined): number;
  /** a repetition, without its length */
  rep(state: number, index: number, isLong: boolean): number;
  repLength(length: number): number;
  /** a match, with everything */
  match(state: number, distance: number, length: number): number;
}

/** Prices under the model as it is now. */
export function newPrices(model: Model): Prices {
  const pricer = newPricer();
  const priced = (code: () => void): number => {
    code();
    return pricer.take();
  };
  const lengthTable = (lengths: LengthModel): Uint16Array =>
    Uint16Array.from({ length: lengthMax + 1 }, (_, length) =>
      length < lengthMin ? 0 : priced(() => codeLength(pricer, lengths, length)),
    );
  const lengths = lengthTable(model.lengths);
  const repLengths = lengthTable(model.repLengths);
  const slots = Array.from({ length: lengthClasses }, (_, kind) =>
    Uint16Array.from({ length: 64 }, (_, slot) =>
      priced(() => codeTree(pricer, model.slots[kind]!, 6, slot)),
    ),
  );
  const rests = Uint16Array.from({ length: modelledDistances }, (_, distance) =>
    priced(() => codeRest(pricer, model, distance)),
  );
  const aligned = Uint16Array.from({ length: 1 << alignBits }, (_, low) =>
    priced(() => codeRest(pricer, model, modelledDistances + low)),
  );
  const plainBits = (slot: number): number => (slot >> 1) - 1 - alignBits;
  const plainBase = plainBits(slotOf(modelledDistances));

  function rest(distance: number, slot: number): number {
    if (distance < modelledDistances) return rests[distance]!;
    const more = plainBits(slot) - plainBase;
    return aligned[distance & ((1 << alignBits) - 1)]! + more * bitPrice;
  }

  return {
    literal: (state, byte, twin) => {
      codeLiteral(pricer, model, byte, twin);
      return priceOfBit(model.isMatch[state]!, 0) + pricer.take();
    },
    rep: (state, index, isLong) => {
      codeRepIndex(pricer, model, state, index, isLong);
      const head = priceOfBit(model.isMatch[state]!, 1) + priceOfBit(model.isRep[state]!, 1);
      return head + pricer.take();
    },
    repLength: (length) => repLengths[length]!,
    match: (state, distance, length) => {
      const slot = slotOf(distance);
      const head = priceOfBit(model.isMatch[state]!, 1) + priceOfBit(model.isRep[state]!, 0);
      return head + lengths[length]! + slots[lengthClass(length)]![slot]! + rest(distance, slot);
    },
  };
}
