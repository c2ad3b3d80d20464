/**
 * Right answers of which all values are changed alike: by a number of the call, by an operand beside them, by another width.
 * What is a fact where it holds up to rounding is a mistake where it gives the wrong answers bit for bit.
 */

import type { OpDef } from '../../../goldgen/op.ts';
import type { Tensor } from '../../../reference/tensor.ts';
import type { TestCase } from '../../core/load.ts';
import { bfloat16, float16, nearestBfloat16 } from '../facts/narrow.ts';
import { placesBeside, realsOf } from '../facts/relations.ts';
import { isPlain } from './axes.ts';
import { numbersOf } from './numbers.ts';
import { type ResultChange, resultChange } from './results.ts';

const f = Math.fround;

const cast = (t: Tensor, data: readonly number[]): Tensor => ({
  ...t,
  data: t.dtype === 'FLOAT32' ? Float32Array.from(data) : Int32Array.from(data),
});

interface Way {
  readonly id: string;
  /** after the output, before the number */
  readonly words: string;
  readonly of: (x: number, by: number) => number;
  /** whether a scale can be changed in place of the values */
  readonly ofScale: boolean;
}

const ways: readonly Way[] = [
  { id: 'times', words: 'is multiplied by', of: (x, by) => f(x * f(by)), ofScale: true },
  { id: 'over', words: 'is divided by', of: (x, by) => f(x / f(by)), ofScale: true },
  {
    id: 'times_reciprocal',
    words: 'is divided (times the rounded reciprocal) by',
    of: (x, by) => f(x * f(1 / f(by))),
    ofScale: true,
  },
  { id: 'plus', words: 'is too large by', of: (x, by) => f(x + f(by)), ofScale: false },
  { id: 'minus', words: 'is too small by', of: (x, by) => f(x - f(by)), ofScale: false },
];

const [times] = ways as readonly [Way, ...Way[]];

function changed(right: Tensor, { of, ofScale }: Way, by: number): Tensor | undefined {
  if (!isPlain(right)) return undefined;
  if (right.dtype === 'SYM_INT32' && ofScale) return { ...right, scale: of(right.scale, by) };
  if (right.dtype !== 'FLOAT32' && !Number.isInteger(by)) return undefined;
  const isFloat = right.dtype === 'FLOAT32';
  return cast(
    right,
    Array.from(right.data, (x) => (isFloat ? of(x, by) : Math.trunc(of(x, by)) | 0)),
  );
}

/** An output times, over, plus a number of the call. */
function byNumbers(output: string, test: TestCase): ResultChange[] {
  return [...numbersOf(test).keys()].flatMap((words) =>
    ways.map((way) => ({
      ...resultChange(
        output,
        `${way.id} ${words}`,
        `\`${output}\` ${way.words} ${words}`,
        'compute it as the clause says, without this number',
        (right, _before, other) => {
          const by = numbersOf(other).get(words);
          return by === undefined ? undefined : changed(right, way, by);
        },
      ),
    })),
  );
}

/** An output times, over, plus an operand, element by element or one for each column or channel. */
function byOperands(output: string, { tensors }: OpDef): ResultChange[] {
  const inputs = Object.entries(tensors).filter(([, { role }]) => role === 'in');
  return inputs.flatMap(([name]) =>
    ways.map((way) =>
      resultChange(
        output,
        `${way.id} operand ${name}`,
        `\`${output}\` ${way.words} \`${name}\`, element by element`,
        `compute it as the clause says, without this use of \`${name}\``,
        (right, _before, { vector }) => {
          const operand = vector.inputs[name];
          if (operand === undefined || operand.dtype === 'BOOL' || right.dtype !== 'FLOAT32') {
            return undefined;
          }
          const values = realsOf(operand);
          const at = placesBeside(values.length, right.shape);
          if (at === undefined) return undefined;
          return cast(
            right,
            Array.from(right.data, (x, k) => way.of(x, f(values[at(k)]!))),
          );
        },
      ),
    ),
  );
}

const factors: readonly (readonly [string, number])[] = [
  ['is doubled: 2 times what it must be', 2],
  ['is halved', 0.5],
  ['has the wrong sign', -1],
  ['is 4 times what it must be', 4],
  ['is a quarter of what it must be', 0.25],
];

/** Plain forms of a value. */
const forms: readonly (readonly [string, string, (x: number) => number])[] = [
  ['reciprocal', 'is the reciprocal of what it must be', (x) => f(1 / x)],
  ['squared', 'is the square of what it must be', (x) => f(x * x)],
  ['rooted', 'is the root of what it must be', (x) => f(Math.sqrt(x))],
  ['complement', 'is 1 less what it must be', (x) => f(1 - x)],
  ['complement_reversed', 'is what it must be less 1', (x) => f(x - 1)],
  ['truncated', 'is cut to an integer', Math.trunc],
  ['bfloat16', 'is cut to 16 bits (bfloat16) when it is stored', bfloat16],
  ['nearest_bfloat16', 'is rounded to bfloat16 when it is stored', nearestBfloat16],
  ['float16', 'is rounded to half precision (float16) when it is stored', float16],
];

const widths: readonly (readonly [string, number, number])[] = [
  ['4 bits', -8, 7],
  ['8 bits', -128, 127],
  ['8 unsigned bits', 0, 255],
  ['12 bits', -2048, 2047],
  ['16 bits', -32768, 32767],
  ['16 unsigned bits', 0, 65535],
  ['24 bits', -(2 ** 23), 2 ** 23 - 1],
  ['±127', -127, 127],
];

function wrapped(x: number, low: number, high: number): number {
  const span = high - low + 1;
  return ((((x - low) % span) + span) % span) + low;
}

/** An output of which each value is another function of the right one. */
const mapped = (
  output: string,
  id: string,
  words: string,
  fix: string,
  isFor: (t: Tensor) => boolean,
  of: (x: number) => number,
): ResultChange =>
  resultChange(output, id, `\`${output}\` ${words}`, fix, (right) =>
    isFor(right) ? cast(right, Array.from(right.data, of)) : undefined,
  );

const isFloat = ({ dtype }: Tensor): boolean => dtype === 'FLOAT32';
const isInteger = ({ dtype }: Tensor): boolean => dtype === 'INT32' || dtype === 'SYM_INT32';

function plainForms(output: string): ResultChange[] {
  const asIs = 'leave it as the clause says';
  return [
    ...factors.map(([words, by]) =>
      resultChange(output, `by ${by}`, `\`${output}\` ${words}`, asIs, (right) =>
        changed(right, times, by),
      ),
    ),
    ...forms.map(([id, words, of]) => mapped(output, id, words, asIs, isFloat, of)),
    ...widths.flatMap(([words, low, high]) => [
      mapped(
        output,
        `clamped to ${words}`,
        `stops at the limits of ${words}: it is clamped (saturates) where it must be kept`,
        'keep it as int32',
        isInteger,
        (x) => Math.min(Math.max(x, low), high),
      ),
      mapped(
        output,
        `wraps at ${words}`,
        `is stored in ${words}: it wraps`,
        'keep it as int32',
        isInteger,
        (x) => wrapped(x, low, high),
      ),
    ]),
  ];
}

/** Everything that may be otherwise with all values of an output of the case. */
export function valueChangesOf(op: OpDef, test: TestCase): ResultChange[] {
  const outputs = Object.entries(op.tensors).filter(([, { role }]) => role !== 'in');
  return outputs.flatMap(([output]) => [
    ...plainForms(output),
    ...byNumbers(output, test),
    ...byOperands(output, op),
  ]);
}
