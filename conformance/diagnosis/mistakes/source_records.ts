/** Steps that read the record of their source where that of their target is meant: width, rounding, or both. */

import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Numerics, Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import { wordsOf } from './step_names.ts';

type Step = (n: Numerics, x: Tensor, y: Tensor, ...rest: unknown[]) => unknown;

/** Steps from one tensor to another that read a field of the other’s record. */
function stepsReading(field: string): (keyof Primitives)[] {
  return (Object.keys(primitives) as (keyof Primitives)[]).filter((name) => {
    const source = `${primitives[name]}`;
    return /^function \w+\(\w+,\s*x,\s*y\b/.test(source) && source.includes(`y.${field}`);
  });
}

const fields = [
  ['bits', 'the width'],
  ['rounding', 'the rounding'],
] as const;

/** The step with a field of x in the record of y; what it stores goes to y. */
function confused(name: keyof Primitives, field: 'bits' | 'rounding'): Partial<Primitives> {
  const inner = primitives[name] as Step;
  const outer: Step = (n, x, y, ...rest) => {
    const taken = { ...y, [field]: x[field] };
    const result = inner(n, x, taken, ...rest);
    Object.assign(y, taken, { [field]: y[field] });
    return result;
  };
  return { [name]: outer };
}

export const sourceRecordMistakes: readonly Mutant[] = fields.flatMap(([field, words]) =>
  stepsReading(field).map((name) => ({
    id: `${snakeCase(name)}.${field}_of_source`,
    clause: 'S0',
    bug: `the step “${wordsOf(name)}” takes ${words} of its source for that of its target: \`x.${field}\` instead of \`y.${field}\``,
    fix: `use ${words} of the record that is written`,
    fn: confused(name, field),
  })),
);
