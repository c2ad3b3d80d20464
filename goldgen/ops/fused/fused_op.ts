/** Shared parts of the fused and row-broadcast float32 ops (S104–S108). */

import type { Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, withOrder } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import type { CaseGen, CaseInput, Params, RecordNote } from '../../op.ts';

/** An in-place form over operands of one shape: `a` is read and written, the others are read. */
export interface FusedForm {
  readonly operands: readonly string[];
  /** parameters that pin two roundings apart from one, and values for `a` and the others */
  readonly params: (r: Random) => Params;
  readonly plain: Params;
}

function tensorsOf(form: FusedForm, make: (name: string, index: number) => Tensor) {
  return Object.fromEntries(form.operands.map((name, i) => [name, make(name, i)]));
}

function* refusals(form: FusedForm): Iterable<CaseInput> {
  const rest = { params: form.plain };
  const plain = float32Of([1, 2, 3, 4, 5, 6], [2, 3]);
  const wrong = [
    ['refused_view', withOrder(plain, [1, 0])],
    ['refused_extents', float32Of([1, 2, 3, 4, 5, 6], [3, 2])],
    ['refused_extents', float32Of([1, 2, 3, 4, 5, 6])],
    ['refused_dtype', symInt32Of([1, 2, 3, 4, 5, 6], 0.5, 12, 'HALF_AWAY', [2, 3])],
  ] as const;
  for (const [flag, t] of wrong) {
    const last = form.operands.length - 1;
    const tensors = tensorsOf(form, (_, i) => (i === last ? t : plain));
    yield newCase('negative', flag, tensors, rest);
  }
  // a view of the same extents: only its order can be refused
  const square = float32Of([1, 2, 3, 4], [2, 2]);
  for (const at of form.operands.keys()) {
    const tensors = tensorsOf(form, (_, i) => (i === at ? withOrder(square, [1, 0]) : square));
    yield newCase('negative', 'refused_view', tensors, rest);
  }
}

/** Guards, special values rotated against each other, and random operands. */
export function* fusedCases(form: FusedForm, g: CaseGen): Iterable<CaseInput> {
  yield* refusals(form);
  const count = interestingFloat32.length;
  for (const shift of [1, 7, 20]) {
    const tensors = tensorsOf(form, (_, i) =>
      float32Of(interestingFloat32.map((_, at) => interestingFloat32[(at + i * shift) % count]!)),
    );
    yield newCase('boundary', 'special_values', tensors, { params: form.plain });
  }
  for (const r of seeded(g, 'random', 30)) {
    const shape = [r.int(1, 5), r.int(1, 5)];
    const tensors = tensorsOf(form, (name) => {
      const t = randomFloat32(r, shape, -6, 4);
      if (name === 'v') t.data = t.data.map(Math.abs);
      return t;
    });
    yield newCase('random', 'roundings', tensors, { params: form.params(r) });
  }
}

export const fusedNotes: Readonly<Record<string, RecordNote>> = {
  refused_view: {
    bug: 'transposed views walked in storage order',
    effect: 'weights are updated by the gradients of other weights',
    clause: 'S104–S108',
  },
  refused_extents: {
    bug: 'extents of the operands not compared',
    effect: 'memory beyond the shorter operand enters the update',
    clause: 'S104–S108',
  },
  refused_dtype: {
    bug: 'mantissas of a SYM_INT32 operand read as floats',
    effect: 'optimizer states become the bit patterns of integers',
    clause: 'S104–S108',
  },
  special_values: {
    bug: 'signed zeros, infinities, NaN or subnormals special-cased or flushed',
    effect: 'a diverged training looks healthy',
    clause: 'S104–S108',
  },
  roundings: {
    bug: 'contracted where the clause rounds twice, not fused where it demands it, or re-associated',
    effect: 'last bits of optimizer states drift',
    clause: 'S104–S108, contraction',
  },
};
