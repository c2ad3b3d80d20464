/**
 * Slips made over many functions of the reference instead of one by one: a number that goes into a function or
 * comes out of it is left out, negated, doubled, off by one, narrowed; two numbers are exchanged; a test is
 * the other way round; a guard is missing.
 */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { guardWords, slipWords } from './slip_words.ts';

type AnyFunction = (...args: unknown[]) => unknown;

interface Change {
  readonly id: string;
  readonly words: string;
  readonly of: (x: number) => number;
}

const changes: readonly Change[] = [
  { id: 'zero', words: 'taken as 0', of: () => 0 },
  { id: 'one', words: 'taken as 1', of: () => 1 },
  { id: 'negated', words: 'negated', of: (x) => -x },
  { id: 'absolute', words: 'taken without its sign', of: Math.abs },
  { id: 'doubled', words: 'doubled', of: (x) => Math.fround(2 * x) },
  { id: 'halved', words: 'halved', of: (x) => Math.fround(x / 2) },
  { id: 'squared', words: 'applied twice (squared)', of: (x) => Math.fround(x * x) },
  { id: 'reciprocal', words: 'taken as its reciprocal', of: (x) => Math.fround(1 / x) },
  { id: 'complement', words: 'taken as 1 minus itself', of: (x) => Math.fround(1 - x) },
  { id: 'root', words: 'taken as its square root', of: (x) => Math.fround(Math.sqrt(x)) },
  { id: 'plus_one', words: 'one too large', of: (x) => x + 1 },
  { id: 'minus_one', words: 'one too small', of: (x) => x - 1 },
  { id: 'truncated', words: 'truncated to an integer', of: Math.trunc },
  { id: 'int8', words: 'kept in 8 bits', of: (x) => (x << 24) >> 24 },
  { id: 'int16', words: 'kept in 16 bits', of: (x) => (x << 16) >> 16 },
  { id: 'unsigned', words: 'read as unsigned', of: (x) => (x < 0 ? x >>> 0 : x) },
  { id: 'not_negative', words: 'never below 0', of: (x) => Math.max(0, x) },
  { id: 'nan_as_zero', words: '0 where it is NaN', of: (x) => (Number.isNaN(x) ? 0 : x) },
];

const width = /^(bits|mode)$/;

/** Names of the parameters, as the source has them; empty for a function that takes none by name. */
function parametersOf(fn: AnyFunction): string[] {
  const [, list = ''] = /^[^(]*\(([^)]*)\)/.exec(fn.toString()) ?? [];
  const names = list.split(',').map((text) => text.trim());
  return names.every((name) => /^\w+$/.test(name)) ? names : [];
}

function slip(
  name: string,
  id: string,
  clause: string,
  bug: string,
  make: (original: AnyFunction) => AnyFunction,
): Mutant {
  const original = primitives[name as keyof Primitives] as AnyFunction;
  const fn = { [name]: make(original) } as Partial<Primitives>;
  return { id: `${name}.${id}`, clause, bug, fix: `do as ${clause} says`, fn };
}

function argumentSlips(name: string, parameters: readonly string[]): Mutant[] {
  const made: Mutant[] = [];
  const { clause, place, numbers } = slipWords[name]!;
  const called = (at: number): string | undefined => numbers[at - 1];
  for (const [at, parameter] of parameters.entries()) {
    if (at === 0 || width.test(parameter) || called(at) === undefined) continue;
    for (const { id, words, of } of changes) {
      made.push(
        slip(
          name,
          `${parameter}.${id}`,
          clause,
          `in ${place} ${called(at)} is ${words}`,
          (original) =>
            (...args) => {
              const value = args[at];
              if (typeof value !== 'number') return original(...args);
              return original(...args.with(at, of(value)));
            },
        ),
      );
    }
    for (const [other, name2] of parameters.entries()) {
      if (other <= at || width.test(name2) || called(other) === undefined) continue;
      const words = `in ${place} ${called(at)} and ${called(other)} are exchanged`;
      made.push(
        slip(name, `${parameter}.for.${name2}`, clause, words, (original) => (...args) => {
          if (typeof args[at] !== typeof args[other]) return original(...args);
          return original(...args.with(at, args[other]).with(other, args[at]));
        }),
      );
    }
  }
  return made;
}

/** Slips in a field of a record that goes in. */
function fieldSlips(name: string): Mutant[] {
  const { clause, place, fields } = slipWords[name]!;
  return Object.entries(fields).flatMap(([field, called]) =>
    changes.map(({ id, words, of }) =>
      slip(
        name,
        `${field}.${id}`,
        clause,
        `in ${place} ${called} is ${words}`,
        (original) =>
          (...args) => {
            // the first argument is the arithmetic
            const at = args.findIndex((a, i) => i > 0 && Object.hasOwn(Object(a), field));
            const record = args[at] as Record<string, number>;
            return original(...args.with(at, { ...record, [field]: of(record[field]!) }));
          },
      ),
    ),
  );
}

function resultSlips(name: string): Mutant[] {
  const { clause, place } = slipWords[name]!;
  const numeric = changes.map(({ id, words, of }) =>
    slip(name, `result.${id}`, clause, `${place} is ${words}`, (original) => (...args) => {
      const value = original(...args);
      return typeof value === 'number' ? of(value) : value;
    }),
  );
  const logical = (id: string, words: string, of: (x: boolean) => boolean): Mutant =>
    slip(name, `result.${id}`, clause, `in ${place} ${words}`, (original) => (...args) => {
      const value = original(...args);
      return typeof value === 'boolean' ? of(value) : value;
    });
  return [
    ...numeric,
    logical('inverted', 'the test is the other way round', (x) => !x),
    logical('always', 'the test always holds', () => true),
    logical('never', 'the test never holds', () => false),
  ];
}

function slipsOf(name: string): Mutant[] {
  const fn = primitives[name as keyof Primitives] as unknown;
  const guard = guardWords[name];
  if (guard !== undefined) {
    const [, clause = ''] = /\(([^)]*)\)$/.exec(guard) ?? [];
    return [slip(name, 'missing', clause, `${guard} is missing`, () => () => undefined)];
  }
  if (slipWords[name] === undefined) return [];
  return [
    ...argumentSlips(name, parametersOf(fn as AnyFunction)),
    ...fieldSlips(name),
    ...resultSlips(name),
  ];
}

/** Every slip, in the order of the functions. */
export const slips: readonly Mutant[] = [
  ...Object.keys(guardWords),
  ...Object.keys(slipWords),
].flatMap(slipsOf);
