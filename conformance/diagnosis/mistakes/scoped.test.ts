/** Goal: a mistake made in one step changes that step and nothing else, and every mistake has a name of its own. */

import { describe, expect, it } from 'vitest';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import { symInt32Tensor } from '../../../reference/tensor.ts';
import { mistakes, slipMistakes } from '../replay/mistakes.ts';
import { scopedMistakes } from './scoped.ts';

function withMistake(id: string) {
  const mutant = scopedMistakes().find((mistake) => mistake.id === id)!;
  return mutantNumerics('sym-2026-07-21', [mutant], 1);
}

describe('mistakes in one step', () => {
  it('have identities of their own, as all mistakes have', () => {
    const ids = [...mistakes, ...slipMistakes()].map(({ hypothesis }) => hypothesis.id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('never say that nothing is to be done', () => {
    const fixes = [...mistakes, ...slipMistakes()].map(({ hypothesis }) => hypothesis.fix);
    expect(fixes.filter((fix) => /^nothing/.test(fix))).toEqual([]);
  });

  it('change that step only', () => {
    const n = withMistake('requant_fixed.truncates');
    const y = symInt32Tensor([0, 0], 2, 8);
    n.fn.requantFixed(n, symInt32Tensor([3, -7], 1, 8), y);
    expect([...y.data]).toEqual([1, -3]);
    expect(n.fn.round(n, -3.5, 'HALF_AWAY')).toBe(-4);
  });

  it('take another operation', () => {
    const n = withMistake('norm_rstd.sqrt.unrooted');
    expect(n.fn.normRstd(n, 4, 0)).toBe(0.25);
    expect(n.f.sqrt(4)).toBe(2);
  });
});
