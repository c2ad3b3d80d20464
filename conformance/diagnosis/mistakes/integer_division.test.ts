/** Goal: integer quotients under the mistakes are what C gives, and differ from the clause where its sentence says so. */

import { describe, expect, it } from 'vitest';
import { mutantNumerics } from '../../../reference/mutants/mutant.ts';
import { newNumerics } from '../../../reference/primitives.ts';
import { integerDivisionMistakes } from './integer_division.ts';

const contract = 'sym-2026-07-21';

function numericsOf(id: string) {
  const mutant = integerDivisionMistakes.find((one) => one.id === id);
  expect(mutant, id).toBeDefined();
  return mutantNumerics(contract, [mutant!]);
}

/** Quotients of −7 by 2, 7 by 2 and −9 by 4. */
function quotientsOf(n: ReturnType<typeof newNumerics>): number[] {
  return [
    n.fn.roundedQuotient(n, -7, 2),
    n.fn.roundedQuotient(n, 7, 2),
    n.fn.roundedQuotient(n, -9, 4),
  ];
}

describe('the rounded quotient', () => {
  it('is away from zero at halves by the clause', () => {
    expect(quotientsOf(newNumerics(contract))).toEqual([-4, 4, -2]);
  });

  // (uint32_t)-7 is 4294967289, (uint32_t)-9 is 4294967287
  it.each([
    ['truncated', [2147483644, 3, 1073741821]],
    ['half_added', [2147483645, 4, 1073741822]],
    ['half_ceiled', [2147483645, 4, 1073741822]],
    ['half_signed', [2147483644, 4, 1073741821]],
  ])('of unsigned integers, %s, is near 2^32 over n for negative sums', (id, expected) => {
    expect(quotientsOf(numericsOf(`adaptive_quotient_unsigned_${id}`))).toEqual(expected);
  });
});

describe('the integer division', () => {
  it.each([
    ['unsigned', [2147483644, 3, 0]],
    ['nearest', [-3, 4, -3]],
    ['ceiled', [-3, 4, -3]],
    ['in_float32', [-3, 3, -3]],
    ['by_reciprocal', [-3, 3, -3]],
  ])('%s', (id, expected) => {
    const n = numericsOf(`integer_division_${id}`);
    const got = [n.fn.divInt32(n, -7, 2), n.fn.divInt32(n, 7, 2), n.fn.divInt32(n, 7, -2)];
    expect(got).toEqual(expected);
  });
});
