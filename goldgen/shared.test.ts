import { expect, test } from 'vitest';
import { caseOf, sampleOp } from './sample_op.ts';
import { buildShared } from './shared.ts';

const contract = 'sym-2026-07-21';
const bytesOfElements = (count: number): number => {
  const x = Array.from({ length: count }, (_, i) => 100 + i);
  return buildShared({ ...sampleOp, cases: () => [caseOf(x, 1)] }, [contract])!.bytes.length;
};

test('what one contract has is refused beyond 384 KiB, in a file that could be larger', () => {
  // an element takes four bytes in the call and four in the answer
  expect(bytesOfElements(49_000)).toBeGreaterThan(8 * 49_000);
  expect(() => bytesOfElements(49_152)).toThrow(/^\d{6} bytes, at most 393216$/);
});
