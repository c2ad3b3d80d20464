/** Raw mantissas at which requant formulas differ (V3, V25, B 6.11). */

import type { Tensor } from '../../../reference/tensor.ts';
import { symInt32Of } from '../../kit/literals.ts';

/** The number under which the raw mantissas of a pin are printed. */
export function pinFlag(x: Tensor): 'V3' | 'V25' | 'B6.11' {
  const later = [100199, 226238, 883708821, 251235426];
  if (later.includes(x.data[0]!)) return 'B6.11';
  return x.data[0]! > 2 ** 24 ? 'V25' : 'V3';
}

/** V3 and B 6.11: ratio and divide form give different codes at 12 bits. */
export function ratioPins(): Tensor[] {
  return [
    symInt32Of([2054, 1027], '3dcccccd', 12),
    symInt32Of([2050, 1025], 0.7, 12),
    symInt32Of([2056, 1028], 0.3, 12),
    symInt32Of([-44344, 37785, 24100, -2869], '3d051eb8', 12),
    symInt32Of([-23942, -78900, -35744, 76067], '3b7f9724', 12),
    symInt32Of([61410, 21026, -9675, -8059], '3c06594b', 12),
    symInt32Of([100199, 40946], '364ae9ce', 12),
    symInt32Of([226238, 166501], '3c8c3d26', 12),
  ];
}

/** V25 and B 6.11: mantissas beyond 2^24 must be rounded to float32 first. */
export function bigMantissaPins(): Tensor[] {
  return [
    symInt32Of([538734068, 526759261], 1, 12),
    symInt32Of([908679514, 744655517], 1, 12),
    symInt32Of([883708821, 622740497], '30a0f6d6', 12),
    symInt32Of([251235426, 179743162], '30dd65f2', 12),
  ];
}

/** V3 f1 and f4: 16-bit targets. */
export function fixturePins(): Tensor[] {
  const f1 = [1999999999, -2000000000, 123456789, -987654321, 31415926, -27182818, 500000000, 0];
  return [symInt32Of([131068, 10, 18, -10, -26, 7], 1, 12), symInt32Of(f1, 3.05e-5, 12)];
}
