/** Powers of two. */

/** By table: `**` takes longer than most steps that ask for a power of their width at every element. */
const powers = Array.from({ length: 32 }, (_, exponent) => 2 ** exponent);

/** 2^exponent; a mistake may hand on what is no width. */
export function powerOfTwo(exponent: number): number {
  return powers[exponent] ?? 2 ** exponent;
}
