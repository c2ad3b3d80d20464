/**
 * The codec against literals, against an independent decoder, and against damaged bytes.
 *
 * Damage is exhaustive on one message that uses every construct: each truncation and each single bit flip
 * must be refused, or must decode to a value that encodes to exactly those bytes.
 */

import { decode as independentDecode } from '@msgpack/msgpack';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decode, encode } from './codec.ts';
import { GoldError } from './errors.ts';
import { checkBytes } from './profile.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const unhex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

const sample = {
  format: 1,
  text: 'µ and a string that is longer than thirty-one bytes',
  ints: [
    0, 127, 128, 255, 256, 65535, 65536, 4294967295, -1, -32, -33, -128, -129, -32769, -2147483648,
  ],
  tensor: { dtype: 'SYM_INT32', shape: [2, 3], data: Uint8Array.of(1, 2, 3, 4) },
  empty: { map: {}, list: [], bin: new Uint8Array(0), text: '' },
};

function failure(run: () => unknown): GoldError {
  try {
    run();
  } catch (error) {
    if (error instanceof GoldError) return error;
    throw error;
  }
  throw new Error('expected a GoldError');
}

describe('canonical bytes', () => {
  const rows: ReadonlyArray<[string, unknown, string]> = [
    ['zero', 0, '00'],
    ['largest fixint', 127, '7f'],
    ['uint8', 128, 'cc80'],
    ['uint16', 256, 'cd0100'],
    ['uint32', 65536, 'ce00010000'],
    ['largest uint32', 4294967295, 'ceffffffff'],
    ['negative fixint', -32, 'e0'],
    ['int8', -33, 'd0df'],
    ['int16', -129, 'd1ff7f'],
    ['int32', -32769, 'd2ffff7fff'],
    ['INT32_MIN', -2147483648, 'd280000000'],
    ['empty string', '', 'a0'],
    ['string', 'ab', 'a26162'],
    ['string of 32 bytes', 'x'.repeat(32), `d920${'78'.repeat(32)}`],
    ['bin', Uint8Array.of(1, 2), 'c4020102'],
    ['bin of 256 bytes', new Uint8Array(256), `c50100${'00'.repeat(256)}`],
    ['list', [1, 2], '920102'],
    ['map in insertion order', { b: 1, a: 2 }, '82a16201a16102'],
  ];
  for (const [name, value, bytes] of rows) {
    it(`${name}: ${bytes.slice(0, 24)}`, () => {
      expect(hex(encode(value))).toBe(bytes);
      expect(decode(unhex(bytes))).toEqual(value);
    });
  }

  it('writes a map of 16 keys with a 16-bit header', () => {
    const map = Object.fromEntries([...'abcdefghijklmnop'].map((key) => [key, 0]));
    expect(hex(encode(map)).slice(0, 6)).toBe('de0010');
    expect(decode(encode(map))).toEqual(map);
  });

  it('is read alike by an independent decoder', () => {
    expect(independentDecode(encode(sample))).toEqual(sample);
  });
});

describe('decoded binary data', () => {
  it('stands in a buffer of its own, so that it can be viewed as int32', () => {
    const value = decode(encode({ data: Uint8Array.of(1, 0, 0, 0, 2, 0, 0, 0) })) as {
      data: Uint8Array;
    };
    expect(Object.getPrototypeOf(value.data)).toBe(Uint8Array.prototype);
    expect(value.data.byteOffset).toBe(0);
    expect(value.data.buffer.byteLength).toBe(8);
  });
});

describe('values outside the profile', () => {
  const rows: ReadonlyArray<[string, unknown, string]> = [
    ['null', { a: { b: null } }, 'a/b'],
    ['undefined', { a: [1, undefined] }, 'a/1'],
    ['boolean', { a: true }, 'a'],
    ['fraction', { cases: [{ x: 0.5 }] }, 'cases/0/x'],
    ['negative zero', { a: -0 }, 'a'],
    ['2^32', { a: 4294967296 }, 'a'],
    ['below -2^31', { a: -2147483649 }, 'a'],
    ['NaN', [Number.NaN], '0'],
    ['bigint', { a: 1n }, 'a'],
    ['Map', { a: new Map() }, 'a'],
    ['Int32Array', { a: new Int32Array(1) }, 'a'],
    ['integer-like key', { a: { 7: 1 } }, 'a'],
    ['key with a slash', { 'a/b': 1 }, '(root)'],
    ['lone surrogate', { a: '\ud800' }, 'a'],
  ];
  for (const [name, value, path] of rows) {
    it(`${name} is refused at ${path}`, () => {
      const error = failure(() => encode(value));
      expect([error.code, error.path]).toEqual(['vector-profile', path]);
    });
  }
});

describe('bytes outside the profile', () => {
  const rows: ReadonlyArray<[string, string, string, string]> = [
    ['nothing', '', '(root)', 'truncated'],
    ['trailing byte', '0000', '(root)', '1 bytes follow'],
    ['nil', '81a161c0', 'a', 'nil'],
    ['true', '81a161c3', 'a', 'true'],
    ['float64 of an integer', '81a161cb3ff0000000000000', 'a', 'float64'],
    ['float32', '91ca3f800000', '0', 'float32'],
    ['uint64', 'cf0000000000000001', '(root)', 'uint64'],
    ['extension', 'd40100', '(root)', 'extension'],
    ['record extension', 'd4724091a16101', '(root)', 'extension'],
    ['duplicate key', '82a16101a16102', 'a', 'twice'],
    ['integer key', '810102', '(root)', 'short string'],
    ['digit key', '81a13102', '(root)', 'not a key'],
    ['__proto__', '81a95f5f70726f746f5f5f01', '(root)', 'not a key'],
    ['long form of a small integer', '81a161cc7f', 'a', 'shortest'],
    ['long form of a negative integer', 'd0ff', '(root)', 'shortest'],
    ['long form of a string', 'd90161', '(root)', 'shortest'],
    ['map16 of one key', 'de0001a16101', '(root)', 'shortest'],
    ['bin16 of two bytes', 'c500020102', '(root)', 'shortest'],
    ['broken UTF-8', '81a161a1ff', 'a', 'UTF-8'],
    ['array of 2^32 - 1 elements', 'ddffffffff', '0', 'truncated'],
    ['nesting', '91'.repeat(40), '0/0/0', 'nested'],
  ];
  for (const [name, bytes, path, message] of rows) {
    it(`${name}: ${bytes.slice(0, 24)}`, () => {
      const error = failure(() => decode(unhex(bytes)));
      expect(error.code).toBe('vector-profile');
      expect(error.path).toContain(path);
      expect(error.message).toContain(message);
    });
  }
});

describe('damaged bytes', () => {
  const bytes = encode(sample);

  it('every truncation is refused with a path', () => {
    for (let length = 0; length < bytes.length; length++) {
      const error = failure(() => decode(bytes.subarray(0, length)));
      expect([error.code, typeof error.path]).toEqual(['vector-profile', 'string']);
    }
  });

  it('every single bit flip is refused or is the canonical form of another value', () => {
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = bytes.slice();
      damaged[bit >> 3]! ^= 1 << (bit & 7);
      try {
        expect(hex(encode(decode(damaged)))).toBe(hex(damaged));
      } catch (error) {
        if (!(error instanceof GoldError)) throw error;
        expect(error.code).toBe('vector-profile');
      }
    }
  });
});

describe('properties', () => {
  const key = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,8}$/);
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.integer({ min: -2147483648, max: 4294967295 }).map((x) => (x === 0 ? 0 : x)),
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array({ maxLength: 300 }),
      fc.array(tie('value'), { maxLength: 20 }),
      fc.dictionary(key, tie('value'), { maxKeys: 20, noNullPrototype: true }),
    ),
  })).value;

  it('round trips, is stable and agrees with the independent decoder', () => {
    fc.assert(
      fc.property(value, (v) => {
        const bytes = encode(v);
        expect(decode(bytes)).toEqual(v);
        expect(independentDecode(bytes)).toEqual(v);
        expect(hex(encode(decode(bytes)))).toBe(hex(bytes));
      }),
      { numRuns: 300, seed: 20260721 },
    );
  });

  it('never accepts random bytes that are not canonical', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(hex(encode(decode(bytes)))).toBe(hex(bytes));
        } catch (error) {
          if (!(error instanceof GoldError)) throw error;
        }
      }),
      { numRuns: 2000, seed: 20260721 },
    );
  });
});

describe('the pass over a message and the check that explains', () => {
  const notCanonical = 'the message is not canonical';

  /** Random changes of a message that uses every construct: most are refused, some are not. */
  const damaged = fc
    .tuple(fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }), fc.nat(40))
    .map(([changes, cut]) => {
      const bytes = encode(sample);
      for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
      return cut < 20 ? bytes.subarray(0, bytes.length - cut) : bytes;
    });

  it('refuse the same bytes', () => {
    fc.assert(
      fc.property(damaged, fc.constantFrom(3, 20, 1000), (bytes, valuesMax) => {
        let isGood = true;
        try {
          checkBytes(bytes, valuesMax);
        } catch {
          isGood = false;
        }
        if (isGood) return void decode(bytes, valuesMax);
        expect(failure(() => decode(bytes, valuesMax)).message).not.toBe(notCanonical);
      }),
      { numRuns: 3000, seed: 20260721 },
    );
  });

  it.each([
    ['a message cut out of a pool', Buffer.from(encode(sample))],
    ['a message at an odd offset', Uint8Array.of(9, ...encode(sample)).subarray(1)],
  ])('read %s', (_what, bytes) => {
    expect(decode(bytes)).toEqual(sample);
  });

  it('find no name in a map but its own', () => {
    const map = decode(encode({ a: 1 })) as Record<string, unknown>;
    expect([map.constructor, map.toString, 'hasOwnProperty' in map]).toEqual([
      undefined,
      undefined,
      false,
    ]);
  });

  it('count values, maps and lists included', () => {
    const bytes = encode({ a: [1, 2] });
    expect(decode(bytes, 4)).toEqual({ a: [1, 2] });
    expect(failure(() => decode(bytes, 3)).message).toContain('more values');
  });
});
