/** `arithmetic` without the matrix products: pointwise, SYM arithmetic, reductions, fused forms, thresholds. */

import type { PointwiseFn } from '../../../reference/kernels/pointwise.ts';
import type { Numerics } from '../../../reference/numerics.ts';
import { floats, newTensor, type Tensor } from '../../../reference/tensor.ts';
import { isRecordedTensor } from '../recorded.ts';
import type { AdapterTable, Replay, ReplayFn } from '../types.ts';
import { writing, writingY } from './writing.ts';

/** Out of place: a, b → y. */
function outOfPlace(run: (n: Numerics, a: Tensor, b: Tensor, y: Tensor) => void): ReplayFn {
  return writingY((r, y) => run(r.n, r.tensor('a'), r.tensor('b'), y));
}

function writingA(run: (r: Replay, a: Tensor) => void): ReplayFn {
  return writing('a', (r) => r.tensor('a'), run);
}

/** In place: a, b → a. */
function inPlace(run: (n: Numerics, a: Tensor, b: Tensor) => void): ReplayFn {
  return writingA((r, a) => run(r.n, a, r.tensor('b')));
}

/**
 * An output that is recorded only after the call: extents and order are those of the recorded result, else
 * the logical extents of `like`.
 */
function unrecordedTarget(r: Replay, name: string, like: Tensor): Tensor {
  const recorded = r.recorded.outputs[name];
  const shape = isRecordedTensor(recorded) ? recorded.shape : r.n.fn.logicalExtents(r.n, like);
  const t = newTensor(like.dtype, shape);
  if (isRecordedTensor(recorded) && recorded.order !== undefined) t.order = recorded.order;
  return t;
}

function pointwise(fn: PointwiseFn): ReplayFn {
  const made = (r: Replay): Tensor => unrecordedTarget(r, 'y', r.tensor('a'));
  return writing('y', made, (r, y) => r.n.fn.pointwise(r.n, fn, r.tensor('a'), r.tensor('b'), y));
}

function pointwiseInPlace(fn: PointwiseFn): ReplayFn {
  return inPlace((n, a, b) => n.fn.pointwiseInPlace(n, fn, a, b));
}

/** A rank-1 FLOAT32 tensor of block results. */
function blockTensor(values: Float32Array): Tensor {
  const t = newTensor('FLOAT32', [values.length]);
  t.data = values;
  return t;
}

function meanSym(r: Replay): void {
  r.emit('mean', blockTensor(r.n.fn.meanSym(r.n, r.tensor('x'), r.paramInt('k'))));
}

/** The mean is computed and recorded too, unless it is given. */
function varianceSym(r: Replay): void {
  const [x, k] = [r.tensor('x'), r.paramInt('k')];
  const mean = r.has('mean') ? floats(r.tensor('mean')) : r.n.fn.meanSym(r.n, x, k);
  if (!r.has('mean')) r.emit('mean', blockTensor(mean));
  r.emit('var', blockTensor(r.n.fn.varianceSym(r.n, x, mean, k)));
}

function meanFloat(r: Replay): void {
  const [x, k] = [r.tensor('x'), r.paramInt('k')];
  const mean = r.n.fn.meanFloat32(r.n, x, k);
  r.emit('mean', blockTensor(mean));
  r.emit('var', blockTensor(r.n.fn.varianceFloat32(r.n, x, mean, k)));
}

function sumSquares(r: Replay): void {
  r.emit('ssq', blockTensor(r.n.fn.sumSquaresFloat32(r.n, r.tensor('x'), r.paramInt('k'))));
}

function rsqrtFloat(r: Replay): void {
  r.emitFloat('y', r.n.fn.rsqrtFloat32(r.n, r.float('x'), r.float('eps')));
}

/** The recorded target of the threshold helpers: label 12, scale 1. */
function threshold(run: (r: Replay, x: Tensor, y: Tensor) => void): ReplayFn {
  const made = (r: Replay): Tensor => newTensor('SYM_INT32', r.tensor('a').shape, 12);
  return writing('y', made, (r, y) => run(r, r.tensor('a'), y));
}

/** The output of the float helpers, of the extents of `a`. */
function floatOut(run: (r: Replay, a: Tensor, out: Tensor) => void): ReplayFn {
  const made = (r: Replay): Tensor => unrecordedTarget(r, 'out', r.tensor('a'));
  return writing('out', made, (r, out) => run(r, r.tensor('a'), out));
}

function addcdiv(r: Replay, a: Tensor): void {
  const scalars = {
    s: r.paramFloat('s'),
    divisor: r.paramFloat('dScale'),
    eps: r.paramFloat('eps'),
  };
  r.n.fn.addcdiv(r.n, a, r.tensor('b'), r.tensor('v'), scalars);
}

function pointwiseTable(): AdapterTable {
  const table: Record<string, ReplayFn> = {};
  for (const fn of ['add', 'sub', 'mul', 'div'] as const) {
    for (const dtype of ['Int32', 'Float32']) {
      table[`arithmetic/${fn}${dtype}Tensors`] = pointwise(fn);
      table[`arithmetic/${fn}${dtype}TensorsInplace`] = pointwiseInPlace(fn);
    }
  }
  return table;
}

export const arithmeticAdapters: AdapterTable = {
  ...pointwiseTable(),
  'arithmetic/addSymInt32Tensors': outOfPlace((n, a, b, y) => n.fn.symAdd(n, a, b, y)),
  'arithmetic/subSymInt32Tensors': outOfPlace((n, a, b, y) => n.fn.symSub(n, a, b, y)),
  'arithmetic/mulSymInt32Tensors': outOfPlace((n, a, b, y) => n.fn.symMul(n, a, b, y)),
  'arithmetic/divSymInt32Tensors': outOfPlace((n, a, b, y) => n.fn.symDiv(n, a, b, y)),
  'arithmetic/addSymInt32TensorsInplace': inPlace((n, a, b) => n.fn.symAddInPlace(n, a, b)),
  'arithmetic/subSymInt32TensorsInplace': inPlace((n, a, b) => n.fn.symSubInPlace(n, a, b)),
  'arithmetic/mulSymInt32TensorsInplace': inPlace((n, a, b) => n.fn.symMul(n, a, b, a)),
  'arithmetic/divSymInt32TensorsInplace': inPlace((n, a, b) => n.fn.symDiv(n, a, b, a)),
  'arithmetic/addInt32TensorToSymInt32TensorInplace': inPlace((n, a, b) =>
    n.fn.symAddInt32(n, a, b),
  ),
  'arithmetic/addFloat32TensorToSymInt32TensorInplace': inPlace((n, a, b) =>
    n.fn.symAddFloat32(n, a, b),
  ),
  'arithmetic/gteSymInt32Zero': threshold((r, x, y) =>
    r.n.fn.thresholdSymZero(r.n, x, r.paramInt('altNumber'), y),
  ),
  'arithmetic/gteSymInt32Value': threshold((r, x, y) =>
    r.n.fn.thresholdSym(r.n, x, r.paramInt('b'), r.paramInt('altNumber'), y),
  ),
  'arithmetic/lerpFloat32TensorsInplace': writingA((r, a) =>
    r.n.fn.lerp(r.n, a, r.tensor('b'), r.paramFloat('s')),
  ),
  'arithmetic/addcmulFloat32TensorsInplace': writingA((r, a) =>
    r.n.fn.addcmul(r.n, a, r.tensor('b'), r.tensor('c'), r.paramFloat('s')),
  ),
  'arithmetic/addcdivDenomFloat32TensorsInplace': writingA(addcdiv),
  'arithmetic/axpbyFloat32Tensors': floatOut((r, a, out) =>
    r.n.fn.axpby(r.n, r.paramFloat('s'), a, r.paramFloat('bCoef'), r.tensor('y'), out),
  ),
  'arithmetic/scaleRowsFloat32': floatOut((r, a, out) =>
    r.n.fn.scaleRows(r.n, a, r.tensor('rowScales'), out),
  ),
  'arithmetic/subRowBroadcastFloat32': floatOut((r, a, out) =>
    r.n.fn.subRow(r.n, a, r.tensor('row'), out),
  ),
  'arithmetic/meanOverTrailingAxesSymInt32': meanSym,
  'arithmetic/varianceBiasedOverTrailingAxesSymInt32': varianceSym,
  'arithmetic/meanOverTrailingAxesFloat32': meanFloat,
  'arithmetic/sumSquaresOverTrailingAxesFloat32': sumSquares,
  'arithmetic/rsqrtSymInt32': writingY((r, y) =>
    r.n.fn.rsqrtSym(r.n, r.tensor('x'), r.paramFloat('eps'), y),
  ),
  'arithmetic/rsqrtFloat32': rsqrtFloat,
};
