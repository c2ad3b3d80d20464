/** `requant`, `june-requant`, `june23-requant`: S51, S52, S69 and the June FLOAT32 ↔ SYM_INT32 cells. */

import { floats, ints, type Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay, ReplayFn } from '../types.ts';

/** Source and target: distinct, the same tensor, or two records over one payload. */
function operands(r: Replay): { x: Tensor; y: Tensor } {
  const x = r.tensor('x');
  const alias = r.param('alias');
  if (alias === 'sameTensor') return { x, y: x };
  const y = r.tensor('y_target');
  if (alias === 'sharedBuffer') y.data = x.data;
  return { x, y };
}

function operation(run: (r: Replay, x: Tensor, y: Tensor) => void): ReplayFn {
  return (r) => {
    const { x, y } = operands(r);
    run(r, x, y);
    r.emit('y', y);
  };
}

const requantDynamic = operation((r, x, y) => r.n.fn.requantDynamic(r.n, x, y));
const requantFixed = operation((r, x, y) => r.n.fn.requantFixed(r.n, x, y));
const executeConvert = operation((r, x, y) => r.n.fn.executeConvert(r.n, x, y));

const convertJune = operation((r, x, y) => {
  if (y.dtype === 'SYM_INT32') r.n.fn.quantizeDynamic(r.n, x, y);
  else {
    const decoded = floats(y);
    ints(x).forEach((q, i) => {
      decoded[i] = r.n.fn.decodeSymmetric(r.n, q, x.scale);
    });
  }
});

export const requantAdapters: AdapterTable = {
  'requant/requantSymInt32Tensor': requantDynamic,
  'requant/requantSymInt32TensorToScale': requantFixed,
  'requant/executeConvert': executeConvert,
  'june-requant/requantSymInt32Tensor': requantDynamic,
  'june-requant/requantSymInt32TensorToScale': requantFixed,
  'june-requant/convertTensor': convertJune,
  'june23-requant/requantSymInt32Tensor': requantDynamic,
  'june23-requant/requantSymInt32TensorToScale': requantFixed,
  'june23-requant/convertTensor': convertJune,
};
