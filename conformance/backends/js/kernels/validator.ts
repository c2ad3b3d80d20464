/** The opt-in model validator (H5). */

import { i32, intParam, type JsCall, type JsKernels, tensorOf, wordParam } from '../api.ts';

const norms = ['linear', 'layer_norm'];
const convolutions = ['conv1d', 'conv1d_transposed'];

/** Whether layer i writes raw SYM_INT32 that a Quantization layer must follow. */
function isRawProducer(call: JsCall, rule: string, i: number): boolean {
  const kind = wordParam(call, `l${i}_kind`);
  const counts = norms.includes(kind) || (rule !== 'V1' && convolutions.includes(kind));
  if (!counts) return false;
  return rule === 'V3'
    ? wordParam(call, `l${i}_forward`) === 'ARITH_SYM_INT32'
    : wordParam(call, `l${i}_output`) === 'SYM_INT32';
}

export const validatorKernels: JsKernels = {
  validate_model(_ctx, call) {
    const [rule, count] = [wordParam(call, 'rule'), intParam(call, 'layers')];
    const violations = i32(tensorOf(call, 'violations')).fill(0);
    if (count < 0) violations[0] = 1;
    for (let i = 0; i < count; i++) {
      if (wordParam(call, `l${i}_kind`) === 'null') violations[i] = 2;
      else if (rule !== 'V4' && i + 1 < count && isRawProducer(call, rule, i)) {
        if (wordParam(call, `l${i + 1}_kind`) !== 'quantization') violations[i] = 3;
      }
    }
    i32(tensorOf(call, 'valid'))[0] = violations.every((v) => v === 0) ? 1 : 0;
  },
};
