/**
 * binary32 arithmetic, one rounding per operation (S0).
 *
 * Every float32 operation of the reference goes through a `Float32Ops` record, so that the
 * arithmetic of another platform (fused multiply-add, double intermediates, flush-to-zero) can replace it
 * as a whole.
 * Operands must already be float32 values held in a JavaScript number.
 */

export interface Float32Ops {
  /** `a ⊕ b` */
  add(a: number, b: number): number;
  /** `a ⊖ b` */
  sub(a: number, b: number): number;
  /** `a ⊗ b` */
  mul(a: number, b: number): number;
  /** `a ⊘ b` */
  div(a: number, b: number): number;
  /** correctly rounded square root */
  sqrt(a: number): number;
  /** int32 → float32, nearest-even above 2^24 (`i2f`) */
  fromInt(q: number): number;
  /** `c ⊕ (a ⊗ b)`: two roundings; a place where a compiler may contract */
  mulAdd(a: number, b: number, c: number): number;
  /** `c ⊖ (a ⊗ b)`: two roundings; a place where a compiler may contract */
  mulSub(a: number, b: number, c: number): number;
  /** `(a ⊗ b) ⊖ c`: two roundings; a place where a compiler may contract */
  mulMinus(a: number, b: number, c: number): number;
  /** `(a ⊗ b) ⊕ (c ⊗ d)`: three roundings; a place where a compiler may contract either product */
  mulAddMul(a: number, b: number, c: number, d: number): number;
  /** `(a ⊗ b) ⊖ (c ⊗ d)`: three roundings; a place where a compiler may contract either product */
  mulSubMul(a: number, b: number, c: number, d: number): number;
  /** the one true fused multiply-add `R(a·b + c)` (S106) */
  fma(a: number, b: number, c: number): number;
}

const f = Math.fround;
const view = new DataView(new ArrayBuffer(8));

/** Bits of a float32 value as uint32; every NaN maps to the canonical 0x7fc00000. */
export function float32ToBits(x: number): number {
  if (Number.isNaN(x)) return 0x7fc00000;
  view.setFloat32(0, x);
  return view.getUint32(0);
}

/** The float32 value of a uint32 bit pattern. */
export function float32FromBits(bits: number): number {
  view.setUint32(0, bits);
  return view.getFloat32(0);
}

/** The double of 8 bytes given as 16 hexadecimal digits, most significant first. */
export function float64FromHex(hex: string): number {
  view.setUint32(0, Number.parseInt(hex.slice(0, 8), 16));
  view.setUint32(4, Number.parseInt(hex.slice(8, 16), 16));
  return view.getFloat64(0);
}

/** A double moved one unit in the last place toward the given sign; never called on 0, NaN or ∞. */
function stepUlp(x: number, towardPositive: boolean): number {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  const up = x > 0 === towardPositive;
  view.setBigInt64(0, bits + (up ? 1n : -1n));
  return view.getFloat64(0);
}

/**
 * `R(a·b + c)` with a single rounding: the product is exact in double, the sum is rounded to odd in
 * double (so that the final rounding to float32 cannot be a double rounding).
 */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b;
  const sum = product + c;
  if (!Number.isFinite(sum) || sum === 0) return f(sum);
  const bb = sum - product;
  const residual = product - (sum - bb) + (c - bb);
  if (residual === 0) return f(sum);
  view.setFloat64(0, sum);
  if ((view.getUint32(4) & 1) === 1) return f(sum);
  return f(stepUlp(sum, residual > 0));
}

/** S0: the normative arithmetic, round to nearest even once per operation, no contraction. */
export const strictFloat32: Float32Ops = {
  add: (a, b) => f(a + b),
  sub: (a, b) => f(a - b),
  mul: (a, b) => f(a * b),
  div: (a, b) => f(a / b),
  sqrt: (a) => f(Math.sqrt(a)),
  fromInt: (q) => f(q),
  mulAdd: (a, b, c) => f(c + f(a * b)),
  mulSub: (a, b, c) => f(c - f(a * b)),
  mulMinus: (a, b, c) => f(f(a * b) - c),
  mulAddMul: (a, b, c, d) => f(f(a * b) + f(c * d)),
  mulSubMul: (a, b, c, d) => f(f(a * b) - f(c * d)),
  fma: fma32,
};
