/** What the steps of the reference are called, and their operands; which of them may not end. */

import { snakeCase } from '../../../reference/mutants/shared/inside.ts';

/** The name of a step, or of one of its operands, as words. */
export const wordsOf = (name: string): string => snakeCase(name).replaceAll('_', ' ').trim();

type Step = (...operands: never[]) => unknown;

const operandNames = new Map<Step, readonly string[]>();

/** Names of the operands of a step, after `n`, as its source has them. */
export function operandsOf(step: Step): readonly string[] {
  const known = operandNames.get(step);
  if (known !== undefined) return known;
  const [, list = ''] = /\(([^)]*)\)/.exec(`${step}`) ?? [];
  const names = list
    .split(',')
    .slice(1)
    .map((name) => name.replace(/=.*/, '').trim());
  operandNames.set(step, names);
  return names;
}

/** Whether the step of a name loops until a float is what it wants: a mistake could keep it from ending. */
export const mayNotEnd = (name: string): boolean =>
  /^(normal|uniform|bounded|shuffle|executeOp|model)|32$/.test(name);
