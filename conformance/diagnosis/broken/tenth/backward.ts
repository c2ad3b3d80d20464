/** Tenth set of reports that were unseen: gradients. */

import type { BugReport } from '../entry.ts';

export const backward: readonly BugReport[] = [
  {
    id: 'tenth_06',
    address: 'https://github.com/dmarcosg/DSAC/issues/6',
    essence: 'the weight gradient of a convolution of floats is that of the last batch item',
    function: /conv1d|convolution|weightGrad/i,
    mistake:
      /(last|final) (batch|item|sample|element|entry|image)|batch.{0,60}(only|last|overwrit|not (summed|added|accumulated|all)|anew|reset|cleared|ignored|missing|left out)|(reset|restart|anew|clear|overwrit|starts? (again|over))\w*.{0,60}(batch|item|sample)|(only|one) (one |a single |the last )?(batch|item|sample)|(earlier|other|first|previous) (batch|item|sample)/i,
    edits: [
      {
        file: 'js/kernels/convolution.ts',
        from: '        sum = dot(sum, from, outerLane(p, outer, b, oc, range.first), range.count);',
        to: `        const start = dw.data[taps + k]!;
        sum = dot(start, from, outerLane(p, outer, b, oc, range.first), range.count);`,
      },
    ],
  },
  {
    id: 'tenth_07',
    address: 'https://github.com/ROCm/rocm-libraries/pull/7732',
    essence: 'the input gradient of a strided convolution is 0 except at multiples of the stride',
    function: /conv1d|convolution/,
    mistake:
      /strid.{0,80}(multipl|phase|only|every|first|residue|modulo|zero|\b0\b|position|offset|skip|missing|left out|tap)|(multipl|phase|residue|modulo|every|only|zero|\b0\b|skip|missing).{0,80}strid|sub-?(gemm|grid|problem|filter|kernel)|interleav|poly-?phase/i,
    edits: [
      {
        file: 'gv_conv_layer.c',
        from: `    return layer->transposed ? gv_conv1d(ctx, &adjoint, operands[0], operands[1], NULL, raw)
                             : gv_conv1d_transposed(ctx, &adjoint, operands[0], operands[1], NULL, raw);`,
        to: `    if (layer->transposed) {
        return gv_conv1d(ctx, &adjoint, operands[0], operands[1], NULL, raw);
    }
    GV_TRY(gv_conv1d_transposed(ctx, &adjoint, operands[0], operands[1], NULL, raw));
    const gv_window *w = &adjoint.window;
    uint32_t length = raw->dims[2];
    uint64_t pad = gv_window_geometry(w, length).pad_left;
    for (uint32_t i = 0; i < raw->count; i++) {
        if ((i % length + pad) % w->stride != 0u) {
            gv_i32(raw)[i] = 0;
        }
    }
    return GV_OK;`,
      },
    ],
  },
  {
    id: 'tenth_13',
    address: 'https://github.com/uxlfoundation/oneDNN/issues/616',
    essence: 'the softmax backward does not multiply by the output',
    function: /softmax_backward/,
    mistake:
      /(without|missing|not|lacks?|leaves? out|omit|drop|forg|\bno\b|only).{0,60}(factor|multipl|softmax|probabilit|output|\bs\b|\bp\b|\by\b)|(factor|multipl\w*|probabilit\w*|outputs?|\bs\b|\bp\b).{0,40}(missing|left out|omitted|not|forgotten|dropped)|\b(g|dy) ?[−-] ?(the )?(dot|sum|Σ|product|inner)|log-?softmax/i,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = g[i] - dot;',
      },
    ],
  },
];
