/** What compilers do to float arithmetic: contraction site by site, other orders of summation (11.1, 11.3). */

import { fma32, strictFloat32 } from '../num/float32.ts';
import type { Numerics } from '../numerics.ts';
import { type Primitives, primitives } from '../primitives.ts';
import { floats } from '../tensor.ts';
import type { Mutant } from './mutant.ts';

const f = Math.fround;

/** Contraction of the first product of every sum. */
export const fusedFirst: Mutant['f'] = {
  mulAdd: (a, b, c) => fma32(a, b, c),
  mulSub: (a, b, c) => fma32(-a, b, c),
  mulMinus: (a, b, c) => fma32(a, b, -c),
  mulAddMul: (a, b, c, d) => fma32(a, b, f(c * d)),
  mulSubMul: (a, b, c, d) => fma32(a, b, -f(c * d)),
};

type Call = (n: Numerics, ...rest: unknown[]) => unknown;

/** Contraction inside one primitive. */
function fusedIn(name: keyof Primitives, clause: string, what: string, flags: string[]): Mutant {
  const inner = primitives[name] as Call;
  const outer: Call = (n, ...rest) => inner({ ...n, f: { ...n.f, ...fusedFirst } }, ...rest);
  const snake = name.replace(/[A-Z]|\\d+(?=[a-z])/g, (part) => `_${part.toLowerCase()}`);
  return {
    id: `fma_in_${snake}`,
    clause,
    bug: `${what} is contracted into a fused multiply-add`,
    fix: 'compile with -ffp-contract=off',
    flags: ['contraction', ...flags],
    fn: { [name]: outer },
  };
}

export const contractionMutants: readonly Mutant[] = [
  fusedIn('matmulFloat', 'S85', 'the product of a float matrix product', []),
  fusedIn('symSum', 'S57', 'the sum of a SYM_INT32 gradient and its increment', []),
  fusedIn('fixedGridCode', 'S60', 'the sum of a packed gradient on its fixed grid', []),
  fusedIn('packedSum', 'S61', 'the sum of a packed gradient', ['V19']),
  fusedIn('affineSum', 'S62', 'the sum of an ASYM gradient', []),
  fusedIn('conv1dFloat', 'S91', 'a tap of a float convolution', []),
  fusedIn('convTransposed1dFloat', 'S93', 'a tap of a transposed float convolution', []),
  fusedIn('convWeightGradFloat', 'L7', 'a term of a float weight gradient', []),
  fusedIn('varianceFloat32', 'S98', 'a squared deviation', ['V17']),
  fusedIn('sumSquaresFloat32', 'S99', 'a square', ['V17']),
  fusedIn('varianceSym', 'S102', 'a decoded deviation or its square', ['V17']),
  fusedIn('axpby', 'S105', 'one of two scaled operands', []),
  fusedIn('addcmul', 'S107', 'the scaled product', []),
  fusedIn('decayedGradient', 'S116', 'the weight decay', []),
  fusedIn('descend', 'S116', 'the step', []),
  fusedIn('momentumUpdate', 'S117', 'the carried momentum', []),
  fusedIn('adamwSecondMoment', 'S119', 'the second moment of AdamW', []),
  fusedIn('adamwParameter', 'S119', 'the decayed parameter of AdamW', []),
  fusedIn('normDeviation', 'L14', 'the deviation of a norm layer', ['block_constant']),
  fusedIn('normVariance', 'L14', 'a squared deviation of a norm layer', []),
  fusedIn('normForwardFloat', 'L15', 'γ·n + β of the float norm layers', []),
  fusedIn('normBlockMeans', 'L16', 'a term of dγ or of the projection', []),
  fusedIn('normDxElement', 'L16', 'the projection in dX', []),
  fusedIn('softmaxGradient', 'L27', 'a term of the dot product in the Softmax gradient', []),
  fusedIn('crossEntropyTerm', 'L28', 'a term of the cross-entropy', []),
  fusedIn('mseTerm', 'L29', 'a squared error', []),
];

/** Every second term in a lane of its own, as vectorised code sums. */
function twoLanes(start: number, terms: readonly number[]): number {
  const lanes = [start, 0];
  terms.forEach((term, i) => {
    lanes[i & 1] = f(lanes[i & 1]! + term);
  });
  return f(lanes[0]! + lanes[1]!);
}

function matmulInOrder(
  sum: (start: number, terms: readonly number[]) => number,
): Primitives['matmulFloat'] {
  return (n, a, b, bias) => {
    const plain = primitives.matmulFloat(n, a, b, bias);
    const views = n.fn.matmulViews(n, a, b);
    const { columns } = views.b;
    return plain.map((_, i) => {
      const [row, column] = [Math.floor(i / columns), i % columns];
      const terms = Array.from({ length: views.a.columns }, (_unused, k) =>
        n.f.mul(
          floats(a)[row * views.a.rowStride + k * views.a.columnStride]!,
          floats(b)[k * views.b.rowStride + column * views.b.columnStride]!,
        ),
      );
      return sum(bias === undefined ? 0 : floats(bias)[column]!, terms);
    });
  };
}

export const orderMutants: readonly Mutant[] = [
  {
    id: 'matmul_float_reversed',
    clause: 'S85',
    catalogue: ['A-M103'],
    bug: 'float products are summed from the last to the first',
    fix: 'sum with k ascending from the bias',
    fn: { matmulFloat: matmulInOrder((s, terms) => terms.reduceRight((t, x) => f(t + x), s)) },
  },
  {
    id: 'matmul_float_two_lanes',
    clause: 'S85',
    catalogue: ['A-M103'],
    bug: 'float products are summed in two lanes (vectorisation under -ffast-math)',
    fix: 'sum one after another; do not compile with -ffast-math',
    fn: { matmulFloat: matmulInOrder(twoLanes) },
  },
  {
    id: 'conv_taps_outer',
    clause: 'S91',
    catalogue: ['A-M103'],
    bug: 'taps are the outer loop and channels the inner one',
    fix: 'sum with the input channel outer and the tap inner, ascending',
    fn: {
      gatherTaps: (n, c, e, at, visit) => {
        const terms: [number, number, number, number][] = [];
        primitives.gatherTaps(n, c, e, at, (xi, wi, yi) => {
          terms.push([wi % e.kernel, xi, wi, yi]);
        });
        terms.sort(([a, x], [b, y]) => a - b || x - y);
        for (const [, xi, wi, yi] of terms) visit(xi, wi, yi);
      },
    },
  },
  {
    id: 'scatter_reversed',
    clause: 'S93',
    catalogue: ['A-M103'],
    bug: 'the scatter of a transposed convolution runs from the last input to the first',
    fix: 'scatter in ascending order',
    fn: {
      scatterTaps: (n, c, e, visit) => {
        const terms: [number, number, number][] = [];
        primitives.scatterTaps(n, c, e, (xi, wi, yi) => {
          terms.push([xi, wi, yi]);
        });
        for (const [xi, wi, yi] of terms.reverse()) visit(xi, wi, yi);
      },
    },
  },
  {
    id: 'softmax_sum_reversed',
    clause: 'L27',
    bug: 'the powers are summed from the last to the first',
    fix: 'sum them in order',
    fn: {
      softmaxValues: (n, values, shift) => {
        const powers = values.map((x) => n.fn.exp32(n, n.f.sub(x, shift)));
        const sum = powers.reduceRight((total, p) => n.f.add(total, p), 0);
        return powers.map((p) => n.f.div(p, sum));
      },
    },
  },
  {
    id: 'addition_operands_swapped',
    clause: 'S0',
    catalogue: ['B-48'],
    bug: 'the operands of every float addition are exchanged',
    fix: 'nothing: the result is the same',
    f: { add: (a, b) => strictFloat32.add(b, a) },
    equivalent:
      'IEEE 754 addition is commutative for all finite and infinite operands and both zeros: the exact sum ' +
      'is the same number, its rounding depends on that number alone, and the sign of an exact zero sum is ' +
      'chosen by the rounding direction and the two signs, not by their order. Only the payload of a NaN ' +
      'could differ, and the format carries one NaN.',
  },
];
