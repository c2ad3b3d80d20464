/** `conv-kernels`: the raw gather and scatter kernels and the window helpers (S88–S94). */

import type { Convolution1d } from '../../../reference/kernels/conv1d.ts';
import type { Window1d } from '../../../reference/kernels/window.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { writingY } from './writing.ts';

/** The recorded kernel record; the layers store a dilation only where they have one. */
export function windowOf(r: Replay): Window1d {
  return {
    kernel: r.paramInt('kernelSize'),
    stride: r.paramInt('stride'),
    dilation: r.paramIntOr('dilation', 1),
    padding: r.paramWord('padding') as Window1d['padding'],
    paddingAmount: r.paramIntOr('paddingAmount', 0),
  };
}

type KernelOf = (
  r: Replay,
  c: Convolution1d,
  operands: { x: Tensor; w: Tensor; bias: Tensor | undefined; y: Tensor },
) => void;

function rawKernel(run: KernelOf): (r: Replay) => void {
  return writingY((r, y) => {
    const outputPadding = r.paramIntOr('outputPadding', 0);
    const c = { window: windowOf(r), groups: r.paramInt('groups'), outputPadding };
    const bias = r.has('bias') ? r.tensor('bias') : undefined;
    run(r, c, { x: r.tensor('x'), w: r.tensor('w'), bias, y });
  });
}

function geometry(r: Replay): void {
  const g = r.n.fn.windowGeometry(r.n, windowOf(r), r.paramInt('inputLength'));
  r.emitInt('outputLength', g.outputLength);
  r.emitInt('padLeft', g.padLeft);
  r.emitInt('padRight', g.padRight);
}

function slices(r: Replay): void {
  const window = windowOf(r);
  const length = r.paramInt('inputLength');
  geometry(r);
  const { outputLength, padLeft } = r.n.fn.windowGeometry(r.n, window, length);
  const list: number[][] = [];
  for (let o = 0; o < outputLength; o++) {
    const s = r.n.fn.windowSlice(r.n, window, length, padLeft, o);
    list.push([s.firstInput, s.firstTap, s.count]);
  }
  r.emitList('slices_firstInput_firstTap_count', list);
}

export const convKernelAdapters: AdapterTable = {
  'conv-kernels/conv1dKernelSymInt32': rawKernel((r, c, { x, w, bias, y }) =>
    r.n.fn.conv1dSym(r.n, c, x, w, bias, y),
  ),
  'conv-kernels/conv1dKernelFloat32': rawKernel((r, c, { x, w, bias, y }) =>
    r.n.fn.conv1dFloat(r.n, c, x, w, bias, y),
  ),
  'conv-kernels/convTranspose1dKernelSymInt32': rawKernel((r, c, { x, w, bias, y }) =>
    r.n.fn.convTransposed1dSym(r.n, c, x, w, bias, y),
  ),
  'conv-kernels/convTranspose1dKernelFloat32': rawKernel((r, c, { x, w, bias, y }) =>
    r.n.fn.convTransposed1dFloat(r.n, c, x, w, bias, y),
  ),
  'conv-kernels/windowGeometry1dCalc': geometry,
  'conv-kernels/windowSlice1dAt': slices,
};
