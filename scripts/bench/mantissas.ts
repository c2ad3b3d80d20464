/** Operands of integer kernels. */

/** Mantissas of 12 bits from a linear congruential generator, the same at each call. */
export function narrowMantissas(count: number): Int32Array {
  const values = new Int32Array(count);
  let state = 1;
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    values[i] = (state >>> 20) - 2048;
  }
  return values;
}
