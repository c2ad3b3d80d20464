/**
 * What the reference raises instead of computing.
 *
 * `Refusal`: the original aborts the process; a backend must return an error and leave its outputs
 * untouched. `UndefinedBehaviour`: the original has no defined result (the U-entries of `spec/undefined.md`);
 * no vector may contain such a case.
 */

/** The abort catalogue: A-codes of primitives, B-codes of what layers and losses add. */
export const refusalCodes = {
  A1: 'A SYM_INT32 record declares more than 31 bits.',
  A2: 'An ASYM record or grid has a width of 0 or above 30 bits.',
  A3: 'The zero point of an ASYM grid would be NaN or lie outside int32.',
  A4: 'BOOL is converted to or from another format, or another format is accessed as BOOL.',
  A5: 'Two tensors of one format, but of different element widths, are converted.',
  A6: 'Codes are packed with 0 or more than 31 bits, or unpacked with 0.',
  A7: 'A code does not fit the width that it is packed with.',
  A8: 'A requantization onto a fixed grid is given a scale that is not positive.',
  A9: 'A streamed decode asks for too much, a misaligned offset, or a format that has none.',
  A10: 'A tensor is filled with another number of values than it has elements, or is BOOL.',
  A11: 'An increment has another element count than its target, or is the packed target itself.',
  A12: 'A value carried into an accumulator is NaN or beyond the bound of the seed guard.',
  A13: 'An operation of the funnel is given more than three inputs.',
  A14: 'A result cannot be accumulated into its target: format, width, or a fixed scale it lacks.',
  A15: 'A gradient is to be written instead of accumulated.',
  A16: 'The operands of a matrix product differ in extents, or have a wrong rank, format or label.',
  A17: 'The groups, lengths or output padding of a convolution do not fit together.',
  A18: 'An adaptive window does not exist: no inputs, no outputs, or a number beyond the last.',
  A19: 'A reduction is given too many axes or terms, another format, or a label it cannot sum.',
  A20: 'The operands of an elementwise operation differ in rank, extents or number of elements.',
  A21: 'Operands of a fused or row-wise operation are not plain FLOAT32 tensors of fitting extents.',
  A22: 'A Quantization layer has one format on both sides, and it is not SYM_INT32.',
  A23: 'An optimizer cannot work with its arithmetic, its hyper-parameters or a gradient.',
  A24: 'A learning-rate schedule has a factor that is not finite, or a period below 1.',
  A25: 'A logical axis is looked up that the tensor does not have.',
  A26: 'A tensor cannot be copied or cloned, because one side owns no quantization record.',
  B2: 'A norm layer is given a format, a label, extents or an axis order that it does not take.',
  B5: 'A convolution is given a kernel, batch or channels that do not fit, or a padding it lacks.',
  B6: 'A pool is given lengths that do not fit, an empty window, or more terms than its sum holds.',
  B7: 'ReLU or Dropout is given mixed formats, an impossible rate, or a mask of another size.',
  B8: 'A loss is given an output of a format it lacks, or a probability that is not finite.',
  B9: 'A model is given a wire of a format that wires lack, or is to keep a last, smaller batch.',
} as const;

export type RefusalCode = keyof typeof refusalCodes;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export class UndefinedBehaviour extends Error {
  override readonly name = 'UndefinedBehaviour';
}

/** Raises a `Refusal` unless the condition holds. */
export function demand(condition: boolean, code: RefusalCode, message: string): void {
  if (!condition) throw new Refusal(code, message);
}

/** Raises `UndefinedBehaviour` unless the precondition holds. */
export function precondition(condition: boolean, message: string): void {
  if (!condition) throw new UndefinedBehaviour(message);
}
