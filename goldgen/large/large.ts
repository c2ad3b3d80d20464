/**
 * Large cases: tensors of more than 65,536 elements, and index products beyond 2^24. They are drawn from a seed
 * and answered by the reference when they are wanted; of each only digests are committed.
 */

import type { ContractId } from '../../reference/contracts.ts';
import { encode } from '../../schema/format/codec.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { sha256 } from '../../schema/format/file_bytes.ts';
import type { LargeEntry, WireCase } from '../../schema/format/types.ts';
import { buildCase } from '../case.ts';
import { newRandom, type Random } from '../kit/random.ts';
import { type CaseTensors, contractsOf, type OpNote, type Params } from '../op.ts';
import { findOp } from '../registry.ts';

export interface LargeCall {
  readonly params?: Params;
  readonly tensors: CaseTensors;
}

/** One large case of an op: the mistake that it is made for, and how its call is drawn. */
export interface LargeSpec {
  readonly op: string;
  readonly flag: keyof typeof largeNotes;
  readonly draw: (r: Random) => LargeCall;
}

/** What only large sizes show; every flag of a large case is one of these. */
export const largeNotes = {
  many_elements: {
    bug: 'a count or an index of 16 bits',
    effect:
      'whatever stands behind the first 32,768 or 65,536 elements is never reached, or reached twice',
    clause: 'S3, S4',
  },
  large_product: {
    bug: 'an index or a count that goes through float32, exact only up to 2^24',
    effect: 'windows and codes of long tensors start beside their place',
    clause: 'S4, S5, S95',
  },
} as const satisfies Readonly<Record<string, OpNote>>;

/** All large cases draw under the newest contract. */
export const largeContract: ContractId = 'sym-2026-07-21';

/** Part of every seed. */
const seedPrefix = 'large/1';

/** The n-th large case of an op, with the whole expected answer. */
export function largeCase(spec: LargeSpec, n: number): WireCase {
  const op = findOp(spec.op);
  if (op === undefined || !contractsOf(op).includes(largeContract)) {
    throw new GoldError('op-unknown', `there is no op "${spec.op}" under ${largeContract}`);
  }
  const id = `${op.name}/large/${n}`;
  const r = newRandom(`${seedPrefix}/${id}`);
  const { params = {}, tensors } = spec.draw(r);
  const input = { set: 'random' as const, flags: [spec.flag], params, tensors, rng: r.rngState() };
  // exact rationals would take minutes
  const { oracle: _, ...bare } = op;
  return buildCase(bare, largeContract, id, input);
}

/** What is committed of a case. */
export function largeEntry(spec: LargeSpec, n: number): LargeEntry {
  const { id, flags, params, inputs, targets, rng, expected } = largeCase(spec, n);
  return {
    id: `${largeContract}/${id}`,
    flags,
    call: sha256(encode({ params, inputs, targets, rng })),
    answer: sha256(encode(expected)),
  };
}
