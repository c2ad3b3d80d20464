/** Goal: a call that is withdrawn and still drawn is no case, and the identities after it stay. */

import { afterAll, expect, it, vi } from 'vitest';

const contract = 'sym-2026-07-21';
// the digest of the call `caseOf([1, 2], 1)`
const call = '7c8221a7dcf3d90f91f2678037ff1522583353b5047ffa098884e008f06a0f41';

// the modules that have read the true list are loaded again here, and once more for the test files after this one
vi.resetModules();
vi.doMock('../vectors/errata.json', () => ({
  default: [{ contract, id: 'sample/directed/0', reason: 'a test', call }],
}));
const { buildFile, callDigest } = await import('./build.ts');
const { sampleOp } = await import('./sample_op.ts');
afterAll(() => {
  vi.doUnmock('../vectors/errata.json');
  vi.resetModules();
});

it('leaves out the withdrawn call alone', () => {
  const { cases } = buildFile(sampleOp, contract);
  expect(cases.map(({ id }) => id)).toEqual([
    'sample/negative/0',
    'sample/overflow/0',
    'sample/directed/1',
  ]);
  expect(cases.map(callDigest)).not.toContain(call);
});
