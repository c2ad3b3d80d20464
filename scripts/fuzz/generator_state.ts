/** The xorshift32 step backwards: which state gives a wanted output. */

/** Undoes x ^= shift(x, by). */
function undone(y: number, by: number, isLeft: boolean): number {
  let x = y;
  for (let known = by; known < 32; known += by) x = y ^ (isLeft ? x << by : x >>> by);
  return x;
}

/** The state whose next output, and next state, is the given uint32 other than 0. */
export function stateBefore(output: number): number {
  const a = undone(output, 5, true);
  const b = undone(a, 17, false);
  return undone(b, 13, true) >>> 0;
}
