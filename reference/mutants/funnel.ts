/** Mistakes in the op funnel (S63–S72). */

import { primitives } from '../primitives.ts';
import { floats, newTensor } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

export const mutants: readonly Mutant[] = [
  {
    id: 'arithmetic_of_packed_symmetric',
    clause: 'S63',
    bug: 'a packed SYM record implies SYM_INT32 arithmetic',
    fix: 'only SYM_INT32 records do; SYM and ASYM compute in FLOAT32',
    fn: {
      arithmeticOf: (n, record) =>
        record?.dtype === 'SYM'
          ? { type: 'ARITH_SYM_INT32', rounding: record.rounding }
          : primitives.arithmeticOf(n, record),
    },
  },
  {
    id: 'arithmetic_mode_lost',
    clause: 'S63',
    bug: 'the implied arithmetic always rounds half-away',
    fix: 'quantized records pass their mode on',
    fn: {
      arithmeticOf: (n, record) => {
        return { ...primitives.arithmeticOf(n, record), rounding: 'HALF_AWAY' };
      },
    },
  },
  {
    id: 'write_rounding_of_record',
    clause: 'S67',
    pitfalls: ['A-M120', 'B-9'],
    bug: 'OUT_WRITE rounds by the mode of the target record',
    fix: 'the operation owns the rounding of OUT_WRITE',
    contract: { writeRounding: 'record' },
  },
  {
    id: 'write_rounding_of_operation',
    clause: 'H3',
    bug: 'OUT_WRITE rounds by the mode of the operation',
    fix: 'under this contract the output record owns the rounding',
    contract: { writeRounding: 'operation' },
  },
  {
    id: 'write_changes_record',
    clause: 'S67',
    pitfalls: ['A-M121'],
    bug: 'the mode of the operation is left in the target record',
    fix: 'restore the stored mode after the write',
    fn: {
      writeOutput: (n, raw, target, arithmetic) => {
        primitives.writeOutput(n, raw, target, arithmetic);
        target.rounding = arithmetic.rounding;
      },
    },
  },
  {
    id: 'accumulate_mode_of_operation',
    clause: 'S68',
    pitfalls: ['A-M119', 'B-22'],
    bug: 'the accumulate modes round by the mode of the operation',
    fix: 'the gradient tensor owns the rounding of both accumulate modes',
    fn: {
      executeOp: (n, kernel, inputs, arithmetic, mode, target) => {
        if (mode === 'OUT_WRITE') {
          primitives.executeOp(n, kernel, inputs, arithmetic, mode, target);
          return;
        }
        const kept = target.rounding;
        target.rounding = arithmetic.rounding;
        primitives.executeOp(n, kernel, inputs, arithmetic, mode, target);
        target.rounding = kept;
      },
    },
  },
  {
    id: 'scratch_source_width',
    clause: 'S65',
    pitfalls: ['A-M122'],
    bug: 'operands are converted at the width of the target',
    fix: 'conversion scratch has the operand width',
    fn: {
      executeOp: (n, kernel, inputs, arithmetic, mode, target) => {
        const bits = target.dtype === 'SYM_INT32' ? target.bits : n.contract.operandBits;
        const wide: typeof n.fn.scratchLike = (m, like, a) => {
          const t = primitives.scratchLike(m, like, a);
          return t.dtype === 'SYM_INT32' ? { ...t, bits } : t;
        };
        const view = { ...n, fn: { ...n.fn, scratchLike: wide } };
        primitives.executeOp(view, kernel, inputs, arithmetic, mode, target);
      },
    },
  },
  {
    id: 'scratch_16_bits',
    clause: 'S65',
    pitfalls: ['A-M122'],
    bug: 'operands are converted at 16 bits',
    fix: 'conversion scratch has the operand width (12)',
    contract: { operandBits: 16 },
  },
  {
    id: 'scratch_12_bits',
    clause: 'H6',
    bug: 'operands are converted at 12 bits',
    fix: 'under this contract the operand width is 16',
    flags: ['june_scratch_mode'],
    contract: { operandBits: 12 },
  },
  {
    id: 'prologue_requants_matching',
    clause: 'S65',
    pitfalls: ['A-M123'],
    bug: 'matching SYM_INT32 operands are requantized',
    fix: 'pass matching operands through untouched',
    fn: {
      operandOf: (n, input, arithmetic) => {
        if (input.dtype !== 'SYM_INT32' || n.fn.formatOf(n, arithmetic) !== 'SYM_INT32') {
          return primitives.operandOf(n, input, arithmetic);
        }
        const scratch = n.fn.scratchLike(n, input, arithmetic);
        n.fn.requantDynamic(n, input, scratch);
        return scratch;
      },
    },
  },
  {
    id: 'prologue_requants_packed',
    clause: 'S65',
    pitfalls: ['B-26'],
    bug: 'packed SYM operands are requantized to the operand width',
    fix: 'unpack them: codes, scale and width as they are',
    fn: {
      operandOf: (n, input, arithmetic) => {
        const operand = primitives.operandOf(n, input, arithmetic);
        if (input.dtype !== 'SYM' || operand.dtype !== 'SYM_INT32') return operand;
        const scratch = n.fn.scratchLike(n, input, arithmetic);
        n.fn.requantDynamic(n, operand, scratch);
        return scratch;
      },
    },
  },
  {
    id: 'prologue_mode_of_source',
    clause: 'S65',
    pitfalls: ['A-M125'],
    bug: 'operands are quantized half-away, whatever the mode of the operation',
    fix: 'the prologue rounds by the mode of the operation',
    fn: {
      operandOf: (n, input, arithmetic) =>
        primitives.operandOf(n, input, { ...arithmetic, rounding: 'HALF_AWAY' }),
    },
  },
  {
    id: 'prologue_reverse_order',
    clause: 'S72',
    bug: 'operands are converted from the last to the first',
    fix: 'convert inputs in index order',
    fn: {
      executeOp: (n, kernel, inputs, arithmetic, mode, target) => {
        if (inputs.length > 3) {
          primitives.executeOp(n, kernel, inputs, arithmetic, mode, target);
          return;
        }
        const reversed = [...inputs].reverse().map((t) => n.fn.operandOf(n, t, arithmetic));
        primitives.executeOp(n, kernel, reversed.reverse(), arithmetic, mode, target);
      },
    },
  },
  {
    id: 'write_copies_sym',
    clause: 'S67',
    pitfalls: ['A-M43'],
    bug: 'a SYM_INT32 result is copied into its wire without restoring the width',
    fix: 'requantize the raw result to the width of the wire',
    fn: {
      writeOutput: (n, raw, target, arithmetic) =>
        n.fn.convert(n, raw, target, n.fn.writeRounding(n, target, arithmetic)),
    },
  },
  {
    id: 'accumulate_cap_12',
    clause: 'S68',
    pitfalls: ['A-M128'],
    bug: 'gradients wider than 12 bits are refused',
    fix: 'the cap of accumulation targets is 16',
    fn: {
      guardAccumulateTarget: (n, target) => {
        const wide = target.dtype !== 'FLOAT32' && target.bits > 12;
        primitives.guardAccumulateTarget(n, wide ? { ...target, bits: 32 } : target);
      },
    },
  },
  {
    id: 'accumulate_cap_missing',
    clause: 'S68',
    pitfalls: ['A-M128'],
    bug: 'gradients wider than 16 bits are accepted',
    fix: 'refuse accumulation targets wider than 16 bits',
    fn: {
      guardAccumulateTarget: (n, target) => {
        const quantized = target.dtype !== 'INT32' && target.dtype !== 'BOOL';
        primitives.guardAccumulateTarget(n, quantized ? { ...target, bits: 8 } : target);
      },
    },
  },
  {
    id: 'accumulate_mode_unchecked',
    clause: 'S71',
    bug: 'a gradient may be written with OUT_WRITE',
    fix: 'refuse every mode that does not accumulate',
    fn: { guardAccumulateMode: () => {} },
  },
  {
    id: 'more_inputs_accepted',
    clause: 'S64',
    bug: 'a fourth input is silently dropped',
    fix: 'refuse more than three inputs',
    fn: {
      executeOp: (n, kernel, inputs, arithmetic, mode, target) =>
        primitives.executeOp(n, kernel, inputs.slice(0, 3), arithmetic, mode, target),
    },
  },
  {
    id: 'raw_starts_zeroed_label_16',
    clause: 'S66',
    bug: 'the raw intermediate carries a 16-bit label',
    fix: 'the raw record has the operand width',
    flags: ['wire_record'],
    fn: {
      rawTensor: (n, target, arithmetic) => {
        const raw = primitives.rawTensor(n, target, arithmetic);
        return raw.dtype === 'SYM_INT32'
          ? { ...newTensor('SYM_INT32', raw.shape, 16, raw.rounding), order: raw.order }
          : raw;
      },
    },
  },
  {
    id: 'prologue_in_place',
    clause: 'S65',
    pitfalls: ['A-M124'],
    bug: 'a FLOAT32 operand is quantized in place',
    fix: 'convert into scratch and leave operands alone',
    flags: ['carried_state', 'operand_twice', 'gradient_storage', 'chain_linear'],
    fn: {
      operandOf: (n, input, arithmetic) => {
        const operand = primitives.operandOf(n, input, arithmetic);
        if (input.dtype === 'FLOAT32' && operand.dtype === 'SYM_INT32') {
          floats(input).set(n.fn.decodeTensor(n, operand));
        }
        return operand;
      },
    },
  },
  {
    id: 'raw_is_target',
    clause: 'S66',
    pitfalls: ['A-M126'],
    bug: 'the raw result overwrites the gradient before it is accumulated',
    fix: 'write the raw result into scratch',
    flags: ['accumulates', 'V12'],
    fn: {
      rawTensor: (n, target, arithmetic) => {
        const raw = primitives.rawTensor(n, target, arithmetic);
        return raw.dtype === target.dtype ? { ...raw, data: target.data } : raw;
      },
    },
  },
  {
    id: 'rng_per_operand',
    clause: 'S72',
    pitfalls: ['A-M19'],
    bug: 'every converted operand draws from a generator of its own',
    fix: 'there is one generator for everything',
    fn: {
      executeOp: (n, kernel, inputs, arithmetic, mode, target) => {
        const start = n.rng.state;
        const operandOf: typeof n.fn.operandOf = (m, input, a) => {
          n.rng.state = start;
          return primitives.operandOf(m, input, a);
        };
        const view = { ...n, fn: { ...n.fn, operandOf } };
        primitives.executeOp(view, kernel, inputs, arithmetic, mode, target);
      },
    },
  },
];
