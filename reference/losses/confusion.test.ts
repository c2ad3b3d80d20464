import { expect, it } from 'vitest';
import { newNumerics } from '../primitives.ts';
import { float32Tensor, newTensor, symInt32Tensor } from '../tensor.ts';

const n = newNumerics('sym-2026-07-21');

it('counts predictions by target, over the classes of the label (L34)', () => {
  const outputs = float32Tensor([0, 1, 9, 5, 5, 9, 0, 3, 9], [3, 3]);
  const labels = float32Tensor([0, 1, 1, 0, 1, 0], [3, 2]);
  expect([...n.fn.confusionCounts(n, outputs, labels)]).toEqual([1, 1, 0, 1]);
});

it('refuses packed outputs (B9)', () => {
  const labels = symInt32Tensor([0, 1], 1, 12);
  labels.shape = [1, 2];
  expect(() => n.fn.confusionCounts(n, newTensor('SYM', [1, 2], 8), labels)).toThrow(/^B9/);
});
