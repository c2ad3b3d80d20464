/** The opt-in model validator (H5). */

import { i32, type JsCall, type JsKernels } from '../api.ts';

const norms = ['linear', 'layer_norm'];
const convolutions = ['conv1d', 'conv1d_transposed'];

/** Whether layer i writes raw SYM_INT32 that a Quantization layer must follow. */
function isRawProducer(call: JsCall, rule: string, i: number): boolean {
  const kind = call.word(`l${i}_kind`);
  const counts = norms.includes(kind) || (rule !== 'V1' && convolutions.includes(kind));
  if (!counts) return false;
  return rule === 'V3'
    ? call.word(`l${i}_forward`) === 'ARITH_SYM_INT32'
    : call.word(`l${i}_output`) === 'SYM_INT32';
}

export const validatorKernels: JsKernels = {
  validate_model(_ctx, call) {
    const [rule, count] = [call.word('rule'), call.int('layers')];
    const violations = i32(call.tensor('violations')).fill(0);
    if (count < 0) violations[0] = 1;
    for (let i = 0; i < count; i++) {
      if (call.word(`l${i}_kind`) === 'null') violations[i] = 2;
      else if (rule !== 'V4' && i + 1 < count && isRawProducer(call, rule, i)) {
        if (call.word(`l${i + 1}_kind`) !== 'quantization') violations[i] = 3;
      }
    }
    i32(call.tensor('valid'))[0] = violations.every((v) => v === 0) ? 1 : 0;
  },
};
