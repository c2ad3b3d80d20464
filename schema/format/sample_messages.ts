/** One whole message of each kind, for tests. */

const never = { when: 'never', count: 0 };
const overflow = { accumulate: never, multiply: never, cast: never };
const tensor = {
  dtype: 'SYM_INT32',
  shape: [1],
  scale_bits: 1065353216,
  bits: 12,
  rounding: 'HALF_AWAY',
  data: Uint8Array.of(1, 0, 0, 0),
};
const call = {
  params: { lr: Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0), mode: 'HALF_AWAY', n: -1 },
  inputs: { x: tensor },
  targets: { y: { dtype: 'FLOAT32', shape: [1] } },
  rng: 1,
};
export const vector = {
  format: 1,
  contract: 'sym-2026-07-21',
  op: 'requant',
  op_version: 1,
  clause: 'S51',
  source: { name: 'goldvec', version: '1.0' },
  notes: { tie: { bug: 'b', effect: 'e', clause: 'S16' } },
  compare: { y: 'bit_exact' },
  cases: [
    {
      id: 'requant/boundary/0',
      flags: ['tie'],
      ...call,
      expected: {
        status: 'ok',
        outputs: { y: { dtype: 'FLOAT32', shape: [1], data: new Uint8Array(4) } },
        rng: 1,
        overflow,
      },
    },
  ],
};
const { contract: _contract, op_version: _version, cases: _cases, ...head } = vector;
const expected = vector.cases[0]!.expected;
export const shared = {
  ...head,
  format: 2,
  contracts: [{ contract: 'sym-2026-07-21', op_version: 1 }],
  cases: [
    {
      set: 'boundary',
      flags: ['tie'],
      ...call,
      answers: [{ contracts: [0], numbers: [0], expected, canonical: { outputs: {}, rng: 1 } }],
    },
  ],
};
export const manifest = {
  format: 2,
  files: [
    {
      path: 'requant.mp',
      op: 'requant',
      bytes: 10,
      sha256: '0'.repeat(64),
      contracts: [{ contract: 'sym-2026-07-21', op_version: 1, cases: 1, sha256: '0'.repeat(64) }],
    },
  ],
  totals: { files: 1, cases: 1, bytes: 10 },
};
export const singleManifest = {
  format: 1,
  files: [
    {
      path: 'sym-2026-07-21/requant.mp',
      contract: 'sym-2026-07-21',
      op: 'requant',
      op_version: 1,
      cases: 1,
      bytes: 10,
      sha256: '0'.repeat(64),
    },
  ],
  totals: { files: 1, cases: 1, bytes: 10 },
};
export const request = { verb: 'run', seq: 1, contract: 'sym-2026-07-21', op: 'requant', ...call };
export const reply = {
  verb: 'run',
  seq: 1,
  status: 'ok',
  outputs: { y: tensor },
  rng: 1,
  observed: { accumulate: 0, multiply: 0, cast: 0, where: '' },
  canary: 'intact',
};
export const hello = {
  verb: 'hello',
  protocol: 1,
  name: 'js',
  version: '1',
  toolchain: 'node',
  capabilities: ['overflow'],
  ops: ['requant'],
  contracts: ['sym-2026-07-21'],
  max_frame: 65536,
};
