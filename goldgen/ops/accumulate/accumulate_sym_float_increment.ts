/** S58: a FLOAT32 increment into SYM_INT32. */

import { atMost, count } from '../../kit/fits.ts';
import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { randomSymInt32 } from '../../kit/tensors.ts';
import { symWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import {
  accumulateNotes,
  accumulateOp,
  addCase,
  countRefusals,
  floatIncrement,
  longSymAdds,
  ones,
  ramp,
  randomAdds,
} from './accumulate_cases.ts';
import { accumulateSymFloatIncrementOracle } from './oracle.ts';

function* cases(g: CaseGen): Iterable<CaseInput> {
  // a 16-bit or exact increment gives other codes than one of 12 bits
  const target = symInt32Of([32767, -20000, 5], f32('37800100'), 16);
  yield addCase('directed', 'two_stages', target, float32Of([1, 0.3333, -0.0123]));
  const fresh = symInt32Of([0, 0, 0, 0], 1, 16);
  yield addCase('directed', 'two_stages', fresh, float32Of([1, -0.5, 0.25, 0]));
  yield addCase(
    'directed',
    'two_stages',
    symInt32Of([0, 0], 1, 16),
    float32Of('3dcccccc 3d4ccccc'),
  );
  const noisy = symInt32Of([100, -7], 0.125, 16, 'SR_HALF_AWAY');
  yield addCase('directed', 'two_stages', noisy, float32Of([0.75, 1.375]), 42);
  yield addCase('boundary', 'zero', symInt32Of([0, 0], 3, 12), float32Of([0, -0]));
  yield addCase(
    'boundary',
    'zero',
    symInt32Of([0, 0], 3, 12, 'SR_HALF_AWAY'),
    float32Of([0, 0]),
    7,
  );
  yield addCase('boundary', 'zero', symInt32Of([2047, 1], 1, 12), float32Of([-2047, -1]));
  for (const bits of symWidths) {
    const r = g.random(`width/${bits}`);
    const t = randomSymInt32(r, [6], bits, undefined, 'SR_HALF_AWAY');
    const flag = bits > 16 ? 'refused_label' : 'two_stages';
    yield addCase('boundary', flag, t, floatIncrement(r, [6]), r.rngState());
  }
  // more increments than elements overrun the scratch before the counts are compared
  yield* countRefusals((n) => symInt32Of(ramp(n), 1, 12), ones, [[4, 3]]);
  const nan = float32Of('3f800000 7fc00000');
  yield addCase('overflow', 'cast_range', symInt32Of([1, 2], 1, 12), nan);
  yield* randomAdds(
    g,
    48,
    (r, shape, mode) => randomSymInt32(r, shape, r.int(8, 16), undefined, mode),
    floatIncrement,
  );
  // the label is looked at first
  yield addCase('negative', 'refused_label', symInt32Of([0, 0], 1, 17), float32Of([]));
  yield* countRefusals((n) => symInt32Of(ramp(n), 1, 12), ones, [[3, 0]]);
  yield* longSymAdds(g, floatIncrement);
}

export default accumulateOp({
  name: 'accumulate_sym_float_increment',
  version: 2,
  clause: 'S58',
  summary: 'quantizes a FLOAT32 increment at 12 bits, then adds it to a SYM_INT32 gradient',
  neverAlias: 'a FLOAT32 increment is no SYM_INT32 target',
  target: 'SYM_INT32',
  increments: ['FLOAT32'],
  fits: { increment: atMost(count('increment'), count('target')) },
  notes: {
    two_stages: {
      bug: 'the increment added unrounded, or quantized at the width of the target',
      effect: 'gradients differ and half of the draws are missing',
    },
    zero: {
      bug: 'no draws for zero increments',
      effect: 'later draws shifted',
      clause: 'S36, S58',
    },
    cast_range: {
      bug: 'a NaN or infinite increment saturated or set to 0 before the cast',
      effect:
        'a diverged gradient looks like a finite one on this kernel, and becomes another code on the next processor',
      clause: 'S16, S58',
    },
    stream: {
      bug: 'the sum rounded in the operation’s mode instead of the target’s',
      effect:
        'gradients lose the noise that keeps small steps unbiased, and all later draws are shifted',
      clause: 'S58, S68',
    },
    refused: accumulateNotes.refused,
    refused_label: {
      bug: 'a label above 16 accepted, or looked at after the counts',
      effect: 'a gradient the storage cannot hold',
      clause: 'S58, S68, A14',
    },
  },
  engine: (n, target, increment) => n.fn.accumulateSymFloatIncrement(n, target, increment),
  oracle: accumulateSymFloatIncrementOracle,
  cases,
});
