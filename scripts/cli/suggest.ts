/** "Did you mean": the known name that is closest to a misspelt one. */

import { distance } from 'fastest-levenshtein';

/**
 * The closest name, if it is close: at most every third letter differs, or two of four or more, as where they are
 * exchanged. Names that contain it count as close.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  const ranked = known
    .map((candidate) => ({ candidate, steps: distance(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps);
  const [best] = ranked;
  if (
    best !== undefined &&
    best.steps <= Math.max(wanted.length < 4 ? 1 : 2, Math.floor(wanted.length / 3))
  ) {
    return best.candidate;
  }
  return wanted.length < 3
    ? undefined
    : ranked.find(({ candidate }) => candidate.toLowerCase().includes(wanted))?.candidate;
}
