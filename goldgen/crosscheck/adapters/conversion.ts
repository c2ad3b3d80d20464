/** `conversion`: the matrix S29–S50, repack S53, the streaming window S54, record validation S2 and S69. */

import type { Dtype } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { writingY } from './writing.ts';

function decodeWindow(r: Replay): void {
  const [offset, count] = [r.paramInt('elemOffset'), r.paramInt('count')];
  r.emitFloats('y', r.n.fn.decodeWindow(r.n, r.tensor('x'), offset, count));
}

function initRecord(r: Replay): void {
  const dtype: Dtype = r.paramWord('dtype') === 'ASYM' ? 'ASYM' : 'SYM_INT32';
  const record = { dtype, bits: r.paramInt('bits'), rounding: 'HALF_AWAY' } as const;
  r.emit('y', r.n.fn.initTensor(r.n, record, [1]));
}

export const conversionAdapters: AdapterTable = {
  'conversion/convertTensor': writingY((r, y) => r.n.fn.convert(r.n, r.tensor('x'), y)),
  'requant/executeConvert': writingY((r, y) => r.n.fn.executeConvert(r.n, r.tensor('x'), y)),
  'conversion/repackSymInt32ToSymNoRescale': writingY((r, y) =>
    r.n.fn.repack(r.n, r.tensor('x'), y),
  ),
  'conversion/dequantChunkToFloat': decodeWindow,
  'conversion/initAsymQConfig/initSymInt32QConfigWithQMaxBits': initRecord,
};
