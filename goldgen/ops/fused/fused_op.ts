/** Shared parts of the fused and row-broadcast float32 ops (S104–S108). */

import type { Tensor } from '../../../reference/tensor.ts';
import { newCase, seeded } from '../../kit/cases.ts';
import { runInPlace } from '../../kit/in_place.ts';
import { float32Of, symInt32Of } from '../../kit/literals.ts';
import type { Random } from '../../kit/random.ts';
import { randomFloat32, withOrder } from '../../kit/tensors.ts';
import { interestingFloat32 } from '../../kit/values.ts';
import type { CaseGen, CaseInput, OpCall, Params, RecordNote } from '../../op.ts';

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

/** Operands in the storage of `a`, and so with its elements; appended to the cases of an op. */
export function* fusedSharing(form: FusedForm, g: CaseGen): Iterable<CaseInput> {
  const [, ...others] = form.operands;
  const words = others.length > 1 ? [...others, 'both'] : others;
  for (const word of words) {
    for (const [i, r] of [...seeded(g, `in_place/${word}`, 4)].entries()) {
      const own = randomFloat32(r, [r.int(1, 3), r.int(2, 5)], -6, 4);
      own.data = own.data.map(Math.abs);
      const tensors = tensorsOf(form, (name) => {
        const isShared = name === 'a' || word === 'both' || name === word;
        const t = isShared ? own : randomFloat32(r, own.shape, -6, 4);
        return { ...t, data: t.data.map((v) => (name === 'v' ? Math.abs(v) : v)) };
      });
      const params = { ...form.params(r), in_place: word };
      yield newCase(i < 2 ? 'directed' : 'random', 'in_place', tensors, { params });
    }
  }
}

/** How the fused forms run: every operand but `a` may lie in its storage. */
export function runFused(
  call: OpCall,
  { operands: [, ...others] }: FusedForm,
  run: (a: Tensor, others: readonly Tensor[]) => void,
): void {
  runInPlace(call, others, (operands, a) => run(a, operands), { name: 'a', isRead: true });
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
  in_place: {
    bug: 'the target cleared or partly updated before the other operands are read',
    effect: 'a state that is its own increment loses it',
    clause: 'S106–S108',
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
