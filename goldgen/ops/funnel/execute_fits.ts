/** What must hold between the operands of the funnel and its target, which is y or, accumulating, target. */

import {
  and,
  type Fits,
  has,
  implies,
  isOf,
  isWord,
  not,
  or,
  sameCount,
  type Term,
} from '../../kit/fits.ts';
import { biasFits, views, viewsFit } from '../../kit/matmul_fits.ts';

const writes = isWord('mode', 'OUT_WRITE');
const isProduct = isWord('kernel', 'product');
/** A fourth operand and a BOOL one are refused before anything is computed. */
const goesOn = and(
  not(has('x3')),
  not(or(...['x0', 'x1', 'x2'].map((name) => isOf(name, 'BOOL')))),
);

/** The terms of a result, where the mode has it. */
function resultFits(name: string, isUsed: Term): Term[] {
  const product = viewsFit(['x0', views.left('x0')], ['x1', views.right('x1')], name);
  const used = and(isUsed, goesOn);
  return [
    implies(isUsed, has(name)),
    implies(and(used, not(isProduct)), sameCount(name, 'x0')),
    implies(and(used, isProduct), and(...product[name]!)),
  ];
}

export const executeFits: Fits = {
  x1: [implies(isProduct, has('x1'))],
  x2: [
    implies(and(isProduct, goesOn), biasFits('x2', 'x0', 'x1', views.right('x1').columns)),
    // operands are counted up to the first that is absent
    implies(has('x2'), has('x1')),
  ],
  y: resultFits('y', writes),
  target: resultFits('target', not(writes)),
};
