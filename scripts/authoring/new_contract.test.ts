/** Goal: a new contract is one record that says what differs. Method: the changed sources as text, read by the compiler. */

import { describe, expect, it } from 'vitest';
import { chosenOf, newContract } from './new_contract.ts';

const why = 'the quotient is taken at once';

function recordOf(text: string, name: string): string | undefined {
  return text.split('\n').find((line) => line.startsWith(`  '${name}':`));
}

describe('a new contract', () => {
  const changes = newContract(
    'sym-2027-01-01',
    'sym-2026-07-21',
    chosenOf(['requant=divide']),
    why,
  );

  it('is one record, after those that there are', () => {
    const text = changes['reference/contracts.ts']!;
    expect(recordOf(text, 'sym-2027-01-01')).toBe(
      "  'sym-2027-01-01': { ...july21, requant: 'divide' },",
    );
    expect(text.indexOf("'sym-2027-01-01':")).toBeGreaterThan(text.indexOf("'sym-2026-07-21':"));
  });

  it('has an entry that says what it decides otherwise', () => {
    expect(changes['vectors/CHANGELOG.md']).toContain(
      `* Contract \`sym-2027-01-01\`, made from \`sym-2026-07-21\` with requant: ratio → divide: ${why}.`,
    );
  });

  it('writes words, numbers and truth values as TypeScript does, and leaves out what is the same', () => {
    const chosen = chosenOf(['operandBits=16', 'seedGuard=false', 'requant=ratio']);
    const text = newContract('sym-2027-01-01', 'sym-2026-07-21', chosen, why);
    expect(recordOf(text['reference/contracts.ts']!, 'sym-2027-01-01')).toBe(
      "  'sym-2027-01-01': { ...july21, operandBits: 16, seedGuard: false },",
    );
  });

  it.each([
    ['2027-01-01', 'is no name of a contract'],
    ['sym-2027-1-1', 'is no name of a contract'],
    ['sym-2026-07-21', 'contracts are frozen'],
  ])('is not called %s', (name, message) => {
    const create = () => newContract(name, 'sym-2026-06-11', chosenOf(['requant=ratio']), why);
    expect(create).toThrow(message);
  });

  it('must differ', () => {
    const create = () =>
      newContract('sym-2027-01-01', 'sym-2026-07-21', chosenOf(['requant=ratio']), why);
    expect(create).toThrow('nothing would differ from sym-2026-07-21');
  });
});

describe('a choice on the command line', () => {
  it.each([
    ['requnt=divide', 'names no choice', 'did you mean requant?'],
    ['requant', 'names no choice', ''],
    ['requant=half', 'has no value "half"', 'one of divide, ratio'],
    ['operandBits=13', 'has no value "13"', 'one of 12, 16'],
  ])('%s is refused', (text, message, hint) => {
    expect(() => chosenOf([text])).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message),
        hint: expect.stringContaining(hint),
      }),
    );
  });
});
