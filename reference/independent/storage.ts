/** Packed storage once more (S5, S6, S28): a payload is one big integer. */

/** The bytes of codes at a width; the low bits of each code count. */
export function payloadOf(codes: readonly number[], bits: number): number[] {
  const width = BigInt(bits);
  let stream = 0n;
  for (const [k, code] of codes.entries()) {
    stream += BigInt.asUintN(bits, BigInt(code)) << (BigInt(k) * width);
  }
  const bytes = (codes.length * bits + 7) >> 3;
  return Array.from({ length: bytes }, (_, i) => Number((stream >> BigInt(8 * i)) & 255n));
}

/** The codes of a payload, two's complement or unsigned. */
export function codesOfPayload(
  bytes: readonly number[],
  bits: number,
  count: number,
  signed: boolean,
): number[] {
  let stream = 0n;
  for (const [i, byte] of bytes.entries()) stream += BigInt(byte) << BigInt(8 * i);
  return Array.from({ length: count }, (_, k) => {
    const field = stream >> BigInt(k * bits);
    return Number(signed ? BigInt.asIntN(bits, field) : BigInt.asUintN(bits, field));
  });
}

/** S28: whether every code is one of the width's two's-complement numbers. */
export function fits(codes: readonly number[], bits: number): boolean {
  if (bits < 1 || bits > 31) return false;
  return codes.every((code) => BigInt.asIntN(bits, BigInt(code)) === BigInt(code));
}
