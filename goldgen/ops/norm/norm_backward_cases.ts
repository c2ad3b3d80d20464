/** Cases of the backward of LayerNorm and GroupNorm. */

import { type Dtype, roundings, type Tensor } from '../../../reference/tensor.ts';
import { labels, seeded } from '../../kit/cases.ts';
import {
  floatArithmetic,
  freshGradient,
  isFunnelled,
  randomGradient,
} from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { randomFloat32, randomSym, randomSymInt32, target } from '../../kit/tensors.ts';
import { shaped } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput, CaseTensors } from '../../op.ts';
import { backwardCase, example, fixed, floatExample, sr } from './norm_backward_example.ts';
import { empties, otherShapes, singleElements, views } from './norm_backward_shapes.ts';
import {
  ecgTensor,
  exampleDy,
  exampleX,
  type NormKind,
  type NormShape,
  oneBlock,
  randomAffine,
  randomNormShape,
  randomNormX,
  sym,
  twoBlocks,
  wholeAffine,
  wholeInputs,
} from './norm_cases.ts';

function* pinned(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const current = g.contract.normGradients === 'any';
  if (kind === 'group_norm') yield backwardCase('directed', 'B6.5', two, example(g, kind));
  else {
    const floatBeta = { beta_grad: freshGradient('FLOAT32', [4]) };
    yield backwardCase('directed', 'B6.4', two, example(g, kind, current ? floatBeta : {}));
  }
  const one = oneBlock(kind);
  const dtype: Dtype = current ? 'FLOAT32' : 'SYM_INT32';
  const width = current ? 0 : 16;
  for (const seed of [1, 10605]) {
    const tensors = {
      x: sym([2000, -300, 17, -900], 0.01, one.x),
      dy: sym([700, -1500, 2047, 40], 0.002, one.x),
      gamma: sym([2047, -1000, 500, 1200], 0.001, [4]),
      gamma_grad: freshGradient(dtype, [4], width),
      beta_grad: freshGradient(dtype, [4], width),
      dx: target('SYM_INT32', one.x, 12, sr),
    };
    yield backwardCase('directed', 'V34', one, tensors, {}, seed);
  }
}

function* directed(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const wire = target('SYM_INT32', two.x, g.contract.operandBits, sr);
  const srGrads = {
    gamma_grad: freshGradient('SYM_INT32', [4], 16, sr),
    beta_grad: freshGradient('SYM_INT32', [4], 16, sr),
  };
  for (const rng of [41, 42, 43]) {
    const tensors = example(g, kind, { ...srGrads, dx: wire });
    yield backwardCase('directed', 'publish_order', two, tensors, {}, rng);
  }
  yield backwardCase('directed', 'publish_order', two, example(g, kind, srGrads), {}, 44);
  yield backwardCase('directed', 'publish_order', two, example(g, kind, { dx: wire }), {}, 45);
  const carried = {
    gamma_grad: sym([-18024, 256, 32767, -1393], '3812b0c2', [4], 16),
    beta_grad: sym([1000, -20000, 5, 32767], 1e-4, [4], 16),
  };
  yield backwardCase('directed', 'increment accumulates', two, example(g, kind, carried));
  yield backwardCase(
    'directed',
    'increment',
    two,
    example(g, kind, {
      gamma_grad: freshGradient('SYM_INT32', [4], 12),
      beta_grad: freshGradient('SYM_INT32', [4], 8),
    }),
  );
  for (const bits of [4, 8, 10]) {
    const dx = target('SYM_INT32', two.x, bits);
    yield backwardCase('directed', 'dx_record', two, example(g, kind, { dx }));
  }
  const silent = { dy: sym(new Array(8).fill(0), 0.1, two.x), dx: wire };
  yield backwardCase('directed', 'zero_loss', two, example(g, kind, silent), {}, 46);
  const steps = sym([5, 5, 5, 5, 7, 7, 7, 7], 0.1, two.x);
  yield backwardCase('directed', 'block_constant', two, example(g, kind, { x: steps }));
  for (const eps of [0, Math.fround(1e-3), 1]) {
    yield backwardCase('directed', 'eps', two, example(g, kind), { eps });
  }
  for (const r of seeded(g, 'association', 6)) {
    const tensors = {
      x: randomSymInt32(r, two.x, 12),
      dy: randomSymInt32(r, two.x, 12),
      gamma: randomSymInt32(r, [4], 12),
      gamma_grad: freshGradient('SYM_INT32', [4], 16),
      beta_grad: freshGradient('SYM_INT32', [4], 16),
      dx: target('SYM_INT32', two.x, 12),
    };
    yield backwardCase('directed', 'association', two, tensors);
  }
  const arithmetic = floatArithmetic;
  yield backwardCase('directed', 'float_arm', two, floatExample(kind), { arithmetic });
  const unread = { gamma_mode: 'OUT_WRITE', beta_mode: 'OUT_WRITE' };
  yield backwardCase('directed', 'gradient_mode float_arm', two, floatExample(kind), {
    arithmetic,
    ...unread,
  });
}

function* currentOnly(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const floats = {
    gamma_grad: float32Of([0.5, 0, -1, 2]),
    beta_grad: float32Of([0, 0.25, 8, -3]),
  };
  yield backwardCase('directed', 'accumulates', two, example(g, kind, floats));
  const fixedModes = { gamma_mode: fixed, beta_mode: fixed };
  yield backwardCase('directed', 'gradient_mode', two, example(g, kind, floats), fixedModes);
  const packed = {
    gamma_grad: target('SYM', [4], 8),
    beta_grad: target('ASYM', [4], 8),
  };
  yield backwardCase('directed', 'gradient_target', two, example(g, kind, packed));
  yield backwardCase('directed', 'gradient_target', two, example(g, kind, packed), {
    gamma_mode: fixed,
  });
  for (const name of ['gamma_mode', 'beta_mode']) {
    yield backwardCase('negative', 'gradient_mode', two, example(g, kind), { [name]: 'OUT_WRITE' });
    yield backwardCase('negative', 'gradient_target', two, example(g, kind), { [name]: fixed });
  }
  for (const name of ['gamma_grad', 'beta_grad']) {
    for (const wide of [target('SYM_INT32', [4], 17), target('SYM', [4], 17)]) {
      yield backwardCase('negative', 'gradient_target', two, example(g, kind, { [name]: wide }));
    }
  }
  yield backwardCase(
    'negative',
    'gradient_target',
    two,
    example(g, kind, { beta_grad: packed.beta_grad }),
    {
      beta_mode: fixed,
    },
  );
  const r = g.random('operands');
  const refused: readonly CaseTensors[] = [
    { x: randomFloat32(r, two.x) },
    { dy: randomSym(r, two.x, 8) },
    { gamma: randomFloat32(r, [4]) },
    { dx: target('SYM', two.x, 8) },
    { dx: target('FLOAT32', two.x) },
  ];
  for (const change of refused) {
    yield backwardCase('negative', 'refused_dtype', two, example(g, kind, change));
  }
  const plain = floatExample(kind);
  for (const name of ['x', 'dy', 'gamma', 'gamma_grad', 'beta_grad', 'dx']) {
    const tensors = { ...plain, [name]: example(g, kind)[name]! };
    yield backwardCase('negative', 'refused_dtype', two, tensors, { arithmetic: floatArithmetic });
  }
}

function* juneOnly(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const unread = { gamma_mode: 'OUT_WRITE', beta_mode: fixed };
  yield backwardCase('directed', 'gradient_mode', two, example(g, kind), unread);
  for (const name of ['gamma_grad', 'beta_grad']) {
    for (const grad of [freshGradient('FLOAT32', [4]), freshGradient('SYM_INT32', [4], 17)]) {
      yield backwardCase('negative', 'june_gradients', two, example(g, kind, { [name]: grad }));
    }
  }
  const plain = floatExample(kind);
  for (const name of ['x', 'dy', 'gamma']) {
    const tensors = { ...plain, [name]: example(g, kind)[name]! };
    yield backwardCase('negative', 'refused_dtype', two, tensors, { arithmetic: floatArithmetic });
    const mixed = example(g, kind, { [name]: plain[name]! });
    yield backwardCase('negative', 'refused_dtype', two, mixed);
  }
}

function* refusals(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const base = example(g, kind);
  const relabel = (t: Tensor): Tensor => ({ ...t, bits: g.contract.normLabelMax + 1 });
  for (const name of ['x', 'dy', 'gamma', 'dx']) {
    yield backwardCase('negative', 'label', two, { ...base, [name]: relabel(base[name]!) });
  }
  const short = {
    gamma: sym([1, 2, 3], 1, [3]),
    gamma_grad: freshGradient('SYM_INT32', [3], 16),
    beta_grad: freshGradient('SYM_INT32', [3], 16),
  };
  yield backwardCase('negative', 'shape', two, example(g, kind, short));
  for (const whole of kind === 'layer_norm' ? wholeInputs : []) {
    const tensors = {
      x: shaped(exampleX(kind), whole.x),
      dy: shaped(exampleDy(kind), whole.x),
      gamma: wholeAffine(whole.gamma).gamma,
      gamma_grad: freshGradient('SYM_INT32', whole.gamma, 16),
      beta_grad: freshGradient('SYM_INT32', whole.gamma, 16),
      dx: target('SYM_INT32', whole.x, g.contract.operandBits),
    };
    yield backwardCase('directed', 'shape', whole, tensors);
  }
  if (kind === 'group_norm') {
    yield backwardCase('negative', 'shape', { ...two, groups: 3 }, base);
    const permuted = { ...exampleX(kind), order: [0, 2, 1] };
    yield backwardCase('negative', 'shape', two, example(g, kind, { x: permuted }));
  }
}

function randomBackward(g: CaseGen, kind: NormKind, label: string): CaseInput {
  const r = g.random(label);
  const shape = randomNormShape(r, kind);
  const count = [shape.affine];
  if (r.chance(1, 5)) {
    const tensors = {
      x: randomFloat32(r, shape.x),
      dy: randomFloat32(r, shape.x),
      gamma: randomFloat32(r, count, -2, 1),
      gamma_grad: randomFloat32(r, count),
      beta_grad: randomFloat32(r, count),
      dx: target('FLOAT32', shape.x),
    };
    return backwardCase('random', 'storage_mix', shape, tensors, { arithmetic: floatArithmetic });
  }
  const max = g.contract.normLabelMax;
  const dtypes: readonly Dtype[] =
    g.contract.normGradients === 'any'
      ? ['FLOAT32', 'SYM_INT32', 'SYM_INT32', 'SYM', 'ASYM']
      : ['SYM_INT32'];
  const tensors = {
    x: randomNormX(r, shape.x, r.pick([8, 12, max])),
    dy: randomNormX(r, shape.x, r.pick([8, 12, max])),
    gamma: randomAffine(r, shape.affine, 12).gamma,
    gamma_grad: randomGradient(r, count, dtypes),
    beta_grad: randomGradient(r, count, dtypes),
    dx: target('SYM_INT32', shape.x, r.pick([6, 8, 12, max]), r.pick(roundings)),
  };
  return backwardCase('random', 'storage_mix', shape, tensors, {}, r.rngState());
}

function* real(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const shape: NormShape =
    kind === 'layer_norm'
      ? { kind, x: [3, 36], affine: 36, groups: 1 }
      : { kind, x: [1, 4, 27], affine: 4, groups: 2 };
  for (const [i, start] of [5000, 61000].entries()) {
    const r = g.random(`ecg/${i}`);
    const tensors = {
      x: ecgTensor(g.ecg(), start, shape.x, 'SYM_INT32'),
      dy: randomSymInt32(r, shape.x, 12, 1e-3),
      gamma: sym(new Array(shape.affine).fill(2047), Math.fround(1 / 2047), [shape.affine]),
      gamma_grad: freshGradient('SYM_INT32', [shape.affine], 16, roundings[i]!),
      beta_grad: freshGradient('SYM_INT32', [shape.affine], 16, roundings[i]!),
      dx: target('SYM_INT32', shape.x, g.contract.operandBits, roundings[i]!),
    };
    yield backwardCase('real', 'ecg', shape, tensors, {}, r.rngState());
  }
}

/** Every case of the backward of a kind. */
export function* normBackwardCases(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  yield* pinned(g, kind);
  yield* directed(g, kind);
  yield* isFunnelled(g.contract) ? currentOnly(g, kind) : juneOnly(g, kind);
  yield* refusals(g, kind);
  yield* real(g, kind);
  for (const label of labels('random', 30)) yield randomBackward(g, kind, label);
  if (isFunnelled(g.contract)) {
    for (const name of ['gamma_grad', 'beta_grad']) {
      const wide = example(g, kind, { [name]: target('ASYM', [4], 17) });
      yield backwardCase('negative', 'gradient_target', twoBlocks(kind), wide);
    }
    if (kind === 'layer_norm') yield* views();
  }
  yield* empties(g, kind);
  if (kind === 'layer_norm') yield* singleElements(g);
  yield* otherShapes(g, kind);
}
