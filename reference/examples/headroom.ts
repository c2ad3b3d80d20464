/**
 * How much of their 31 bits the int32 accumulators of a model use, measured while the reference computes
 * gradients, and how much they could use at worst (S123).
 */

import type { Layer } from '../layers/layer.ts';
import { type Accumulators, newAccumulators } from '../num/int32.ts';
import { INT32_MAX } from '../num/int32_range.ts';
import type { Numerics, Primitives } from '../numerics.ts';
import type { Model } from '../training/model.ts';

export type HeadroomOperation = 'forward' | 'weight' | 'bias' | 'dx';

/** One kind of accumulator of one layer. */
export interface Headroom {
  readonly layer: number;
  readonly kind: Layer['kind'];
  readonly operation: HeadroomOperation;
  /** largest magnitude that an accumulator had on the way */
  readonly peak: number;
  /** bits of that magnitude; 31 is the end */
  readonly bits: number;
  /** most terms that were added to one accumulator, a seed not counted */
  readonly terms: number;
}

/** Bits of a magnitude below 2^32: 0 for 0, 31 for 2^31 − 1. */
export function bitsOf(magnitude: number): number {
  return 32 - Math.clz32(magnitude);
}

/** Worst sum of so many products of mantissas of at most `p` and `q`, in bits; 32 does not fit. */
export function worstProductBits(terms: number, p: number, q: number): number {
  const worst = terms * p * q;
  return worst > INT32_MAX ? 32 : bitsOf(worst);
}

/** Worst sum of so many mantissas of at most `q`, in bits. */
export function worstSumBits(terms: number, q: number): number {
  return bitsOf(terms * q);
}

type Place = { layer: number; operation: HeadroomOperation };

export interface HeadroomProbe {
  /** to be given to `newNumerics` */
  readonly fn: Partial<Primitives>;
  readonly report: (model: Model) => Headroom[];
}

/** Accumulators that tell the largest magnitude and the most terms of one of them when they are finished. */
function watchedAccumulators(
  n: Numerics,
  size: number,
  note: (peak: number, terms: number) => void,
): Accumulators {
  const inner = newAccumulators(n, size);
  const terms = new Int32Array(size);
  let peak = 0;
  const look = (index: number): void => {
    peak = Math.max(peak, Math.abs(inner.values[index]!));
  };
  return {
    values: inner.values,
    seed(index, value) {
      inner.seed(index, value);
      look(index);
    },
    add(index, term) {
      inner.add(index, term);
      terms[index]! += 1;
      look(index);
    },
    finish() {
      note(peak, Math.max(0, ...terms));
      return inner.finish();
    },
  };
}

/** Entries of the primitive table that watch every accumulator and know whose it is. */
export function headroomProbe(layers: readonly Layer[], base: Primitives): HeadroomProbe {
  const peaks = new Map<string, { place: Place; peak: number; terms: number }>();
  const place: Place = { layer: 0, operation: 'forward' };

  function note(peak: number, terms: number): void {
    const key = `${place.layer} ${place.operation}`;
    const entry = peaks.get(key) ?? { place: { ...place }, peak: 0, terms: 0 };
    entry.peak = Math.max(entry.peak, peak);
    entry.terms = Math.max(entry.terms, terms);
    peaks.set(key, entry);
  }

  /** Runs a step of a backward under the name of its operation. */
  function during<A extends readonly unknown[]>(
    operation: HeadroomOperation,
    step: (...args: A) => void,
  ): (...args: A) => void {
    return (...args) => {
      place.operation = operation;
      step(...args);
    };
  }

  const fn: Partial<Primitives> = {
    newAccumulators: (n, size) => watchedAccumulators(n, size, note),
    layerForward(n, layer, x, y) {
      Object.assign(place, { layer: layers.indexOf(layer), operation: 'forward' });
      base.layerForward(n, layer, x, y);
    },
    layerBackward(n, layer, x, dy, dx) {
      Object.assign(place, { layer: layers.indexOf(layer), operation: 'dx' });
      base.layerBackward(n, layer, x, dy, dx);
    },
    convWeightStep: during('weight', base.convWeightStep),
    convBiasStep: during('bias', base.convBiasStep),
    convInputStep: during('dx', base.convInputStep),
    linearWeightStep: during('weight', base.linearWeightStep),
    linearBiasStep: during('bias', base.linearBiasStep),
    linearInputStep: during('dx', base.linearInputStep),
  };

  function report(model: Model): Headroom[] {
    return [...peaks.values()]
      .map(({ place: at, peak, terms }) => {
        const { kind } = model.layers[at.layer]!.layer;
        // L10 adds the seed like a product, after them
        const seeds = kind === 'conv1d_transposed' && at.operation === 'forward' ? 1 : 0;
        return { ...at, kind, peak, bits: bitsOf(peak), terms: terms - seeds };
      })
      .sort((a, b) => a.layer - b.layer);
  }

  return { fn, report };
}
