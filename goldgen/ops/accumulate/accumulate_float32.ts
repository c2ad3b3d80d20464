/** S56: accumulation into FLOAT32. */

import { f32, float32Of, symInt32Of } from '../../kit/literals.ts';
import { asymOf, symOf } from '../../kit/packed.ts';
import { randomFloat32 } from '../../kit/tensors.ts';
import { asymWidths } from '../../kit/values.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { randomSource, widthsOf } from '../conversion/convert_cases.ts';
import {
  accumulateOp,
  addCase,
  aliasCase,
  countRefusals,
  floatIncrement,
  noCounts,
  ones,
  ramp,
  randomAdds,
} from './accumulate_cases.ts';
import { accumulateFloat32Oracle } from './oracle.ts';

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield addCase('directed', 'decoded', float32Of([1, 2]), symInt32Of([3, -1], 0.5, 12));
  // mantissas beyond 2^24 lose bits before the multiplication
  const big = symInt32Of([16777217, -538734067, 2147483647], 0.1, 12);
  yield addCase('directed', 'decoded', float32Of([0, 1, -1]), big);
  const packed = symOf([-3, 31, -32], 6, { scale: 0.1 });
  yield addCase('directed', 'decoded', float32Of([0.25, 0.5, -1]), packed);
  const affine = asymOf([255, 0, 128], 8, { scale: 0.1, zeroPoint: -85 });
  yield addCase('directed', 'decoded', float32Of([0.25, 0.5, -1]), affine);
  yield addCase('directed', 'added', float32Of([1, -0]), float32Of([-1, -0]));
  yield addCase('directed', 'added', float32Of([1, 16777216]), float32Of([f32('33800000'), 1]));
  yield addCase(
    'directed',
    'added',
    float32Of('00000001 7f7fffff'),
    float32Of('00000001 7f7fffff'),
  );
  yield addCase(
    'directed',
    'added',
    float32Of('7f800000 3f800000'),
    float32Of('ff800000 7fc00000'),
  );
  yield addCase('boundary', 'added', float32Of([]), float32Of([]));
  yield aliasCase('directed', 'added', float32Of([1.5, -3, 0.1]));
  yield* countRefusals(
    (n) => float32Of(Array.from({ length: n }, (_, i) => i)),
    (n) => float32Of(Array.from({ length: n }, () => 1)),
  );
  yield* randomAdds(g, 20, (r, shape) => randomFloat32(r, shape), floatIncrement);
  for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
    for (let i = 0; i < 10; i++) {
      const r = g.random(`${dtype}/${i}`);
      const shape = [r.int(1, 16)];
      const increment = randomSource(r, dtype, shape, { bits: r.pick(widthsOf(dtype)) });
      yield addCase('random', 'decoded', randomFloat32(r, shape), increment, r.rngState());
    }
  }
  yield* countRefusals((n) => float32Of(ramp(n)), ones, noCounts);
  const r = g.random('beyond');
  const increment = randomSource(r, 'SYM', [300], { bits: 7 });
  yield addCase('random', 'blocks', randomFloat32(r, [300]), increment);
  for (const bits of asymWidths) {
    const long = g.random(`long/${bits}`);
    const dtype = bits % 2 === 0 ? 'SYM' : 'ASYM';
    const x = randomSource(long, dtype, [257 + (bits % 9)], { bits });
    yield addCase('boundary', 'blocks', randomFloat32(long, x.shape), x);
  }
  for (const dtype of ['FLOAT32', 'SYM_INT32'] as const) {
    const long = g.random(`long/${dtype}`);
    const x = randomSource(long, dtype, [265], { bits: 12 });
    yield addCase('boundary', 'blocks', randomFloat32(long, [265]), x);
  }
}

export default accumulateOp({
  name: 'accumulate_float32',
  version: 1,
  clause: 'S56',
  summary: 'adds a decoded increment to a FLOAT32 gradient',
  target: 'FLOAT32',
  increments: ['FLOAT32', 'SYM_INT32', 'SYM', 'ASYM'],
  notes: {
    decoded: {
      bug: 'the increment quantized before the addition, or decoded in double',
      effect: 'gradients off in the last place',
      clause: 'S27, S56',
    },
    added: {
      bug: 'overwritten, added twice, or subnormals flushed',
      effect: 'gradients of earlier micro-batches are lost',
    },
    stream: { bug: 'a draw taken', effect: 'all later draws are shifted' },
    refused: {
      bug: 'an increment of another element count added',
      effect: 'foreign memory is read',
      clause: 'A11',
    },
  },
  engine: (n, target, increment) => n.fn.accumulateFloat32(n, target, increment),
  oracle: accumulateFloat32Oracle,
  cases,
});
