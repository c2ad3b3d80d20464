/** One recorded event stream, for the tests of every reporter. */

import { type RunEvent, zeroTotals } from '../core/events.ts';

export const backend = 'native:gcc-O2';
export const start = {
  event: 'run_start',
  format: 1,
  goldvec: '1.2.3',
  protocol: 1,
  time: '2026-01-02T03:04:05.678Z',
  backends: [backend, 'js'],
  contracts: ['sym-2026-07-21'],
  cases: 2,
} as const;
export const described = {
  event: 'backend_start',
  backend,
  name: 'kernels',
  version: '1',
  toolchain: 'gcc 12',
  capabilities: ['overflow'],
  contracts: ['sym-2026-07-21'],
  ops: ['round'],
} as const;
export const base = { event: 'case_end', backend, clause: 'S16', flags: [] } as const;
export const passed = {
  ...base,
  case: 'sym-2026-07-21/round/random/1',
  verdict: 'pass',
  duration_us: 1500,
} as const;
export const failed = {
  ...base,
  case: 'sym-2026-07-21/round/random/2',
  verdict: 'fail',
  flags: ['Tie'],
  differences: [
    {
      kind: 'data',
      name: 'y',
      index: 3,
      at: [1, 0],
      expected: '5',
      got: '4',
      expected_hex: '0x00000005',
      got_hex: '0x00000004',
      expected_real: '0.625',
      got_real: '0.5',
      lsb: '-1',
      differing: 2,
      of: 6,
    },
    { kind: 'overflow', name: 'cast', expected: 'never', got: '1', where: 'gv_round.c:12' },
  ],
  catches: ['Tie: ties go to even (S16)'],
  rule: 'S16 Half away from zero: Rounds a float.',
  explain: 'npx goldvec explain S16',
  replay: 'npx goldvec run --backend native:gcc-O2 --filter sym-2026-07-21/round/random/2',
} as const;
export const skipped = {
  ...base,
  backend: 'js',
  case: 'sym-2026-07-21/round/random/1',
  verdict: 'skip',
  reason: 'unsupported-op',
} as const;
export const crashed = {
  ...base,
  backend: 'js',
  case: 'sym-2026-07-21/round/random/2',
  verdict: 'error',
  message: 'the backend was killed by SIGSEGV\nstderr: \u001b[31m<&"> \ud800',
} as const;
export const end = {
  event: 'backend_end',
  state: 'done',
  restarts: 0,
  duration_ms: 5,
  totals: zeroTotals(),
} as const;
export const runEnd = {
  event: 'run_end',
  interrupted: 0,
  duration_ms: 5,
  totals: { ...zeroTotals(), pass: 1, fail: 1, skip: 1, error: 1 },
  stale_known_failures: [],
  exit_code: 1,
} as const;
export const stream: readonly RunEvent[] = [
  start,
  described,
  passed,
  failed,
  { ...end, backend },
  { ...described, backend: 'js', name: 'js kernels' },
  skipped,
  crashed,
  { ...end, backend: 'js' },
  runEnd,
];
