/** Seventh set of reports that were unseen: gradients, losses and activations. */

import type { BugReport } from '../entry.ts';

export const backward: readonly BugReport[] = [
  {
    id: 'seventh_23',
    address: 'https://github.com/pytorch/pytorch/issues/188372',
    essence: 'the normalized input is rstd*x - rstd*mean',
    function: /norm_backward/,
    mistake: /rstd|distribut|normal/,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: `    if (p->x.dtype == GV_SYM_INT32) {
        return gv_normalize(gv_i32(&p->x)[i], p->x.scale, p->mean[block], p->rstd[block]);
    }
    return (gv_f32(&p->x)[i] - p->mean[block]) * p->rstd[block];`,
        to: `    float a = p->rstd[block];
    float b = -a * p->mean[block];
    float x = p->x.dtype == GV_SYM_INT32 ? gv_decode_symmetric(gv_i32(&p->x)[i], p->x.scale)
                                         : gv_f32(&p->x)[i];
    return a * x + b;`,
      },
    ],
  },
  {
    id: 'seventh_25',
    address: 'https://github.com/haifengl/smile/issues/528',
    essence: 'the ReLU backward gives 1 instead of dy',
    function: /relu_backward/,
    mistake: /relu_gradient_one|1 instead of dy/,
    edits: [
      {
        file: 'gv_activation.c',
        from: `            gv_f32(dx)[i] = gv_f32(x)[i] <= 0.0f ? 0.0f : gv_f32(dy)[i];
        } else {
            gv_i32(dx)[i] = gv_i32(x)[i] <= 0 ? 0 : gv_i32(dy)[i];`,
        to: `            gv_f32(dx)[i] = gv_f32(x)[i] <= 0.0f ? 0.0f : 1.0f;
        } else {
            gv_i32(dx)[i] = gv_i32(x)[i] <= 0 ? 0 : 1;`,
      },
    ],
  },
  {
    id: 'seventh_31',
    address: 'https://github.com/f-dangel/backpack/pull/56',
    essence: 'the factor of a mean of squared errors leaves out the features',
    function: /mse/,
    mistake: /batch_only/,
    edits: [
      {
        file: 'js/kernels/losses.ts',
        from: `export function mseFactor(samples: number, label: JsTensor): number {
  const features = Math.floor(label.count / (label.shape[0] ?? 1));
  return fround(1 / fround(samples * features));`,
        to: `export function mseFactor(samples: number, _label: JsTensor): number {
  return fround(1 / fround(samples));`,
      },
    ],
  },
  {
    id: 'seventh_33',
    address: 'https://github.com/tensorflow/tensorflow/issues/24566',
    essence: 'PReLU is the larger of x and alpha x',
    function: /prelu/,
    mistake: /larger|maximum/,
    edits: [
      {
        file: 'js/kernels/activations.ts',
        from: '        to[at] = from[at]! > 0 ? from[at]! : slope * from[at]!;',
        to: '        to[at] = Math.max(slope * from[at]!, from[at]!);',
      },
    ],
  },
  {
    id: 'seventh_35',
    address: 'https://github.com/uxlfoundation/oneDNN/pull/5557',
    essence: 'bias seeds are truncated',
    function: /matmul|linear/,
    mistake: /seed.*truncates/,
    edits: [
      {
        file: 'gv_matmul.c',
        from: '#include "gv_dot.h"',
        to: `#include "gv_dot.h"
#include "gv_float.h"
#include "gv_round.h"`,
      },
      {
        file: 'gv_matmul.c',
        from: '        GV_TRY(gv_rescale_bias(ctx, gv_i32(bias)[col], bias->scale, scale_out, bias->rounding, &seeds[col]));',
        to: `        float value = (gv_i2f(gv_i32(bias)[col]) * bias->scale) / scale_out;
        GV_TRY(gv_guard_seed(ctx, value));
        seeds[col] = gv_cast_int32(value);`,
      },
    ],
  },
  {
    id: 'seventh_37',
    address: 'https://github.com/kvfrans/notes/issues/5',
    essence: 'the bias gradient is a mean over the rows',
    function: /linear/,
    mistake: /mean/,
    edits: [
      {
        file: 'js/kernels/linear_backward.ts',
        from: `    }
    return;`,
        to: `    }
    for (let o = 0; o < width; o++) to[o] = to[o]! / (from.length / width);
    return;`,
      },
      {
        file: 'js/kernels/linear_backward.ts',
        from: '  db.scale = dy.scale;',
        to: '  db.scale = fround(dy.scale / (from.length / width));',
      },
    ],
  },
];
