/** A page per op on which the reference runs, and the list of them. */

import type { OpDef } from '../../../goldgen/op.ts';
import { contractsOf } from '../../../goldgen/op.ts';
import { fieldsOf, linkOf, type WrittenCall } from '../calculator/form.ts';
import { table } from '../markdown.ts';
import type { SpecExample } from '../spec_examples.ts';
import type { ClauseIndex } from './clauses.ts';

/** The ops that teach most, and what to look at. */
export const featured: readonly (readonly [string, string])[] = [
  ['round', 'halves, and what one draw does'],
  ['quantize_dynamic', 'a scale from the largest value, a code from each value'],
  ['requant_dynamic', 'the width restored; ratio or two steps'],
  ['requant_fixed', 'onto a scale that is given'],
  ['seed_rescale', 'a bias seed on the accumulator’s scale, and its guard'],
  ['linear_forward', 'a matrix product with bias, then the width restored'],
  ['matmul_sym', 'the product alone: raw mantissas'],
  ['layer_norm_forward', 'statistics in float, γ and β in int32'],
  ['accumulate_sym_dynamic', 'a gradient on a fresh scale'],
  ['accumulate_sym_float_increment', 'a float increment, rounded twice'],
  ['accumulate_sym_fixed', 'a gradient on a scale that stays'],
  ['accumulate_packed_fixed', 'packed codes on a fixed grid'],
  ['accumulate_packed_rescale', 'packed codes on a fresh scale'],
  ['accumulate_asym', 'codes with a zero point'],
  ['accumulate_float32', 'the float gradient'],
  ['softmax_forward', 'exponentials rounded once, the maximum subtracted or not'],
];

/** A link to a calculator that holds a call. */
export function tryLink(op: OpDef, call: WrittenCall): string {
  return `/try/${op.name}#${linkOf(fieldsOf(call, contractsOf(op)))}`;
}

/** What the page's component is given. */
export interface CalculatorData {
  readonly op: string;
  readonly contracts: readonly string[];
  readonly examples: readonly { readonly title: string; readonly call: WrittenCall }[];
}

export function calculatorData(op: OpDef, examples: readonly SpecExample[]): CalculatorData {
  return {
    op: op.name,
    contracts: contractsOf(op),
    examples: examples.map(({ clause, number, call }) => ({
      title: `${clause}, example ${number}`,
      call,
    })),
  };
}

export function calculatorPage(op: OpDef, clauses: ClauseIndex): string {
  return `---
pageClass: try
aside: false
search: false
prev: false
next: false
---

<script setup>
import data from './${op.name}.json'
</script>

# Try \`${op.name}\`

*${op.summary.charAt(0).toUpperCase()}${op.summary.slice(1)}.* Clause ${clauses.linked(op.clause)}; [its cases](/ops/${op.name}).

<Calculator :data="data" />
`;
}

export function calculatorIndex(ops: readonly OpDef[], clauses: ClauseIndex): string {
  const rowOf = (op: OpDef, text: string): string[] => [
    `[\`${op.name}\`](/try/${op.name})`,
    text,
    clauses.linked(op.clause),
  ];
  const first = featured.flatMap(([name, text]) => {
    const op = ops.find((candidate) => candidate.name === name);
    return op === undefined ? [] : [rowOf(op, text)];
  });
  const rest = ops
    .filter(({ name }) => featured.every(([known]) => known !== name))
    .map((op) => rowOf(op, op.summary));
  const head = ['calculator', 'what it shows', 'clause'];
  return `# Try it

The reference runs in the page. Enter numbers, scale, width, rounding mode, generator state and contract; every intermediate
value is shown in decimal, hexadecimal and bits, beside the same call under another contract. What you enter stands in the
address, so a question can be shared as a link. Examples of the specification fill the fields.

## To begin with

${table(head, first)}

## All others

${table(head, rest)}
`;
}
