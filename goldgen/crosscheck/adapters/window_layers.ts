/** Convolutions, pools, ReLU, Dropout, Flatten and Softmax of both dates that have them. */

import type { Layer, LayerContext } from '../../../reference/layers/layer.ts';
import { newTensor } from '../../../reference/tensor.ts';
import type { AdapterTable, Replay } from '../types.ts';
import { windowOf } from './conv_kernels.ts';
import { currentContext, juneContextOf, parameterOf, runMicroBatches } from './layers.ts';
import { libmVariants } from './libm.ts';

/** The June convolutions: every arithmetic SYM_INT32, one mode for the scratch of conversions. */
function juneConvContext(r: Replay): LayerContext {
  const type = 'ARITH_SYM_INT32';
  const math = { type, rounding: r.paramRounding('gradMathRounding') } as const;
  return juneContextOf({ type, rounding: 'HALF_AWAY' }, math);
}

type ContextOf = (r: Replay) => LayerContext;

function conv1d(context: ContextOf): (r: Replay) => void {
  return (r) => {
    const w = parameterOf(r, 'w');
    const b = r.has('b') ? parameterOf(r, 'b') : undefined;
    const [window, groups] = [windowOf(r), r.paramInt('groups')];
    const layer: Layer = { kind: 'conv1d', ...context(r), weight: w, bias: b, window, groups };
    runMicroBatches(r, layer, { w, b });
  };
}

/** A transposed convolution refused by its initialiser recorded no tensors. */
function conv1dTransposed(context: ContextOf): (r: Replay) => void {
  return (r) => {
    const geometry = {
      window: windowOf(r),
      groups: r.paramInt('groups'),
      outputPadding: r.paramInt('outputPadding'),
    };
    if (!r.has('w')) {
      r.n.fn.guardTransposedGeometry(r.n, geometry);
      return;
    }
    const w = parameterOf(r, 'w');
    const b = r.has('b') ? parameterOf(r, 'b') : undefined;
    const kind = 'conv1d_transposed';
    runMicroBatches(r, { kind, ...context(r), weight: w, bias: b, ...geometry }, { w, b });
  };
}

/** MaxPool emits its argmax after every forward. */
function maxPool(r: Replay): void {
  const argmax = newTensor('INT32', r.tensor('y_target').shape);
  const layer: Layer = { kind: 'max_pool1d', ...currentContext(r), window: windowOf(r), argmax };
  runMicroBatches(r, layer, {}, (m) => r.emit(`argmax${m}`, argmax));
}

function avgPool(r: Replay): void {
  runMicroBatches(r, { kind: 'avg_pool1d', ...currentContext(r), window: windowOf(r) }, {});
}

function adaptiveAvgPool(r: Replay): void {
  const outputSize = r.paramInt('outputSize');
  runMicroBatches(r, { kind: 'adaptive_avg_pool1d', ...currentContext(r), outputSize }, {});
}

function relu(r: Replay): void {
  runMicroBatches(r, { kind: 'relu', ...currentContext(r) }, {});
}

/** A rate refused by the initialiser recorded only the mask. */
function dropout(r: Replay): void {
  const mask = r.tensor('mask');
  const p = r.paramFloat('p');
  const training = r.paramInt('training') === 1;
  if (!r.has('x0')) {
    r.n.fn.guardDropoutRate(r.n, p);
    return;
  }
  const layer: Layer = { kind: 'dropout', ...currentContext(r), p, mask, training };
  runMicroBatches(r, layer, {}, (m) => r.emit(`mask${m}`, mask));
}

function flatten(r: Replay): void {
  runMicroBatches(r, { kind: 'flatten' }, {});
}

function softmax(r: Replay): void {
  runMicroBatches(r, { kind: 'softmax', ...currentContext(r) }, {});
}

export const windowLayerAdapters: AdapterTable = {
  'layer-conv1d/conv1dForward+Backward': conv1d(currentContext),
  'layer-conv1dtransposed/conv1dTransposedForward+Backward': conv1dTransposed(currentContext),
  'june23-layer-conv1d/conv1dForward+Backward': conv1d(juneConvContext),
  'june23-layer-conv1dtransposed/conv1dTransposedForward+Backward':
    conv1dTransposed(juneConvContext),
  'layer-maxpool1d/maxPool1dForward+Backward': maxPool,
  'layer-avgpool1d/avgPool1dForward+Backward': avgPool,
  'layer-adaptiveavgpool1d/adaptiveAvgPool1dForward+Backward': adaptiveAvgPool,
  'layer-relu/reluForward+Backward': relu,
  'layer-dropout/dropoutForward+Backward': dropout,
  'layer-flatten/flattenForward+Backward': flatten,
  'layer-softmax/softmaxForward+Backward': { replay: softmax, variants: libmVariants },
};
