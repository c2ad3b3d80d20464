/** S63: the arithmetic that a quantization record implies. */

import {
  type Dtype,
  dtypes,
  ints,
  type Rounding,
  roundings,
  store,
} from '../../../reference/tensor.ts';
import { newCase } from '../../kit/cases.ts';
import { count, equal } from '../../kit/fits.ts';
import { target } from '../../kit/tensors.ts';
import { type CaseInput, defineOp } from '../../op.ts';

const types = ['ARITH_FLOAT32', 'ARITH_SYM_INT32'] as const;

const arithmetic = target('INT32', [2]);

function recordCase(flag: string, dtype: Dtype, bits = 0, rounding?: Rounding): CaseInput {
  return newCase('directed', flag, { record: target(dtype, [1], bits, rounding), arithmetic });
}

export default defineOp({
  name: 'arithmetic_record',
  version: 1,
  clause: 'S63',
  summary: 'the arithmetic and rounding mode that a quantization record implies',
  since: '2026-06-11',
  params: {},
  tensors: {
    record: {
      role: 'in',
      dtypes,
      optional: true,
      unread: {
        data: 'only the record is looked at',
        scale: 'only dtype and mode are looked at',
        zero_point: 'only dtype and mode are looked at',
      },
      doc: '[1]: whose record; absent: no quantization is declared',
    },
    arithmetic: {
      role: 'out',
      dtypes: ['INT32'],
      doc: '[2]: 0 ARITH_FLOAT32 or 1 ARITH_SYM_INT32; 0 HALF_AWAY or 1 SR_HALF_AWAY',
    },
  },
  fits: { arithmetic: [equal(count('arithmetic'), 2)] },
  notes: {
    symmetric: {
      bug: 'SYM_INT32 computed in floats, or its mode lost',
      effect: 'a device computes in another arithmetic than it was configured for',
    },
    packed: {
      bug: 'packed records computed in integers, or their mode lost',
      effect: 'packed storage is taken for an arithmetic',
    },
    plain: {
      bug: 'a mode other than HALF_AWAY for records that have none',
      effect: 'draws where nothing is rounded',
    },
    absent: { bug: 'a missing record read', effect: 'a crash, or a random mode' },
  },
  run(n, call) {
    const { type, rounding } = n.fn.arithmeticOf(n, call.tensors.record);
    const codes = [types.indexOf(type), roundings.indexOf(rounding)];
    store(ints(call.tensor('arithmetic')), codes);
  },
  *cases() {
    yield newCase('directed', 'absent', { arithmetic });
    for (const dtype of ['SYM_INT32', 'SYM', 'ASYM'] as const) {
      const flag = dtype === 'SYM_INT32' ? 'symmetric' : 'packed';
      for (const rounding of roundings) {
        for (const bits of [12, 8]) yield recordCase(flag, dtype, bits, rounding);
      }
    }
    for (const dtype of ['FLOAT32', 'INT32', 'BOOL'] as const) yield recordCase('plain', dtype);
  },
});
