/** Ninth set of reports that were unseen: gradients. */

import type { BugReport } from '../entry.ts';

export const backward: readonly BugReport[] = [
  {
    id: 'ninth_07',
    address: 'https://github.com/eriklindernoren/ML-From-Scratch/issues/71',
    essence: 'the gradient of Softmax is p·(1 − p)·g, of the diagonal only',
    function: /softmax_backward/,
    mistake:
      /diagonal|jacobian|1 ?[−-] ?[sp]\b|[sp] ?[·*⊗×] ?\(1|sigmoid|element ?-?wise|(sum|dot|product|Σ).{0,40}(its own|own (term|element)|only (its|the own))|each (output|element).{0,20}(alone|by itself|of its own)|other (outputs|elements|probabilities|classes)/i,
    edits: [
      {
        file: 'gv_softmax.c',
        from: '        gradient[i] = s[i] * (g[i] - dot);',
        to: '        gradient[i] = (s[i] * (1.0f - s[i])) * g[i];',
      },
    ],
  },
  {
    id: 'ninth_08',
    address: 'https://github.com/facebookresearch/CrypTen/pull/143',
    essence: 'the input gradient of a norm takes mean and variance for constants',
    function: /norm_backward/,
    mistake:
      /(mean|average|variance|statistics|moment|deviation|terms?|sums|correction|projection).{0,60}(constants?|not (subtracted|differentiated|taken|there)|missing|ignored|left out|absent|dropped|without|no gradient)|(constants?|missing|ignores?|without|leaves? out|left out|neither|\bno\b|lacks?|only).{0,60}(means?|averages?|variance|statistics|moments?|terms|correction|projection)|rstd ?[·*×⊗] ?e\b|e ?[·*×⊗] ?rstd/i,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: '        p->dx[i] = p->rstd[block] * ((e - a) - moment);',
        to: '        p->dx[i] = p->rstd[block] * e;',
      },
    ],
  },
  {
    id: 'ninth_09',
    address: 'https://github.com/karpathy/llm.c/pull/408',
    essence: 'the float gradients of γ and β are overwritten, not added to',
    function: /norm_backward/,
    mistake:
      /overwr|(not|never) (added|accumulated)|(in place of|instead of) (being )?(add|accumulat)|replac|(old|previous|earlier|former|there|present|was).{0,40}(lost|forgotten|ignored|dropped|discarded|cleared|not kept)|(start|begin|begun|set|cleared|reset|zeroed).{0,30}(0|zero|first|before)|zeroed|cleared|assigned/i,
    edits: [
      {
        file: 'gv_norm_backward.c',
        from: `    p->d_beta = gv_f32(steps->beta_grad);
    p->dx = gv_f32(dx);`,
        to: `    p->d_beta = gv_f32(steps->beta_grad);
    memset(p->d_gamma, 0, steps->gamma_grad->bytes);
    memset(p->d_beta, 0, steps->beta_grad->bytes);
    p->dx = gv_f32(dx);`,
      },
    ],
  },
  {
    id: 'ninth_24',
    address: 'https://github.com/tensorflow/swift-apis/pull/42',
    essence: 'the gradient of a mean is not divided by the number of samples',
    function: /cross_entropy/,
    mistake:
      /(always|constant|is|gives?|fixed at|stays) 1\b|(not|never|without|missing|no|omit\w*|lack\w*).{0,40}(divi|averag|mean|samples?|batch|count)|(samples?|batch|count|division).{0,40}(ignored|left out|not|missing|dropped|does not matter)/i,
    edits: [
      {
        file: 'js/kernels/losses.ts',
        from: `export function crossEntropyFactor(samples: number): number {
  return fround(1 / fround(samples));`,
        to: `export function crossEntropyFactor(_samples: number): number {
  return 1;`,
      },
    ],
  },
];
