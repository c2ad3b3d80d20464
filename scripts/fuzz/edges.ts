/** Values at which kernels have edges. */

/** Bit patterns of float32 values. */
export const float32Edges: readonly number[] = [
  0x00000000, // 0
  0x80000000, // −0
  0x00000001, // the smallest subnormal
  0x007fffff, // the largest subnormal
  0x00800000, // the smallest normal number
  0x7f7fffff, // the largest finite number
  0xff7fffff,
  0x7f800000, // ∞
  0xff800000,
  0x7fc00000, // NaN
  0x3f000000, // 0.5
  0xbf000000,
  0x3f800000, // 1
  0xbf800000,
  0x3fc00000, // 1.5
  0x40200000, // 2.5
  0x4b800000, // 2^24
  0x4b000001, // 2^23 + 1
  0x4f000000, // 2^31
  0xcf000000, // −2^31
  0x4effffff, // the float32 below 2^31
  0x33d6bf95, // 1e-7
];

/** Bit patterns of scales: subnormal, huge, zero, infinite, NaN, negative. */
export const scaleEdges: readonly number[] = [
  0x00000001, 0x007fffff, 0x00800000, 0x00800001, 0x7f7fffff, 0x7f000000, 0x7e800000, 0x3f800000,
  0x00000000, 0x7f800000, 0x7fc00000, 0xbf800000,
];

/** Integers at the edges of int32, of float32's integers, and of a width. */
export function int32Edges(bits: number): readonly number[] {
  const half = 2 ** Math.min(Math.max(bits, 1) - 1, 31);
  const wide = [-2147483648, 2147483647, 16777216, 16777217, -16777217];
  return [
    0,
    1,
    -1,
    2,
    half - 1,
    -half,
    1 - half,
    ...(bits >= 32 ? wide : [half, ...wide.slice(0, 2)]),
  ];
}
