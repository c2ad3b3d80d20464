/** The sensitivity marks of the committed cases, and what they say about a set of failures. */

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestCase } from '../core/load.ts';
import type { Failure } from './evidence.ts';

/** Marks of a case by its identity; empty where it has none, or none are known. */
export type Marks = (id: string) => readonly string[];

export const noMarks: Marks = () => [];

interface MarkFile {
  readonly files: readonly {
    /** `<contract>/<op>.mp` */
    readonly path: string;
    /** mark → cases, by set: `directed/1-4,7` */
    readonly marks: Readonly<Record<string, readonly string[]>>;
  }[];
}

function idsOf(path: string, packed: string): string[] {
  const [set = '', ranges = ''] = packed.split('/');
  return ranges.split(',').flatMap((range) => {
    const [from = 0, to = from] = range.split('-').map(Number);
    const prefix = `${path.replace(/\.mp$/, '')}/${set}`;
    return Array.from({ length: to - from + 1 }, (_, i) => `${prefix}/${from + i}`);
  });
}

/** Marks out of the text of `sensitivity.json`. */
export function parseMarks(text: string): Marks {
  const byId = new Map<string, string[]>();
  for (const { path, marks } of (JSON.parse(text) as MarkFile).files) {
    for (const [mark, packed] of Object.entries(marks)) {
      for (const id of packed.flatMap((ids) => idsOf(path, ids))) {
        byId.set(id, [...(byId.get(id) ?? []), mark]);
      }
    }
  }
  return (id) => byId.get(id) ?? [];
}

/** The marks of a vector folder; a folder without them has none. */
export function readMarks(dir: string): Marks {
  const path = join(dir, 'sensitivity.json');
  return existsSync(path) ? parseMarks(readFileSync(path, 'utf8')) : noMarks;
}

const advice: Readonly<Record<string, readonly [words: string, fix: string]>> = {
  fma_contraction: ['FMA-sensitive', 'build with -ffp-contract=off'],
  flush_to_zero: ['sensitive to flushed subnormals', 'enable gradual underflow (FZ, FTZ, DAZ off)'],
  exp_log_ulp: ['sensitive to expf and logf', 'use correctly rounded expf and logf'],
  sum_order: ['sensitive to the order of float sums', 'build without -ffast-math'],
  double_intermediates: ['sensitive to double intermediates', 'FLT_EVAL_METHOD must be 0'],
  sqrt_div_ulp: ['sensitive to square root and division', 'both must be correctly rounded'],
};

/** Of all cases, the share that may have a mark which is still worth a word. */
const surpriseMax = 0.5;

/**
 * `37 of 37 failures are FMA-sensitive: build with -ffp-contract=off`: the mark that nearly all failures have
 * and few passing cases do. Undefined where there is none.
 */
export function sensitivityLine(
  failures: readonly Failure[],
  passed: readonly TestCase[],
  marks: Marks,
): string | undefined {
  const shareOf = (ids: readonly string[], mark: string): number =>
    ids.length === 0 ? 0 : ids.filter((id) => marks(id).includes(mark)).length / ids.length;
  const failing = failures.map(({ test }) => test.id);
  const passing = passed.map(({ id }) => id);
  const [best] = Object.keys(advice)
    .map((mark) => ({ mark, share: shareOf(failing, mark), rest: shareOf(passing, mark) }))
    .filter(({ share, rest }) => share >= 0.9 && rest <= surpriseMax * share)
    .sort((a, b) => b.share - b.rest - (a.share - a.rest));
  if (best === undefined) return undefined;
  const [words, fix] = advice[best.mark]!;
  const count = Math.round(best.share * failing.length);
  return `${count} of ${failing.length} failures are ${words}: ${fix}`;
}
