/** Facts about where wrong elements are. */

import { type Elements, everyWrong, indexOn } from './elements.ts';
import { type Place, place } from './fact.ts';

/** Unrolled loops leave a remainder of so many. */
const unrolls = [4, 8, 16] as const;

function axisPlaces(e: Elements): Place[] {
  const { shape, wrong } = e;
  const found: Place[] = [];
  for (const [axis, extent] of shape.entries()) {
    if (extent < 2 || shape.length < 2) continue;
    const at = (index: number): boolean => wrong.every((k) => indexOn(e, axis, k) === index);
    if (at(extent - 1)) found.push(place('last_index', { axis }));
    if (at(0)) found.push(place('first_index', { axis }));
  }
  const [batch = 1] = shape;
  const least = Math.min(...wrong.map((k) => indexOn(e, 0, k)));
  if (shape.length > 1 && batch > 1 && least > 0) {
    found.push(place(least > 1 ? 'third_batch_on' : 'later_batches'));
  }
  return found;
}

/** Everything that holds for the positions of the wrong elements; empty where all are wrong. */
export function placesOf(e: Elements): Place[] {
  const { want, wrong } = e;
  const n = want.length;
  if (n < 2 || wrong.length === n) return [];
  const found = axisPlaces(e);
  if (wrong[0] === n - 1) found.push(place('last_element'));
  if (wrong.at(-1) === 0) found.push(place('first_element'));
  for (const unroll of unrolls) {
    if (n > unroll && n % unroll !== 0 && wrong[0]! >= n - (n % unroll)) {
      found.push(place('remainder', { of: unroll }));
    }
  }
  const [first] = wrong as [number];
  if (first > 0 && wrong.length === n - first) found.push(place('from_index', { index: first }));
  if (want.some((x) => x >= 0) && everyWrong(e, (x) => x < 0)) found.push(place('negative_only'));
  const isLarge = (x: number): boolean => x >= 0.5;
  if (e.isFloat && want.every((x, k) => isLarge(x) === wrong.includes(k))) {
    found.push(place('from_half'));
  }
  if (everyWrong(e, (x) => x === 0)) found.push(place('zero_only'));
  if (wrong.every((k) => k % 2 === 1)) found.push(place('odd_only'));
  return found;
}
