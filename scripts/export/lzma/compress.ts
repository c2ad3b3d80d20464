/**
 * LZMA as a raw stream with lc = lp = pb = 0 and without an end marker: what `xz` calls `--format=raw --lzma1=lc=0,lp=0,pb=0`.
 * Libraries of the registry choose the window themselves; here it is memory of the board.
 */

import { type Coder, codeTree, newRangeEncoder } from './coder.ts';
import { newMatchFinder } from './matches.ts';
import {
  codeLength,
  codeLiteral,
  codeRepIndex,
  codeRest,
  isAfterMatch,
  lengthClass,
  type Model,
  newModel,
  type Reps,
  repsAfter,
  type Step,
  slotOf,
  stateAfter,
} from './model.ts';
import { cheapestSteps } from './parse.ts';
import { newPrices } from './prices.ts';

/** Bytes that are parsed with the same prices. */
const stretch = 4096;

function codeMatch(coder: Coder, model: Model, state: number, step: Step): void {
  if (step.kind === 'literal') return;
  coder.bit(model.isRep, state, step.kind === 'rep' ? 1 : 0);
  if (step.kind === 'rep') {
    codeRepIndex(coder, model, state, step.index, step.length > 1);
    if (step.length > 1) codeLength(coder, model.repLengths, step.length);
    return;
  }
  codeLength(coder, model.lengths, step.length);
  codeTree(coder, model.slots[lengthClass(step.length)]!, 6, slotOf(step.distance));
  codeRest(coder, model, step.distance);
}

/** Compresses bytes for a decoder that keeps the last `window` of them. */
export function compress(data: Uint8Array, window: number): Uint8Array {
  const model = newModel();
  const coder = newRangeEncoder();
  const finder = newMatchFinder(data, window);
  let position = 0;
  let state = 0;
  let reps: Reps = [0, 0, 0, 0];

  function take(step: Step): void {
    const isLiteral = step.kind === 'literal';
    coder.bit(model.isMatch, state, isLiteral ? 0 : 1);
    if (isLiteral) {
      const twin = isAfterMatch(state) ? data[position - reps[0] - 1] : undefined;
      codeLiteral(coder, model, data[position]!, twin);
    } else {
      codeMatch(coder, model, state, step);
    }
    position += isLiteral ? 1 : step.length;
    state = stateAfter(state, step);
    reps = repsAfter(reps, step);
  }

  while (position < data.length) {
    const count = Math.min(stretch, data.length - position);
    const known = { state, reps };
    const steps = cheapestSteps({ data, position, count }, known, newPrices(model), finder);
    for (const step of steps) take(step);
  }
  return coder.finish();
}
