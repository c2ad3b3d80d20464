/** Goal: the relations that an op declares are about its own tensors and parameters, and can be evaluated. */

import { describe, expect, it } from 'vitest';
import { declarationOf, fitsText } from './call_tables.ts';
import {
  and,
  choice,
  count,
  equal,
  implies,
  isOf,
  minus,
  not,
  or,
  over,
  param,
  times,
} from './kit/fits.ts';
import { layerFits } from './layer_fits.ts';
import type { OpDef } from './op.ts';
import { ops } from './registry.ts';
import { sampleOp } from './sample_op.ts';

const operators = new Map([
  ...['=', '<', 'and', 'or', '+', '-', '*', '/'].map((word) => [word, 2] as const),
  ['not', 1] as const,
]);

/** Words whose second name is a tensor too. */
const pairs = ['shape', 'dims', 'ends', 'scale', 'format', 'quotients', 'stored_quotients'];

/** What a word names: tensors with `t:`, parameters with `p:`. */
function namesIn(word: string): string[] {
  const [what, first, second] = word.split(':') as [string, string?, string?];
  if (first === undefined || what === 'choice') return [];
  if (what === 'param' || what === 'word') return first.split('|').map((name) => `p:${name}`);
  if (what === 'blocks') return [`t:${first}`, `p:${second}`];
  return pairs.includes(what) ? [`t:${first}`, `t:${second}`] : [`t:${first}`];
}

/** Values on the stack after a term, or undefined where it runs dry. */
function depthAfter(term: string): number | undefined {
  let depth = 0;
  for (const word of term.split(' ')) {
    const taken = operators.get(word);
    if (taken !== undefined && depth < taken) return undefined;
    depth += taken === undefined ? 1 : 1 - taken;
    if (depth > 24) return undefined;
  }
  return depth;
}

describe.each(ops.map((op) => [op.name, op] as const))('%s', (_name, op: OpDef) => {
  const terms = Object.entries(op.fits);

  it('blames tensors and parameters that it has', () => {
    const known = [...Object.keys(op.tensors), ...Object.keys(op.params)];
    for (const [name] of terms) expect(known).toContain(name.replace('#', '0'));
  });

  it('speaks of tensors and parameters that it has', () => {
    const known = [
      ...Object.keys(op.tensors).map((name) => `t:${name}`),
      ...Object.keys(op.params).map((name) => `p:${name}`),
    ];
    const named = terms.flatMap(([, list]) => list).flatMap((term) => term.split(' '));
    // a bias that an op does not have is absent
    const free = ['t:bias'];
    for (const name of named.flatMap(namesIn)) expect([...known, ...free]).toContain(name);
  });

  it('leaves one value per term', () => {
    for (const [, list] of terms) for (const term of list) expect(depthAfter(term)).toBe(1);
  });
});

describe('terms', () => {
  it('are written in postfix', () => {
    expect(equal(count('y'), times(2, minus(param('k'), 1)))).toBe('count:y 2 param:k 1 - * =');
    expect(implies(isOf('x', 'SYM', 'ASYM'), not(over(param('k'), 3)))).toBe(
      'dtype:x:SYM dtype:x:ASYM or not param:k 3 / not or',
    );
    expect(and(or('a', 'b'), 'c')).toBe('a b or c and');
  });

  it('stand in the table with what they blame', () => {
    expect(fitsText({ y: ['a', 'b c ='], x: ['d'] })).toBe('y a;y b c =;x d;');
  });

  it('say there by their ids which contracts make a choice', () => {
    const term = or(choice('producers', 'raw'), choice('producers', 'restored'));
    expect(fitsText({ y: [term] })).toBe(
      'y contract:sym-2026-06-11|sym-2026-06-23 contract:sym-2026-07-21 or;',
    );
  });
});

describe('the table of calls', () => {
  it('holds one entry for all layers of a model', () => {
    const int = { kind: 'int', min: 1, max: 8, doc: '' } as const;
    const weight = { role: 'in', dtypes: ['SYM'], optional: true, doc: '' } as const;
    const model: OpDef = {
      ...sampleOp,
      params: { layers: int, l0_kernel: { ...int, optional: true }, l1_kernel: int },
      tensors: { l0_weight: weight, l1_weight: weight },
    };
    expect(declarationOf(model)).toMatchObject({
      params: 'layers:1..8 l#_kernel?:1..8',
      tensors: 'l#_weight?<SYM',
    });
  });

  it('refuses layers that are declared in two ways', () => {
    const model: OpDef = {
      ...sampleOp,
      params: { layers: { kind: 'int', min: 1, max: 8, doc: '' } },
      tensors: {
        l0_weight: { role: 'in', dtypes: ['SYM'], doc: '' },
        l1_weight: { role: 'in', dtypes: ['ASYM'], doc: '' },
      },
    };
    expect(() => declarationOf(model)).toThrow('l#_weight is declared in two ways');
  });
});

describe('the fits of layers', () => {
  it('are those of the ops, in the names of a model call', () => {
    const { linear, SGD } = layerFits(ops);
    expect(Object.keys(linear!.forward)).toEqual(['@x', 'l#_weight', '@y', 'l#_bias']);
    expect(linear!.backward['@dx']!.join()).toContain('l#_weight');
    // no gradient without its parameter, and no parameter without its gradient
    expect(SGD!.forward['l#_gamma_grad']!.slice(0, 2)).toEqual([
      'has:l#_gamma_grad not has:l#_gamma or',
      'has:l#_gamma has:l#_gamma and not has:l#_gamma_grad or',
    ]);
  });
});
