/** Random arguments for the comparisons of the two references; only tests use them. */

export interface Cases {
  uint32(): number;
  /** uniform in [low, high] */
  int(low: number, high: number): number;
  chance(p: number): boolean;
  /** float32 bit patterns without NaN: any, near 1, ties, subnormals */
  float(): number;
  /** a scale that training meets, now and then subnormal or huge */
  scale(): number;
  mode(): 'HALF_AWAY' | 'SR_HALF_AWAY';
  /** a list of 1..longest items */
  list<T>(longest: number, make: () => T): T[];
}

const view = new DataView(new ArrayBuffer(4));

function fromBits(bits: number): number {
  view.setUint32(0, bits >>> 0);
  return view.getFloat32(0);
}

/** A stream of cases from a seed (a 32-bit mixing counter, independent of every other generator here). */
export function newCases(seed: number): Cases {
  let counter = seed >>> 0;
  const uint32 = (): number => {
    counter = (counter + 0x9e3779b9) >>> 0;
    let z = counter;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return (z ^ (z >>> 16)) >>> 0;
  };
  const int = (low: number, high: number): number => low + (uint32() % (high - low + 1));
  const chance = (p: number): boolean => uint32() / 4294967296 < p;
  const withExponent = (low: number, high: number): number =>
    fromBits((uint32() & 0x807fffff) | ((int(low, high) + 127) << 23));
  const float = (): number => {
    const kind = int(0, 5);
    if (kind === 0) {
      const x = fromBits(uint32());
      return Number.isNaN(x) ? 0 : x;
    }
    if (kind === 1) return int(-5000, 5000) / 2;
    if (kind === 2) return fromBits(uint32() & 0x80ffffff);
    return withExponent(-12, 14);
  };
  const scale = (): number => {
    const kind = int(0, 19);
    if (kind === 0) return fromBits(int(1, 0x00ffffff));
    if (kind === 1) return Math.abs(withExponent(60, 126));
    return Math.abs(withExponent(-20, 2));
  };
  return {
    uint32,
    int,
    chance,
    float,
    scale,
    mode: () => (chance(0.5) ? 'HALF_AWAY' : 'SR_HALF_AWAY'),
    list: (longest, make) => Array.from({ length: int(1, longest) }, make),
  };
}
