import { expect, test } from 'vitest';
import { float32Tensor, newTensor } from '../../../reference/tensor.ts';
import { digestStart, digestTensor } from './digest.ts';

test('FNV-1a of the payload bytes', () => {
  expect(digestTensor(digestStart, float32Tensor([]))).toBe(0x811c9dc5);
  const t = newTensor('BOOL', [8]);
  t.data[0] = 0x61;
  // the byte "a", then scale 1 (00 00 80 3f) and zero point 0
  expect(digestTensor(digestStart, t)).toBe(0x2d9f1951);
});

test('the scale takes part', () => {
  const t = newTensor('SYM_INT32', [2], 12);
  const before = digestTensor(digestStart, t);
  t.scale = 0.5;
  expect(digestTensor(digestStart, t)).not.toBe(before);
});
