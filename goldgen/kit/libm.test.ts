/** The sensitivity marks: what a slip of one unit in exp or log can and cannot change. */

import { describe, expect, it } from 'vitest';
import crossEntropyForward from '../ops/losses/cross_entropy_forward.ts';
import expFloat32 from '../ops/softmax/exp_float32.ts';
import softmaxForward from '../ops/softmax/softmax_forward.ts';
import { newCase } from './cases.ts';
import { isLibmSensitive, markLibm } from './libm.ts';
import { float32Of } from './literals.ts';
import { target } from './tensors.ts';

const contract = 'sym-2026-07-21';

function softmax(logits: readonly number[], bits: number) {
  const x = float32Of(logits);
  const y = target(bits === 0 ? 'FLOAT32' : 'SYM_INT32', x.shape, bits);
  return newCase('directed', 'mixture', { x, y });
}

describe('isLibmSensitive', () => {
  it.each([
    ['equal logits: only exp(0)', [2, 2, 2], 0, false],
    ['powers that vanish', [0, -200], 0, false],
    ['float probabilities', [0, -1], 0, true],
    ['probabilities far below half a code', [0, -20], 8, false],
  ] as const)('%s', (_, logits, bits, expected) => {
    expect(isLibmSensitive(softmaxForward, contract, softmax(logits, bits))).toBe(expected);
  });

  it('a loss depends on its logarithm unless that is log 1', () => {
    const loss = target('FLOAT32', [1]);
    const one = float32Of([1]);
    const of = (p: number) =>
      newCase(
        'directed',
        'mixture',
        { output: float32Of([p]), label: one, loss },
        { params: { reduction: 'SUM' } },
      );
    expect(isLibmSensitive(crossEntropyForward, contract, of(0.3))).toBe(true);
    expect(isLibmSensitive(crossEntropyForward, contract, of(1))).toBe(false);
  });

  it('marks cases by flag', () => {
    const x = float32Of([0.5]);
    const marked = markLibm(expFloat32, contract, newCase('directed', 'edges', { x, y: x }));
    expect(marked.flags).toEqual(['edges', 'LibmSensitive']);
  });
});
