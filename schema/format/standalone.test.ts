/**
 * The validators that are compiled ahead against those made here of the same schemas: on whole messages, and on
 * each of them with one change in one place, both say the same.
 */

import { describe, expect, it } from 'vitest';
import {
  isConfig,
  isLargeFile,
  isManifest,
  isReply,
  isRequest,
  isVectorFile,
} from '../gen/validators.js';
import { newAjv, schemaBase } from './ajv.ts';
import { toJson } from './json.ts';
import { hello, manifest, reply, request, shared } from './sample_messages.ts';
import { compiledRefs, schemas } from './schemas.ts';

const ajv = newAjv(false);
for (const schema of schemas) ajv.addSchema(schema);

const compiledAhead = {
  isVectorFile,
  isRequest,
  isReply,
  isManifest,
  isLargeFile,
  isConfig,
};
type Name = keyof typeof compiledAhead;

const refused = { verb: 'run', seq: 1, status: 'refused', canary: 'intact', poison: 'untouched' };
const { cases: sharedCases, ...sharedHead } = shared;
const { answers: _answers, ...sharedCall } = sharedCases[0]!;
const large = { ...sharedHead, generator: '1', files: [], cases: [sharedCall] };
const config = {
  backends: { own: 'js', other: { command: './a', build: 'make', env: { A: 'b' } } },
  ops: ['round'],
  level: 'smoke',
  timeoutMs: 1,
};

const samples: readonly (readonly [Name, unknown])[] = [
  ['isVectorFile', shared],
  ['isRequest', request],
  ['isRequest', { verb: 'hello', protocol: 1 }],
  ['isRequest', { verb: 'bye' }],
  ['isReply', reply],
  ['isReply', refused],
  ['isReply', hello],
  ['isReply', { verb: 'bye' }],
  ['isManifest', manifest],
  ['isLargeFile', large],
  ['isConfig', config],
];

const refs: Readonly<Record<string, string>> = { ...compiledRefs.message, ...compiledRefs.json };
const messages: readonly string[] = Object.keys(compiledRefs.message);

/** What a field may be replaced by. */
const replacements: readonly unknown[] = [
  0,
  1,
  -1,
  2 ** 31,
  2 ** 32,
  '',
  'ok',
  'x'.repeat(65_537),
  'FLOAT32',
  'never',
  [],
  [0],
  [0, 0],
  ['a', 'a'],
  {},
  { other: 1 },
  new Uint8Array(3),
];

/** The value with a field added to every map, each field left out, and each replaced. */
function* changed(value: unknown): Generator<unknown> {
  yield* replacements;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
  if (Array.isArray(value)) {
    yield [...value, ...value];
    for (const [i, item] of value.entries()) {
      for (const other of changed(item)) yield value.with(i, other);
    }
    return;
  }
  yield { ...value, unknown_field: 1 };
  for (const [key, field] of Object.entries(value)) {
    const { [key]: _left, ...rest } = value as Record<string, unknown>;
    yield rest;
    for (const other of changed(field)) yield { ...value, [key]: other };
  }
}

describe('a validator that is compiled ahead', () => {
  it.each(samples)('%s says what the schema says', (name, sample) => {
    const validate = ajv.getSchema(schemaBase + refs[name]!)!;
    const asJson = (value: unknown) => (messages.includes(name) ? toJson(value) : value);
    const verdicts = new Set<boolean>();
    for (const value of [sample, ...changed(sample)]) {
      const verdict = compiledAhead[name](value);
      verdicts.add(verdict);
      if (verdict !== validate(asJson(value))) expect(value).toBe(`${name} says ${verdict}`);
    }
    expect([...verdicts]).toContain(false);
  });

  it.each(samples.filter(([name]) => name !== 'isLargeFile'))(
    '%s takes a whole one',
    (name, sample) => {
      expect(compiledAhead[name](sample)).toBe(true);
    },
  );

  it('does not go through the bytes of what should be a map', () => {
    expect(isReply(new Uint8Array(1 << 24))).toBe(false);
    expect(isReply({ ...refused, outputs: new Uint8Array(1 << 24) })).toBe(false);
  });
});
