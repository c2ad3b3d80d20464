/** Cases of the backward of Linear. */

import { newTensor, type Tensor } from '../../../reference/tensor.ts';
import { labels, seeded } from '../../kit/cases.ts';
import { ecgWindow } from '../../kit/ecg.ts';
import {
  floatArithmetic,
  freshGradient,
  isFunnelled,
  symArithmetic,
} from '../../kit/layer_operands.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import { symOf } from '../../kit/packed.ts';
import { randomAsym, randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput, CaseTensors } from '../../op.ts';
import { backwardCase, floatParams, randomBackward, stochasticParams } from './linear_cases.ts';

const sr = 'SR_HALF_AWAY';

function sym(
  mantissas: readonly number[],
  scale: string | number,
  shape: readonly number[],
  bits = 12,
): Tensor {
  return symInt32Of(mantissas, scale, bits, 'HALF_AWAY', shape);
}

/** The worked example B6.1 with fresh 16-bit gradients. */
function example(changes: CaseTensors = {}): CaseTensors {
  return {
    x: sym([100, -50, 25, 3, 2047, -7], 0.01, [2, 3]),
    dy: sym([300, -200, 150, 77], 0.02, [2, 2]),
    weight: sym([10, 20, -30, -5, 0, 7], 0.02, [2, 3]),
    weight_grad: freshGradient('SYM_INT32', [2, 3], 16),
    bias_grad: freshGradient('SYM_INT32', [2], 16),
    dx: target('SYM_INT32', [2, 3], 12),
    ...changes,
  };
}

/** H2: the same call after 0 and after 1 earlier pass. */
function wireContract(weight_grad: Tensor, bias_grad: Tensor): CaseTensors {
  return {
    x: sym([1102, -2047], 0.001, [1, 2]),
    dy: sym([2047, -333], 0.002, [1, 2]),
    weight: sym([1024, -512, 256, 2047], 0.0005, [2, 2]),
    weight_grad,
    bias_grad,
    dx: target('SYM_INT32', [1, 2], 12),
  };
}

function* pinned(): Iterable<CaseInput> {
  yield backwardCase('directed', 'B6.1', example());
  yield backwardCase(
    'directed',
    'V22 H2',
    wireContract(freshGradient('SYM_INT32', [2, 2], 16), freshGradient('SYM_INT32', [2], 16)),
  );
  yield backwardCase(
    'directed',
    'V22 H2 accumulates',
    wireContract(
      sym([17640, -32767, -2870, 5330], '3986173e', [2, 2], 16),
      sym([4, -1], 1, [2], 16),
    ),
  );
}

/** Who owns which rounding mode, and in which order the draws fall. */
function* ownership(g: CaseGen): Iterable<CaseInput> {
  const srGrad = freshGradient('SYM_INT32', [2], 16, sr);
  yield backwardCase('directed', 'bias_mode', example({ bias_grad: srGrad }), {}, 77);
  yield backwardCase('directed', 'bias_mode', example(), { bias_rounding: sr }, 77);
  const srWeightGrad = freshGradient('SYM_INT32', [2, 3], 16, sr);
  yield backwardCase('directed', 'weight_mode', example({ weight_grad: srWeightGrad }), {}, 78);
  yield backwardCase('directed', 'weight_mode', example(), { weight_rounding: sr }, 78);
  const srWire = target('SYM_INT32', [2, 3], 12, sr);
  yield backwardCase('directed', 'write_rounding', example({ dx: srWire }), {}, 79);
  yield backwardCase('directed', 'write_rounding', example(), { dx_rounding: sr }, 79);
  for (const r of seeded(g, 'draws', 4)) {
    const tensors = {
      x: randomFloat32(r, [2, 3]),
      dy: randomFloat32(r, [2, 2]),
      weight: randomFloat32(r, [2, 3]),
      weight_grad: srWeightGrad,
      bias_grad: srGrad,
      dx: target('SYM_INT32', [2, 3], g.contract.operandBits, sr),
    };
    yield backwardCase('directed', 'draw_order', tensors, stochasticParams, r.rngState());
  }
}

function* gradients(g: CaseGen): Iterable<CaseInput> {
  // the first increment is half a unit of the gradient
  const tie = example({ bias_grad: sym([100, -32767], 18, [2], 16) });
  yield backwardCase('directed', 'fixed_scale', tie);
  yield backwardCase(
    'directed',
    'fixed_scale',
    example({ bias_grad: sym([7, 7], 0.125, [2], 16) }),
  );
  const steps = { ...example(), bias_grad: sym([0, 0], 0.001, [2], 12) };
  yield backwardCase('directed', 'fixed_scale', steps);
  yield backwardCase('directed', 'small_vanishes', {
    ...example({ dy: sym([3, -2, 1, 1], 0.1, [2, 2]) }),
  });
  const used = example({ weight_grad: sym([5, -9, 32767, 1, 0, -4], 1e-3, [2, 3], 16) });
  yield backwardCase('directed', 'accumulates', used);
  const floats = example({
    weight_grad: float32Of([0.5, -0.25, 1, 2, -4, 0.125], [2, 3]),
    bias_grad: float32Of([0.5, -8]),
  });
  yield backwardCase('directed', 'float_gradient', floats);
  yield backwardCase('directed', 'float_gradient', floats, {
    bias_mode: 'OUT_ACC_DYNAMIC_RESCALE',
  });
  const { bias_grad: _absent, ...withoutBias } = example();
  yield backwardCase('directed', 'no_bias', withoutBias);
  yield backwardCase('directed', 'batch_one', {
    ...example({ x: sym([2047, -3], 0.01, [1, 2]), dy: sym([-2047], 0.02, [1, 1]) }),
    weight: sym([5, -1], 0.5, [1, 2]),
    weight_grad: freshGradient('SYM_INT32', [1, 2], 16),
    bias_grad: freshGradient('SYM_INT32', [1], 16),
    dx: target('SYM_INT32', [1, 2], g.contract.operandBits),
  });
}

function* currentOnly(g: CaseGen): Iterable<CaseInput> {
  const r = g.random('packed');
  for (const bits of [4, 8, 12]) {
    const packed = { weight: randomSym(r, [2, 3], bits), dy: randomSym(r, [2, 2], bits) };
    yield backwardCase('directed', 'packed_operand', example(packed));
  }
  for (const [dtype, bits] of [
    ['SYM_INT32', 8],
    ['SYM_INT32', 16],
    ['SYM', 8],
    ['ASYM', 8],
  ] as const) {
    yield backwardCase('directed', 'dx_record', example({ dx: target(dtype, [2, 3], bits) }));
  }
  yield backwardCase('directed', 'dx_record', example({ dx: target('FLOAT32', [2, 3]) }));
  // fixed grid of a packed gradient: fresh from the increment, then kept
  const fixed = { weight_mode: 'OUT_ACC_FIXED_SCALE' };
  yield backwardCase(
    'directed',
    'packed_gradient',
    example({ weight_grad: target('SYM', [2, 3], 8) }),
    fixed,
  );
  yield backwardCase('negative', 'refused', example({ weight_grad: target('SYM', [2, 3], 17) }));
  yield backwardCase(
    'negative',
    'refused',
    example({ weight_grad: target('ASYM', [2, 3], 8) }),
    fixed,
  );
  yield backwardCase(
    'negative',
    'refused',
    example({ weight_grad: target('SYM_INT32', [2, 3], 17) }),
  );
  yield backwardCase('negative', 'refused', example({ bias_grad: target('SYM_INT32', [2], 17) }));
  yield backwardCase('negative', 'refused', example(), {
    ...fixed,
    weight_arithmetic: floatArithmetic,
  });
  for (const name of ['weight_mode', 'bias_mode']) {
    yield backwardCase('negative', 'write_mode', example(), { [name]: 'OUT_WRITE' });
    yield backwardCase('negative', 'write_mode', example(), {
      ...floatParams,
      [name]: 'OUT_WRITE',
    });
  }
  // a seed of the fixed-scale bias beyond the guard, after the weights are done
  yield backwardCase('negative', 'seed_guard', example({ bias_grad: sym([0, 0], 1e-9, [2], 16) }));
  yield backwardCase('negative', 'label', example({ weight: randomSym(r, [2, 3], 13) }));
  yield backwardCase('negative', 'shape', example({ x: sym([1, 2, 3], 1, [3, 1]) }));
  yield backwardCase('negative', 'shape', example({ weight: sym([1, 2, 3], 1, [3, 1]) }));
}

function* juneOnly(g: CaseGen): Iterable<CaseInput> {
  const bits = g.contract.operandBits;
  const r = g.random('june');
  for (const weight_rounding of ['HALF_AWAY', sr]) {
    const other = weight_rounding === sr ? 'HALF_AWAY' : sr;
    const scratch = { weight_rounding, bias_rounding: other, dx_rounding: other };
    const floats = example({
      weight_grad: freshGradient('FLOAT32', [2, 3]),
      bias_grad: freshGradient('FLOAT32', [2]),
    });
    yield backwardCase('directed', 'june_convert_back', floats, scratch, 21);
    const sums = {
      ...floats,
      weight_grad: randomFloat32(r, [2, 3]),
      bias_grad: randomFloat32(r, [2]),
    };
    yield backwardCase('directed', 'june_convert_back', sums, scratch, 22);
    const operands = {
      ...example(),
      x: randomFloat32(r, [2, 3]),
      dy: randomFloat32(r, [2, 2]),
      weight: randomFloat32(r, [2, 3]),
    };
    yield backwardCase('directed', 'june_scratch_mode', operands, scratch, 23);
  }
  const decoded = example({ dx: target('FLOAT32', [2, 3]) });
  yield backwardCase('directed', 'june_float_over_sym', decoded, floatParams, 24);
  const unread = { weight_mode: 'OUT_WRITE', bias_mode: 'OUT_WRITE' };
  yield backwardCase('directed', 'june_no_mode', example(), unread);
  yield backwardCase(
    'directed',
    'june_raw_label',
    example({ dx: target('SYM_INT32', [2, 3], 7, sr) }),
  );
  // 9 units of 8e-9 exceed the guard, of 2e-9 int32
  for (const [set, scale] of [
    ['directed', 8e-9],
    ['overflow', 2e-9],
  ] as const) {
    const unguarded = example({ bias_grad: sym([1, -1], scale, [2], 16) });
    yield backwardCase(set, 'june_bias_unguarded', unguarded);
  }
  if (bits === 16) yield* fullScale();
}

/** Operands at the ends of 16 bits: one product fits, three do not. */
function* fullScale(): Iterable<CaseInput> {
  const full = { x: sym([32767, -32767], 1e-4, [1, 2], 16), dy: sym([32767], 1e-4, [1, 1], 16) };
  const rest = {
    weight: sym([-32767, 9], 1e-4, [1, 2], 16),
    weight_grad: freshGradient('SYM_INT32', [1, 2], 16),
    dx: target('SYM_INT32', [1, 2], 16),
  };
  yield backwardCase('directed', 'june_int16', { ...full, ...rest });
  const three = {
    x: sym([32767, 32767, 32767], 1, [3, 1], 16),
    dy: sym([32767, 32767, 32767], 1, [3, 1], 16),
  };
  yield backwardCase('overflow', 'june_int16', {
    ...three,
    weight: sym([1], 1, [1, 1], 16),
    weight_grad: freshGradient('SYM_INT32', [1, 1], 16),
    dx: target('SYM_INT32', [3, 1], 16),
  });
}

/** The carried bias gradient next to the end of int32. */
function* overflows(): Iterable<CaseInput> {
  for (const [set, carried] of [
    ['boundary', 2147483638],
    ['overflow', 2147483639],
  ] as const) {
    yield backwardCase(set, 'carried_sum', example({ bias_grad: sym([carried, 0], 1, [2], 16) }));
  }
}

function* labelGuards(): Iterable<CaseInput> {
  const wide = {
    x: sym([1, 2, 3, 4, 5, 6], 1, [2, 3], 13),
    dy: sym([1, 2, 3, 4], 1, [2, 2], 13),
    weight: sym([1, 2, 3, 4, 5, 6], 1, [2, 3], 13),
  };
  for (const [name, t] of Object.entries(wide)) {
    yield backwardCase('negative', 'label', example({ [name]: t }));
  }
}

function* real(g: CaseGen): Iterable<CaseInput> {
  for (const [i, start] of [1000, 40000].entries()) {
    const r = g.random(`ecg/${i}`);
    const window = Float32Array.from(
      [0, 400].flatMap((offset) => [...ecgWindow(g.ecg(), start + offset, 32)]),
    );
    const tensors = {
      x: float32Of([...window], [2, 32]),
      dy: randomSymInt32(r, [2, 3], 12),
      weight: randomSymInt32(r, [3, 32], 12),
      weight_grad: freshGradient('SYM_INT32', [3, 32], 16),
      bias_grad: freshGradient('SYM_INT32', [3], 16),
      dx: target('SYM_INT32', [2, 32], g.contract.operandBits),
    };
    yield backwardCase('real', 'ecg', tensors, i === 0 ? {} : stochasticParams, r.rngState());
  }
}

/** The June layer dereferences its bias: without one nothing is defined. */
export function* linearBackwardCases(g: CaseGen): Iterable<CaseInput> {
  for (const input of numbered(g)) {
    if (isFunnelled(g.contract) || input.tensors.bias_grad !== undefined) yield input;
  }
  if (g.contract.operandBits === 16) {
    const biased = (input: CaseInput): CaseInput => ({
      ...input,
      tensors: { ...input.tensors, bias_grad: freshGradient('SYM_INT32', [1], 16) },
    });
    for (const input of fullScale()) yield biased(input);
  }
}

/** In the order of their identities. */
function* numbered(g: CaseGen): Iterable<CaseInput> {
  yield* pinned();
  yield* ownership(g);
  yield* gradients(g);
  yield* isFunnelled(g.contract) ? currentOnly(g) : juneOnly(g);
  if (g.contract.matmulLabelMax > 0) yield* labelGuards();
  yield* overflows();
  const mixed = { ...example(), weight_grad: freshGradient('FLOAT32', [2, 3]) };
  const floatStep = { weight_arithmetic: floatArithmetic, dx_arithmetic: symArithmetic };
  if (isFunnelled(g.contract)) yield backwardCase('directed', 'float_arm', mixed, floatStep);
  const plain = {
    ...example({ dx: newTensor('FLOAT32', [2, 3]) }),
    x: float32Of([0.5, -1.25, 3, 1e-3, 7, -2], [2, 3]),
    dy: float32Of([0.1, -0.7, 0.3, 2], [2, 2]),
    weight: float32Of([0.2, 0.4, -1, 3, -0.5, 0.9], [2, 3]),
    weight_grad: float32Of([1, 2, 3, 4, 5, 6], [2, 3]),
    bias_grad: float32Of([0.25, -0.75]),
  };
  yield backwardCase('directed', 'float_arm', plain, floatParams);
  yield* real(g);
  for (const label of labels('random', 40)) yield randomBackward(g, label);
  if (!isFunnelled(g.contract)) return;
  const wide = example({ weight_grad: target('ASYM', [2, 3], 17) });
  yield backwardCase('negative', 'refused', wide);
  const codes = example({ bias_grad: target('ASYM', [2], 8) });
  yield backwardCase('negative', 'refused', codes, { bias_mode: 'OUT_ACC_FIXED_SCALE' });
  yield* unclearIncrements();
  for (const name of ['x', 'dy', 'weight'] as const) {
    for (const params of [stochasticParams, floatParams]) {
      const r = g.random(`affine/${name}/${params.dx_arithmetic}`);
      const plain = example();
      const tensors = example({ [name]: randomAsym(r, plain[name]!.shape, 6) });
      const how = { ...params, bias_mode: 'OUT_ACC_DYNAMIC_RESCALE' };
      yield backwardCase('directed', 'affine', tensors, how, r.rngState());
    }
  }
}

/** A NaN increment into the grid of a packed gradient: nothing may have been written. */
function* unclearIncrements(): Iterable<CaseInput> {
  const fixed = 'OUT_ACC_FIXED_SCALE';
  const packed = (shape: readonly number[]): Tensor => {
    const count = shape.reduce((n, extent) => n * extent, 1);
    return symOf(new Array<number>(count).fill(3), 8, { scale: 0.5, shape });
  };
  const dy = sym([1, 0, 0, 0], '7fc00000', [2, 2]);
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    const weight = { ...floatParams, weight_arithmetic: arithmetic, weight_mode: fixed };
    yield backwardCase('negative', 'refused', example({ dy, weight_grad: packed([2, 3]) }), weight);
    const floats = { dy, weight_grad: freshGradient('FLOAT32', [2, 3]), bias_grad: packed([2]) };
    const bias = { ...floatParams, bias_arithmetic: arithmetic, bias_mode: fixed };
    yield backwardCase('negative', 'refused', example(floats), bias);
  }
}
