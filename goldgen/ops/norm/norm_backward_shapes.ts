/** Backwards of the norm layers over views, empty tensors, single elements and shapes that do not fit. */

import { countOf } from '../../../reference/tensor.ts';
import { floatArithmetic, freshGradient } from '../../kit/layer_operands.ts';
import { float32Of } from '../../kit/literals.ts';
import { target, withOrder } from '../../kit/tensors.ts';
import type { CaseGen, CaseInput } from '../../op.ts';
import { backwardCase, fixed, sr } from './norm_backward_example.ts';
import {
  emptyShapes,
  misfits,
  type NormKind,
  type NormShape,
  ramp,
  sym,
  twoBlocks,
  viewedWires,
} from './norm_cases.ts';

/** LayerNorm of views in both arms: x, dy and dx in orders of their own. */
export function* views(): Iterable<CaseInput> {
  for (const { shape, x, y } of viewedWires()) {
    const count = [shape.affine];
    const loss = [10, -20, 30, -40, 1000, 0, -2047, 3, 5, -600, 70, 8].slice(0, x.data.length);
    for (const [dyLike, dxLike] of [
      [y, x],
      [x, y],
    ] as const) {
      const tensors = {
        x,
        dy: withOrder(sym(loss, 1e-3, dyLike.shape), dyLike.order),
        gamma: sym([2047, 1024, -512].slice(0, shape.affine), 5e-4, count),
        gamma_grad: freshGradient('FLOAT32', count),
        beta_grad: freshGradient('SYM_INT32', count, 16),
        dx: withOrder(target('SYM_INT32', dxLike.shape, 12), dxLike.order),
      };
      yield backwardCase('directed', 'order', shape, tensors);
      const floats = {
        x: withOrder(float32Of([...x.data], x.shape), x.order),
        dy: withOrder(float32Of(loss, dyLike.shape), dyLike.order),
        gamma: float32Of([1, -0.5, 2].slice(0, shape.affine)),
        gamma_grad: float32Of([0.5, 0, -1].slice(0, shape.affine)),
        beta_grad: float32Of([0, 0.25, 8].slice(0, shape.affine)),
        dx: withOrder(target('FLOAT32', dxLike.shape), dxLike.order),
      };
      yield backwardCase('directed', 'order', shape, floats, { arithmetic: floatArithmetic });
      // square wires of one order: turned twice
      if (`${x.shape} ${x.order}` === `${y.shape} ${y.order}`) break;
    }
  }
}

/** Blocks of one element: e and its mean are the same number, so dx is 0 however γ is decoded, if it is once. */
export function* singleElements(g: CaseGen): Iterable<CaseInput> {
  const shape: NormShape = { kind: 'layer_norm', x: [6, 1], affine: 1, groups: 1 };
  for (const gamma of [1023, -1777]) {
    yield backwardCase('directed', 'association', shape, {
      x: sym([5, -300, 17, 2000, 1, -9], 0.01, shape.x),
      dy: sym([700, -1501, 2047, 41, 3, -77], 0.0021, shape.x),
      gamma: sym([gamma], 7e-4, [1]),
      gamma_grad: freshGradient('SYM_INT32', [1], 16),
      beta_grad: freshGradient('SYM_INT32', [1], 16),
      dx: target('SYM_INT32', shape.x, g.contract.operandBits),
    });
  }
}

/** Shapes that γ does not fit, in both arms: ranks, and trailing extents before the last. */
export function* otherShapes(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  for (const [xShape, gammaShape] of misfits(kind)) {
    const [n, m] = [countOf(xShape), countOf(gammaShape)];
    const shape: NormShape = { ...twoBlocks(kind), x: xShape };
    yield backwardCase('negative', 'shape', shape, {
      x: sym(ramp(n), 0.1, xShape),
      dy: sym(ramp(n), 0.2, xShape),
      gamma: sym(ramp(m), 0.3, gammaShape),
      gamma_grad: freshGradient('SYM_INT32', gammaShape, 16),
      beta_grad: freshGradient('SYM_INT32', gammaShape, 16),
      dx: target('SYM_INT32', xShape, g.contract.operandBits),
    });
    const floats = {
      x: float32Of(ramp(n), xShape),
      dy: float32Of(ramp(n), xShape),
      gamma: float32Of(ramp(m), gammaShape),
      gamma_grad: float32Of(ramp(m), gammaShape),
      beta_grad: float32Of(ramp(m), gammaShape),
      dx: target('FLOAT32', xShape),
    };
    yield backwardCase('negative', 'shape', shape, floats, { arithmetic: floatArithmetic });
  }
}

/** Guards, then the scale of dx: gradients stay as they are, whatever their modes. */
export function* empties(g: CaseGen, kind: NormKind): Iterable<CaseInput> {
  if (g.contract.emptyNorm === 'runs') return;
  for (const shape of emptyShapes(kind)) {
    const count = [shape.affine];
    const tensors = {
      x: sym([], 0.5, shape.x),
      dy: sym([], 0.25, shape.x),
      gamma: sym([3, 4].slice(0, shape.affine), 0.25, count),
      gamma_grad: sym([5, -6].slice(0, shape.affine), 0.125, count, 16),
      beta_grad: sym([-7, 8].slice(0, shape.affine), 0.375, count, 16),
      dx: target('SYM_INT32', shape.x, 12, sr),
    };
    yield backwardCase('boundary', 'empty', shape, tensors, {}, 21);
    const unread = { gamma_mode: 'OUT_WRITE', beta_mode: fixed };
    yield backwardCase('boundary', 'empty', shape, tensors, unread);
    const floats = {
      x: float32Of([], shape.x),
      dy: float32Of([], shape.x),
      gamma: float32Of([1, 2].slice(0, shape.affine)),
      gamma_grad: float32Of([0.5, -1].slice(0, shape.affine)),
      beta_grad: float32Of([0.25, 8].slice(0, shape.affine)),
      dx: target('FLOAT32', shape.x),
    };
    yield backwardCase('boundary', 'empty', shape, floats, { arithmetic: floatArithmetic });
    const dx = target('SYM_INT32', shape.x, g.contract.normLabelMax + 1);
    yield backwardCase('negative', 'empty', shape, { ...tensors, dx });
  }
}
