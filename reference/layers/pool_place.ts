/** One output position of a pool, and the loop over its taps. */

import type { Window1d, WindowSlice } from '../kernels/window.ts';

/** Its flat index in y, the start of its row in x, its valid taps. */
export interface PoolPlace {
  readonly yi: number;
  readonly row: number;
  readonly slice: WindowSlice;
}

/** Every valid tap of the window at this place, ascending, as a flat index of x. */
export function forEachTap(window: Window1d, place: PoolPlace, visit: (xi: number) => void): void {
  const first = place.row + place.slice.firstInput;
  for (let t = 0; t < place.slice.count; t++) visit(first + t * window.dilation);
}
