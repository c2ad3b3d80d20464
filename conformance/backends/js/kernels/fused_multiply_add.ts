/** The true fused multiply-add of float32 (S106). */

const largest = 3.4028234663852886e38;
/** Half a unit above the largest float: where rounding to nearest gives infinity. */
const overflowTie = 3.4028235677973366e38;

/** The float on the other side of a double that sits exactly between two floats, else `rounded`. */
function otherNeighbour(sum: number, rounded: number): number {
  if (!Number.isFinite(rounded)) {
    return Math.abs(sum) === overflowTie ? Math.sign(sum) * largest : rounded;
  }
  const other = Math.fround(rounded + 2 * (sum - rounded));
  return rounded + other === 2 * sum ? other : rounded;
}

/**
 * `R(a·b + c)`, rounded once. The product is exact in double; the double sum is rounded to float32, and only
 * where it sits exactly between two floats does its own rounding error decide.
 */
export function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const rounded = Math.fround(sum);
  if (!Number.isFinite(sum) || sum === rounded) return rounded;
  const other = otherNeighbour(sum, rounded);
  if (other === rounded) return rounded;
  const back = sum - product;
  const error = product - (sum - back) + (c - back);
  if (error === 0) return rounded;
  return error > 0 ? Math.max(rounded, other) : Math.min(rounded, other);
}
