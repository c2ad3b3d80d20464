/** The true fused multiply-add of float32 (S106). */

/**
 * `R(a·b + c)`, rounded once. The product is exact in double; the double sum is rounded to float32, and only
 * where it sits exactly between two floats does its own rounding error decide.
 */
export function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  const rounded = Math.fround(sum);
  const off = sum - rounded;
  if (!(off !== 0 && Number.isFinite(rounded))) return rounded;
  const other = Math.fround(rounded + 2 * off);
  if (other === rounded || rounded + other !== 2 * sum) return rounded;
  const back = sum - product;
  const error = product - (sum - back) + (c - back);
  if (error === 0) return rounded;
  return error > 0 ? Math.max(rounded, other) : Math.min(rounded, other);
}
