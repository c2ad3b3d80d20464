/** The range of int32. */

export const INT32_MIN = -2147483648;
export const INT32_MAX = 2147483647;

export function fitsInt32(x: number): boolean {
  return x >= INT32_MIN && x <= INT32_MAX;
}
