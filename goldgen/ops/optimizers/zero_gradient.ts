/** S114: zeroing a gradient between steps. */

import { newCase, seeded } from '../../kit/cases.ts';
import { refusesMisfits } from '../../kit/fits.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomAsym, randomFloat32, randomSym } from '../../kit/tensors.ts';
import { type CaseGen, type CaseInput, defineOp } from '../../op.ts';
import {
  gradientStorages,
  isFunnelSgd,
  parameterShapes,
  randomStored,
  storageDtypes,
  tailCounts,
} from './optimizer_cases.ts';
import { zeroGradientOracle } from './zero_gradient_oracle.ts';

function* cases(g: CaseGen): Iterable<CaseInput> {
  yield newCase('directed', 'payload', {
    gradient: float32Of('80000000 7fc00000 ff800000 3f800000'),
  });
  for (const count of tailCounts) {
    const gradient = randomFloat32(g.random(`zero/tail/${count}`), [count], -5, 0);
    yield newCase('boundary', 'tail', { gradient });
  }
  for (const dtype of gradientStorages(g.contract)) {
    for (const r of seeded(g, `zero/${dtype}`, 4)) {
      const gradient = randomStored(r, dtype, r.pick(parameterShapes));
      const flag = dtype === 'FLOAT32' ? 'payload' : 'scale_reset';
      const flags = dtype === 'ASYM' ? `${flag} zero_point_reset` : flag;
      yield newCase('directed', flags, { gradient }, { rng: r.rngState() });
    }
  }
  if (isFunnelSgd(g.contract)) return;
  // a last byte that is not full stays, and so do scale and zero point
  for (const bits of [3, 4, 8]) {
    for (const count of [2, 5]) {
      const r = g.random(`early/${bits}/${count}`);
      yield newCase('directed', 'june_bytes', { gradient: randomSym(r, [count], bits) });
      yield newCase('directed', 'june_bytes', { gradient: randomAsym(r, [count], bits) });
    }
  }
}

const overwritten = 'the answer is zero, whatever was there';

export default defineOp({
  name: 'zero_gradient',
  version: 1,
  clause: 'S114',
  summary: 'zeroes a gradient, its scale becomes 1 and its zero point 0',
  since: '2026-06-11',
  params: {},
  tensors: {
    gradient: {
      role: 'inout',
      dtypes: storageDtypes,
      unread: { data: overwritten, scale: overwritten, zero_point: overwritten },
      doc: 'any shape; width and mode stay',
    },
  },
  fits: refusesMisfits,
  notes: {
    tail: {
      bug: 'of what an unrolled or vectorized loop leaves over, only a part is zeroed',
      effect: 'the last elements of a gradient are those of the step before',
    },
    payload: {
      bug: 'elements left, or −0 and NaN kept',
      effect: 'the next step starts from the last one’s gradient',
    },
    scale_reset: {
      bug: 'mantissas zeroed, scale kept',
      effect: 'fixed-scale bias gradients use a stale scale from step 2 on',
      clause: 'S114, L32',
    },
    june_bytes: {
      bug: 'a June packed gradient zeroed to its last bit, or its scale or zero point reset',
      effect: 'a gradient the original does not start from',
    },
    zero_point_reset: {
      bug: 'zero point kept: code 0 decodes to zero point · scale',
      effect: 'a constant gradient appears from nothing',
    },
  },
  run(n, call) {
    n.fn.zeroGradient(n, call.tensor('gradient'));
  },
  oracle: zeroGradientOracle,
  cases,
});
