/** `accumulate`: S56, S57, S60–S62 and S77; the same target takes several increments. */

import type { Numerics } from '../../../reference/numerics.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay, ReplayFn } from '../types.ts';

type Engine = (n: Numerics, target: Tensor, increment: Tensor) => void;

function steps(engineOf: (n: Numerics) => Engine): ReplayFn {
  return (r: Replay) => {
    const target = r.tensor('target');
    const aliased = r.param('note') === 'aliased increment';
    for (let i = 0; i < r.paramIntOr('steps', 1); i++) {
      const increment = aliased ? target : r.tensor(`inc${i}`);
      engineOf(r.n)(r.n, target, increment);
      r.emit(`target${i}`, target);
    }
  };
}

const packedFixed = steps((n) => n.fn.accumulatePackedFixed);
const packedRescale = steps((n) => n.fn.accumulatePackedRescale);
const asym = steps((n) => n.fn.accumulateAsym);

export const accumulateAdapters: AdapterTable = {
  'accumulate/accumulateTensorIntoFloat32Inplace': steps((n) => n.fn.accumulateFloat32),
  'accumulate/accumulateSymInt32IntoSymInt32Rescale': steps((n) => n.fn.accumulateSymDynamic),
  'accumulate/addSymInt32TensorsInplace': steps((n) => n.fn.symAddInPlace),
  'accumulate/accumulateFloatIntoSymTensorFixedGrid': packedFixed,
  'accumulate/accumulateTensorIntoSymFixedGrid': packedFixed,
  'accumulate/accumulateFloatIntoSymTensorRescale': packedRescale,
  'accumulate/accumulateTensorIntoSymRescale': packedRescale,
  'accumulate/accumulateFloatIntoAsymTensorRescale': asym,
  'accumulate/accumulateTensorIntoAsymRescale': asym,
};
