/** The schemas against whole messages, each then damaged in one place: the path of the damage is reported. */

import { describe, expect, it } from 'vitest';
import { GoldError } from './errors.ts';
import { fromJson, toJson } from './json.ts';
import {
  hello,
  manifest,
  reply,
  request,
  shared,
  singleManifest,
  vector,
} from './sample_messages.ts';
import {
  validateEvent,
  validateManifest,
  validateReply,
  validateRequest,
  validateSharedFile,
  validateSingleManifest,
  validateVectorFile,
} from './validate.ts';

const event = {
  event: 'run_end',
  interrupted: 0,
  duration_ms: 1,
  totals: { pass: 1, fail: 0, error: 0, skip: 0, xfail: 0, xpass: 0 },
  stale_known_failures: [],
  exit_code: 0,
};

/** A copy with the field at the path replaced, or removed where the value is undefined. */
function damaged(message: unknown, path: string, value: unknown): unknown {
  const copy = structuredClone(message);
  const steps = path.split('/');
  let at = copy as Record<string, unknown>;
  for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
  if (value === undefined) delete at[steps.at(-1)!];
  else at[steps.at(-1)!] = value;
  return copy;
}

function codeAndPath(run: () => unknown): [string, string | undefined] {
  try {
    run();
  } catch (error) {
    if (error instanceof GoldError) return [error.code, error.path];
    throw error;
  }
  return ['accepted', undefined];
}

type Row = readonly [(value: unknown) => unknown, unknown, string, unknown, string];
const c = 'cases/0';

const rows: readonly Row[] = [
  [validateVectorFile, vector, 'format', 2, 'format'],
  [validateVectorFile, vector, 'extra', 1, '(root)'],
  [validateVectorFile, vector, 'clause', undefined, '(root)'],
  [validateVectorFile, vector, 'cases', [], 'cases'],
  [validateVectorFile, vector, 'compare/y', 'ulp', 'compare/y'],
  [validateVectorFile, vector, `${c}/id`, 'requant/boundary/01', `${c}/id`],
  [validateVectorFile, vector, `${c}/rng`, 0, `${c}/rng`],
  [validateVectorFile, vector, `${c}/params/n`, 0.5, `${c}/params/n`],
  [validateVectorFile, vector, `${c}/inputs/x/dtype`, 'INT8', `${c}/inputs/x`],
  [validateVectorFile, vector, `${c}/inputs/x/scale_bits`, undefined, `${c}/inputs/x`],
  [validateVectorFile, vector, `${c}/inputs/x/zero_point`, 0, `${c}/inputs/x`],
  [validateVectorFile, vector, `${c}/targets/y/bits`, 8, `${c}/targets/y`],
  [validateVectorFile, vector, `${c}/targets/y/data`, new Uint8Array(4), `${c}/targets/y`],
  [validateVectorFile, vector, `${c}/expected/outputs`, undefined, `${c}/expected`],
  [validateVectorFile, vector, `${c}/expected/status`, 'refused', `${c}/expected`],
  [validateVectorFile, vector, `${c}/expected/status`, 'overflow', `${c}/expected`],
  [
    validateVectorFile,
    vector,
    `${c}/expected/overflow/cast`,
    { when: 'sometimes', count: 0 },
    `${c}/expected/overflow/cast/when`,
  ],
  [validateSharedFile, shared, 'format', 1, 'format'],
  [validateSharedFile, shared, 'contracts', [], 'contracts'],
  [validateSharedFile, shared, 'contracts/0/op_version', 0, 'contracts/0/op_version'],
  [validateSharedFile, shared, `${c}/set`, 'A/b', `${c}/set`],
  [validateSharedFile, shared, `${c}/answers`, [], `${c}/answers`],
  [validateSharedFile, shared, `${c}/answers/0/contracts`, [], `${c}/answers/0/contracts`],
  [validateSharedFile, shared, `${c}/answers/0/numbers/0`, -1, `${c}/answers/0/numbers/0`],
  [validateSharedFile, shared, `${c}/answers/0/canonical/rng`, -1, 'canonical/rng'],
  [validateManifest, manifest, 'files/0/path', '../x.mp', 'files/0/path'],
  [validateManifest, manifest, 'files/0/contracts', [], 'files/0/contracts'],
  [validateManifest, manifest, 'files/0/sha256', 'ff', 'files/0/sha256'],
  [validateSingleManifest, singleManifest, 'files/0/path', 'x.mp', 'files/0/path'],
  [validateSingleManifest, singleManifest, 'files/0/cases', 0, 'files/0/cases'],
  [validateRequest, request, 'expected', {}, '(root)'],
  [validateRequest, request, 'verb', 'stop', 'verb'],
  [validateRequest, { verb: 'bye' }, 'seq', 1, '(root)'],
  [validateReply, reply, 'canary', undefined, '(root)'],
  [validateReply, reply, 'status', 'fine', 'status'],
  [validateReply, reply, 'observed/cast', -1, 'observed/cast'],
  [validateReply, reply, 'outputs/y/data', 'AAAA', 'outputs/y/data'],
  [validateReply, hello, 'max_frame', 0, 'max_frame'],
  [validateEvent, event, 'interrupted', false, 'interrupted'],
  [validateEvent, event, 'totals/pass', undefined, 'totals'],
  [validateEvent, event, 'event', 'end', 'event'],
];

describe('schemas', () => {
  it('accept whole messages', () => {
    validateVectorFile(vector);
    validateSharedFile(shared);
    validateManifest(manifest);
    validateSingleManifest(singleManifest);
    for (const message of [request, { verb: 'hello', protocol: 1 }, { verb: 'bye' }]) {
      validateRequest(message);
    }
    for (const message of [reply, hello, { verb: 'bye' }]) validateReply(message);
    validateEvent(event);
  });

  for (const [validate, message, field, value, path] of rows) {
    it(`${validate.name}: ${field} = ${JSON.stringify(value)} is refused at ${path}`, () => {
      const [code, at] = codeAndPath(() => validate(damaged(message, field, value)));
      expect(code).toMatch(/^(vector-schema|backend-protocol)$/);
      expect(at).toContain(path);
    });
  }
});

describe('the JSON projection', () => {
  it('keeps everything, binary data as base64', () => {
    expect(toJson({ a: Uint8Array.of(255, 0), b: 'AA==', c: [1] })).toEqual({
      a: { $bin: '/wA=' },
      b: 'AA==',
      c: [1],
    });
    expect(fromJson(JSON.parse(JSON.stringify(toJson(vector))))).toEqual(vector);
  });
});
