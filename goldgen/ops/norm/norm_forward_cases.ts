/** Cases of the layer forward of LayerNorm and GroupNorm: operands of any storage, and the wire. */

import { countOf, roundings, type Tensor } from '../../../reference/tensor.ts';
import { casesOf, labels } from '../../kit/cases.ts';
import { floatArithmetic, isCurrent, randomWire, symArithmetic } from '../../kit/layer_operands.ts';
import { f32, float32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomAsym, randomFloat32, randomSym, target, withOrder } from '../../kit/tensors.ts';
import { shaped } from '../../kit/window_specs.ts';
import type { CaseGen, CaseInput, CaseTensors, Params } from '../../op.ts';
import {
  ecgTensor,
  emptyShapes,
  exampleBeta,
  exampleGamma,
  exampleX,
  misfits,
  type NormKind,
  type NormShape,
  normParams,
  oneBlock,
  ramp,
  randomAffine,
  randomNormShape,
  randomNormX,
  sym,
  threeChannelOperands,
  threeChannels,
  twoBlocks,
  unitAffine,
  viewedWires,
  viewedX,
  wholeAffine,
  wholeInputs,
} from './norm_cases.ts';

const sr = 'SR_HALF_AWAY';

const forwardCase = casesOf(
  (shape: NormShape, tensors: CaseTensors, changes: Params = {}, rng: number = 1) => {
    const params = { arithmetic: symArithmetic, rounding: 'HALF_AWAY', ...normParams(shape) };
    return { tensors, params: { ...params, ...changes }, rng };
  },
);

function example(g: CaseGen, kind: NormKind, changes: CaseTensors = {}): CaseTensors {
  const y = target('SYM_INT32', twoBlocks(kind).x, g.contract.operandBits);
  return { x: exampleX(kind), gamma: exampleGamma(), beta: exampleBeta(), y, ...changes };
}

function floatExample(kind: NormKind): CaseTensors {
  const { x } = twoBlocks(kind);
  return {
    x: float32Of([0.1, -2.5, 3, 0.75, 1e-3, 8, -7.25, 0.3], x),
    gamma: float32Of([1, -0.5, 2, 0.1]),
    beta: float32Of([0.25, 3, -1, 0.7]),
    y: target('FLOAT32', x),
  };
}

function* pinned(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  yield forwardCase('directed', kind === 'layer_norm' ? 'B6.4' : 'B6.5', two, example(g, kind));
  if (isCurrent(g.contract)) {
    const one = oneBlock(kind);
    const x = sym([2000, -300, 17, -900], 0.01, one.x);
    const y = target('FLOAT32', one.x);
    const tensors = { x, ...unitAffine(4), y };
    yield forwardCase('directed', 'V33', one, tensors, { rounding: sr }, 15886);
  }
  if (kind === 'layer_norm' && isCurrent(g.contract)) yield longConstant();
}

function* groupsOfThree(g: CaseGen): Iterable<CaseInput> {
  const { x } = threeChannels;
  const wire = { ...threeChannelOperands(), y: target('SYM_INT32', x, g.contract.operandBits) };
  yield forwardCase('directed', 'group_size', threeChannels, wire);
  const floats = {
    x: float32Of([0.1, -2.5, 3, 0.75, 1e-3, 8, -7.25, 0.3, 40, -11, 6.5, 2], x),
    gamma: float32Of([1, -0.5, 2, 0.1, 3, -0.7]),
    beta: float32Of([0.25, 3, -1, 0.7, 0, 5]),
    y: target('FLOAT32', x),
  };
  const arithmetic = floatArithmetic;
  yield forwardCase('directed', 'group_size', threeChannels, floats, { arithmetic });
}

/** 8197 equal mantissas whose float mean is not their value. */
function longConstant(): CaseInput {
  const size = 8197;
  const shape: NormShape = { kind: 'layer_norm', x: [1, size], affine: size, groups: 1 };
  const rest = Array.from({ length: size }, (_, i) => i % 5);
  return forwardCase('directed', 'B6.11', shape, {
    x: sym(new Array(size).fill(2047), 0.5, shape.x),
    gamma: sym(new Array(size).fill(2047), Math.fround(1 / 2047), [size]),
    beta: sym(rest, 0.01, [size]),
    y: target('SYM_INT32', shape.x, 12),
  });
}

function* ownership(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const srWire = { y: target('SYM_INT32', two.x, g.contract.operandBits, sr) };
  yield forwardCase('directed', 'write_rounding', two, example(g, kind, srWire), {}, 31);
  const rounding = { rounding: sr };
  yield forwardCase('directed', 'write_rounding', two, example(g, kind), rounding, 31);
  yield forwardCase('directed', 'draw_order', two, example(g, kind, srWire), rounding, 32);
  yield forwardCase('directed', 'float_arm', two, floatExample(kind), {
    arithmetic: floatArithmetic,
  });
  const eps = { arithmetic: floatArithmetic, eps: 0.5 };
  yield forwardCase('directed', 'float_arm', two, floatExample(kind), eps);
  const flat = { ...floatExample(kind), x: float32Of(new Array(8).fill(0.1), two.x) };
  yield forwardCase('directed', 'float_arm', two, flat, { arithmetic: floatArithmetic });
}

function* currentOnly(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const r = g.random('operands');
  for (const [dtype, bits] of [
    ['SYM_INT32', 8],
    ['SYM_INT32', 16],
    ['SYM', 8],
    ['ASYM', 8],
    ['FLOAT32', 0],
  ] as const) {
    const y = target(dtype, two.x, bits);
    yield forwardCase('directed', 'wire_record', two, example(g, kind, { y }));
  }
  const floats = floatExample(kind);
  const mixed: readonly CaseTensors[] = [
    { x: floats.x! },
    { gamma: floats.gamma!, beta: floats.beta! },
    { gamma: randomSym(r, [4], 8, 0.01), beta: randomSym(r, [4], 6, 0.001) },
    { beta: randomAsym(r, [4], 16, 1e-5) },
  ];
  for (const change of mixed) {
    const tensors = example(g, kind, change);
    yield forwardCase('directed', 'operand', two, tensors, { rounding: sr }, r.rngState());
  }
  const arithmetic = floatArithmetic;
  yield forwardCase('directed', 'float_arm', two, example(g, kind), { arithmetic });
  const wideBeta = example(g, kind, { beta: { ...exampleBeta(), bits: 16 } });
  yield forwardCase('directed', 'float_arm', two, wideBeta, { arithmetic });
  yield forwardCase('negative', 'label', two, wideBeta);
  const packed = { gamma: randomSym(r, [4], 13, 0.01) };
  yield forwardCase('negative', 'label', two, example(g, kind, packed));
}

function* juneOnly(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const bits = g.contract.operandBits;
  yield forwardCase(
    'directed',
    'raw_wire',
    two,
    example(g, kind, { y: target('SYM_INT32', two.x, 7, sr) }),
  );
  const widest = target('SYM_INT32', two.x, bits + 1);
  yield forwardCase('negative', 'label', two, example(g, kind, { y: widest }));
  const floats = floatExample(kind);
  const { y } = floats;
  yield forwardCase('negative', 'refused_dtype', two, example(g, kind, { y: y! }));
  for (const name of ['x', 'gamma', 'beta']) {
    const t = floats[name]!;
    yield forwardCase('negative', 'refused_dtype', two, example(g, kind, { [name]: t }));
  }
}

function* refusals(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const two = twoBlocks(kind);
  const relabel = (t: Tensor): Tensor => ({ ...t, bits: g.contract.normLabelMax + 1 });
  yield forwardCase('negative', 'label', two, example(g, kind, { x: relabel(exampleX(kind)) }));
  yield forwardCase('negative', 'label', two, example(g, kind, { gamma: relabel(exampleGamma()) }));
  const short = { gamma: sym([1, 2, 3], 1, [3]), beta: sym([1, 2, 3], 1, [3]) };
  yield forwardCase('negative', 'shape', two, example(g, kind, short));
  for (const whole of kind === 'layer_norm' ? wholeInputs : []) {
    const x = shaped(exampleX(kind), whole.x);
    const y = target('SYM_INT32', whole.x, g.contract.operandBits);
    yield forwardCase('directed', 'shape', whole, { x, ...wholeAffine(whole.gamma), y });
  }
  const floatShort = { gamma: float32Of([1, 2, 3]), beta: float32Of([1, 2, 3]) };
  const arithmetic = floatArithmetic;
  yield forwardCase(
    'negative',
    'shape',
    two,
    { ...floatExample(kind), ...floatShort },
    { arithmetic },
  );
  // a nearly constant x under an ordinary β
  const one = oneBlock(kind);
  const tiny = {
    x: sym([5, 6, 5, 6], 1e-8, one.x),
    gamma: sym([1, 1, 1, 1], 1e-3, [4]),
    beta: sym([2047, 0, 0, 0], 1, [4]),
    y: target('SYM_INT32', one.x, g.contract.operandBits),
  };
  yield forwardCase('negative', 'seed_guard', one, tiny);
}

/** A parameter vector in any storage the contract converts. */
function randomParameter(r: Random, plain: Tensor, current: boolean): Tensor {
  if (!current || r.chance(1, 2)) return plain;
  if (r.chance(1, 2)) return randomFloat32(r, plain.shape, -2, 0);
  return randomSym(r, plain.shape, r.pick([6, 8, 12]), plain.scale);
}

function randomForward(g: CaseGen, kind: NormKind, label: string): CaseInput {
  const r = g.random(label);
  const current = isCurrent(g.contract);
  const arithmetic = r.chance(1, 4) ? floatArithmetic : symArithmetic;
  const shape = randomNormShape(r, kind);
  const rounding = r.pick(roundings);
  const y = randomWire(r, shape.x, g.contract, arithmetic);
  if (arithmetic === floatArithmetic && !current) {
    const x = randomFloat32(r, shape.x);
    const gamma = randomFloat32(r, [shape.affine], -2, 1);
    const beta = randomFloat32(r, [shape.affine], -4, 1);
    return forwardCase(
      'random',
      'storage_mix',
      shape,
      { x, gamma, beta, y },
      { arithmetic, rounding },
    );
  }
  const affine = randomAffine(r, shape.affine, 12);
  const x =
    current && r.chance(1, 4)
      ? randomFloat32(r, shape.x)
      : randomNormX(r, shape.x, r.pick([8, 12, g.contract.normLabelMax]));
  const tensors = {
    x,
    gamma: randomParameter(r, affine.gamma, current),
    beta: randomParameter(r, affine.beta, current),
    y,
  };
  return forwardCase(
    'random',
    'storage_mix',
    shape,
    tensors,
    { arithmetic, rounding },
    r.rngState(),
  );
}

function* real(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  const shape: NormShape =
    kind === 'layer_norm'
      ? { kind, x: [3, 36], affine: 36, groups: 1 }
      : { kind, x: [1, 4, 27], affine: 4, groups: 2 };
  for (const [i, start] of [5000, 61000].entries()) {
    const dtype = i === 1 && isCurrent(g.contract) ? 'FLOAT32' : 'SYM_INT32';
    const tensors = {
      x: ecgTensor(g.ecg(), start, shape.x, dtype),
      gamma: sym(new Array(shape.affine).fill(2047), Math.fround(1 / 2047), [shape.affine]),
      beta: sym(new Array(shape.affine).fill(0), 1, [shape.affine]),
      y: target('SYM_INT32', shape.x, g.contract.operandBits),
    };
    yield forwardCase('real', 'ecg', shape, tensors, { rounding: roundings[i]! }, 99);
  }
}

/** LayerNorm of views in both arms; the wire of the last has another record too. */
function* views(): Iterable<CaseInput> {
  for (const { shape, x, y } of viewedWires()) {
    yield forwardCase('directed', 'order', shape, { x, y, ...unitAffine(shape.affine) });
    const floats = {
      x: withOrder(float32Of([...x.data], x.shape), x.order),
      gamma: float32Of([1, -0.5, 2].slice(0, shape.affine)),
      beta: float32Of([0.25, 3, -1].slice(0, shape.affine)),
      y: withOrder(target('FLOAT32', y.shape), y.order),
    };
    yield forwardCase('directed', 'order', shape, floats, { arithmetic: floatArithmetic });
  }
  const packed = viewedWires()[2]!;
  const y = target('SYM', packed.y.shape, 8);
  yield forwardCase('directed', 'order', packed.shape, {
    x: packed.x,
    ...unitAffine(3),
    y,
  });
  for (const arithmetic of [symArithmetic, floatArithmetic]) {
    const isFloat = arithmetic === floatArithmetic;
    const x = viewedX([3, 2], [1, 0]);
    const other: NormShape = { kind: 'layer_norm', x: [3, 2], affine: 2, groups: 1 };
    const affine = isFloat ? { gamma: float32Of([1, 2]), beta: float32Of([0, 1]) } : unitAffine(2);
    const tensors = {
      x: isFloat ? withOrder(float32Of([...x.data], x.shape), x.order) : x,
      ...affine,
      y: target(isFloat ? 'FLOAT32' : 'SYM_INT32', [3, 2], isFloat ? 0 : 12),
    };
    yield forwardCase('negative', 'order', other, tensors, { arithmetic });
  }
}

/** Shapes that γ does not fit, in both arms: ranks, and trailing extents before the last. */
function* otherShapes(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  for (const [xShape, gammaShape] of misfits(kind)) {
    const [n, m] = [countOf(xShape), countOf(gammaShape)];
    const shape: NormShape = { ...twoBlocks(kind), x: xShape };
    const gamma = sym(ramp(m), 0.3, gammaShape);
    const y = target('SYM_INT32', xShape, g.contract.operandBits);
    const tensors = { x: sym(ramp(n), 0.1, xShape), gamma, beta: gamma, y };
    yield forwardCase('negative', 'shape', shape, tensors);
    const flat = float32Of(ramp(m), gammaShape);
    const floats = {
      x: float32Of(ramp(n), xShape),
      gamma: flat,
      beta: flat,
      y: target('FLOAT32', xShape),
    };
    yield forwardCase('negative', 'shape', shape, floats, { arithmetic: floatArithmetic });
  }
}

function* empties(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  if (g.contract.emptyNorm === 'runs') return;
  const current = isCurrent(g.contract);
  for (const shape of emptyShapes(kind)) {
    const { affine } = shape;
    const tensors = {
      x: sym([], 0.5, shape.x),
      gamma: sym([3, 4].slice(0, affine), 0.25, [affine]),
      beta: sym([7, 8].slice(0, affine), 2, [affine]),
      y: target('SYM_INT32', shape.x, 12),
    };
    yield forwardCase('boundary', 'empty', shape, tensors);
    const floats = {
      x: float32Of([], shape.x),
      gamma: float32Of([1, 2].slice(0, affine)),
      beta: float32Of([3, 4].slice(0, affine)),
      y: target('FLOAT32', shape.x),
    };
    yield forwardCase('boundary', 'empty', shape, floats, { arithmetic: floatArithmetic });
    const wide = { ...tensors.gamma, bits: g.contract.normLabelMax + 1 };
    yield forwardCase('negative', 'empty', shape, { ...tensors, gamma: wide });
    if (!current || affine === 0) continue;
    const drawn = { ...tensors, gamma: floats.gamma };
    yield forwardCase('boundary', 'empty', shape, drawn, { rounding: sr }, 21);
  }
}

/** Every case of the layer forward of a kind. */
export function* normForwardCases(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  yield* pinned(g, kind);
  yield* ownership(g, kind);
  yield* isCurrent(g.contract) ? currentOnly(g, kind) : juneOnly(g, kind);
  yield* refusals(g, kind);
  const infinite = { ...floatExample(kind), beta: float32Of([f32('7f7fffff'), -0, 0, 1]) };
  yield forwardCase('directed', 'float_arm', twoBlocks(kind), infinite, {
    arithmetic: floatArithmetic,
  });
  yield* real(g, kind);
  for (const label of labels('random', 30)) yield randomForward(g, kind, label);
  if (kind === 'layer_norm' && isCurrent(g.contract)) yield* views();
  yield* empties(g, kind);
  yield* otherShapes(g, kind);
  if (kind === 'group_norm') yield* groupsOfThree(g);
}
