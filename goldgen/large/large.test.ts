/**
 * Goal: mistakes that only large sizes show fail the large cases and no other. Method: one function of the
 * reference is replaced by one with a narrow index, and the cases of an op are answered with it.
 */

import { describe, expect, it } from 'vitest';
import type { Primitives } from '../../reference/numerics.ts';
import { newNumerics, primitives } from '../../reference/primitives.ts';
import { tensorCount } from '../../reference/tensor.ts';
import { encode } from '../../schema/format/codec.ts';
import { readLargeFile } from '../../schema/format/large_file.ts';
import type { WireCase } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { observe, poisons, wireExpected } from '../case.ts';
import { newRandom } from '../kit/random.ts';
import { familyOf, findOp, ops } from '../registry.ts';
import { largeCase, largeContract, largeEntry } from './large.ts';
import { specOf } from './large_set.ts';
import { largeSpecs } from './specs.ts';

const dir = 'vectors';
const committed = readLargeFile(dir)!;

function notices(name: string, c: WireCase, fn: Partial<Primitives>): boolean {
  const n = newNumerics(largeContract, { rngState: c.rng, fn });
  const seen = wireExpected(observe(findOp(name)!, n, c, c.id, poisons.first));
  return Buffer.compare(encode(seen), encode(c.expected)) !== 0;
}

const mistakes: readonly (readonly [string, string, Partial<Primitives>])[] = [
  [
    'an index of 16 bits',
    'pointwise_int32',
    { storageOrder: (n, t) => primitives.storageOrder(n, t).map((at) => at & 0xffff) },
  ],
  [
    'a product of indices in float32',
    'adaptive_avg_pool1d_forward',
    {
      adaptiveWindow(n, o, length, outputs) {
        const { start, count } = primitives.adaptiveWindow(n, o, length, outputs);
        const first = Math.floor(Math.fround(Math.fround(o * length) / outputs));
        return { start: first, count: start + count - first };
      },
    },
  ],
  [
    'the place of a bit in float32',
    'pack_bits',
    {
      writeField: (n, bytes, at, bits, value) =>
        primitives.writeField(n, bytes, Math.fround(at), bits, value),
    },
  ],
];

describe('large cases', () => {
  it.each(mistakes)('alone notice %s (%s)', (_what, name, fn) => {
    const spec = largeSpecs.find(({ op }) => op === name)!;
    const [file] = readVectors(dir, (e) => e.op === name && e.contract === largeContract);
    expect(file!.cases.filter((c) => notices(name, c, fn)).map(({ id }) => id)).toEqual([]);
    expect(notices(name, largeCase(spec, 0), fn)).toBe(true);
  });

  it('are those of the table, one for each family at least', () => {
    expect(committed.cases).toHaveLength(largeSpecs.length);
    for (const { id } of committed.cases) expect(() => specOf(id)).not.toThrow();
    expect(() => specOf('sym-2026-07-21/round/large/99')).toThrow('draws no case');
    expect(largeSpecs.every(({ op }) => ops.some(({ name }) => name === op))).toBe(true);
  });

  it('each family has one of more than 65,536 elements, and index products pass 2^24', () => {
    const families = new Set(ops.map(({ name }) => familyOf(name)));
    const drawn = largeSpecs.map((spec) => ({ ...spec, call: spec.draw(newRandom(spec.op)) }));
    const sizes = drawn.map(({ op, flag, call: { tensors, params = {} } }) => {
      const all = Object.values(tensors);
      const most = Math.max(...all.map(tensorCount));
      const numbers = Object.values(params).filter((v) => typeof v === 'number');
      // a place is multiplied by a width, or by a count among the parameters
      const factor = Math.max(...all.map(({ bits }) => bits), ...numbers);
      return { family: familyOf(op), isMany: most > 65536, flag, product: most * factor };
    });
    const large = new Set(sizes.filter(({ isMany }) => isMany).map(({ family }) => family));
    expect([...families].filter((family) => !large.has(family))).toEqual([]);
    const products = sizes.filter(({ flag }) => flag === 'large_product');
    expect(products.length).toBeGreaterThan(0);
    for (const { product } of products) expect(product).toBeGreaterThan(2 ** 24);
  });

  it('have more than 65,536 elements or longer products, and the committed digest', () => {
    const entry = committed.cases.find(({ id }) => id.includes('/unpack_bits/'))!;
    const { spec, n } = specOf(entry.id);
    expect(largeEntry(spec, n)).toEqual(entry);
    const { inputs } = largeCase(spec, n);
    expect(inputs.x!.shape[0]).toBeGreaterThan(65536);
  });
});
