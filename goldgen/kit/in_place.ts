/**
 * Calls whose result lies in the storage of an operand (`in_place`). The reference really shares the storage, so that
 * a mutant which reads what it has already written shows; nothing is handed over before the call has ended.
 */

import { precondition } from '../../reference/refusal.ts';
import type { Tensor } from '../../reference/tensor.ts';
import type { OpCall, ParamSpec } from '../op.ts';

const unread = 'the bits are those of the call with separate tensors';

/** `in_place` of ops that make y from x alone. */
export const inPlaceParam: ParamSpec = {
  kind: 'word',
  values: ['storage', 'tensor'],
  optional: true,
  unread,
  doc: '`storage`: y lies in the storage of x; `tensor`: y is x itself, record included; absent: apart',
};

/** `in_place` of ops whose x and y are of two formats. */
export const storageParam: ParamSpec = {
  kind: 'word',
  values: ['storage'],
  optional: true,
  unread,
  doc: '`storage`: y lies in the storage of x; absent: apart',
};

/** `in_place` of ops that make y from a and b. */
export const pairInPlaceParam: ParamSpec = {
  kind: 'word',
  values: ['a', 'b', 'both'],
  optional: true,
  unread,
  doc: 'y lies in the storage of a, of b, or of both, which then are one tensor; absent: apart',
};

/** `in_place` of ops that make `result` from an operand of its format and others. */
export const placedIn = (result: string, ...operands: readonly string[]): ParamSpec => ({
  kind: 'word',
  values: operands.length > 1 ? [...operands, 'both'] : operands,
  optional: true,
  unread,
  doc: `${operands.join(' or ')}: the operand lies in the storage of ${result}${operands.length > 1 ? '; both: each of them' : ''}; absent: apart`,
});

/** Whether a word of `in_place` puts the result into the storage of the operand of that name. */
function shares(word: string, name: string): boolean {
  return word === name || word === 'both' || word === 'storage';
}

function isOneRecord(x: Tensor, y: Tensor): boolean {
  const fields = ['dtype', 'bits', 'rounding', 'scale', 'zeroPoint'] as const;
  return fields.every((field) => Object.is(x[field], y[field])) && `${x.shape}` === `${y.shape}`;
}

/** The bytes of a tensor as the payload of another format of 4 bytes. */
function seenAs(t: Tensor, data: Tensor['data']): Tensor['data'] {
  const { buffer, byteOffset, byteLength } = data;
  const words = byteLength / 4;
  return t.dtype === 'FLOAT32'
    ? new Float32Array(buffer, byteOffset, words)
    : new Int32Array(buffer, byteOffset, words);
}

/**
 * The tensor of an output as it is before the call: with the elements of the operand in whose storage `in_place` puts it.
 * Undefined where the call has no such tensor.
 */
export function heldBefore({ tensors, params }: OpCall, output: string): Tensor | undefined {
  const own = tensors[output];
  const word = params.in_place;
  if (own === undefined || typeof word !== 'string') return own;
  const name = word in tensors ? word : ['x', 'a'].find((one) => one in tensors);
  const operand = name === undefined ? undefined : tensors[name];
  const isShared =
    operand !== undefined &&
    !(operand.data instanceof Uint8Array) &&
    !(own.data instanceof Uint8Array) &&
    operand.data.length === own.data.length;
  return isShared ? { ...own, data: seenAs(own, operand.data) } : own;
}

function copyInto(to: Tensor, from: Tensor): void {
  const { data } = to;
  Object.assign(to, from, { data });
  data.set(from.data);
}

/** The tensor of a call that is written; `isRead` where it is an operand too. */
interface Result {
  readonly name: string;
  readonly isRead: boolean;
}

/**
 * Runs an op on the operands of these names and its result as the call's `in_place` wants them. Only elements of 4 bytes
 * in as many places can share storage; two operands that share it must hold the same.
 */
export function runInPlace(
  call: OpCall,
  names: readonly string[],
  run: (operands: readonly Tensor[], y: Tensor) => void,
  result: Result = { name: 'y', isRead: false },
): void {
  const word = call.params.in_place;
  const [operands, y] = [names.map((name) => call.tensor(name)), call.tensor(result.name)];
  if (typeof word !== 'string') {
    run(operands, y);
    return;
  }
  const inside = operands.filter((_, i) => word === 'tensor' || shares(word, names[i]!));
  const first = inside[0];
  if (first === undefined) throw new TypeError(`in_place "${word}" names no operand`);
  for (const t of [...inside, y]) {
    precondition(!(t.data instanceof Uint8Array), 'packed tensors in one storage');
    precondition(t.data.length === first.data.length, 'other counts in one storage');
  }
  for (const t of result.isRead ? [...inside, y] : inside) {
    const isSame = t.data.every((v, i) => Object.is(v, first.data[i]));
    precondition(isSame, 'one storage with two contents');
  }
  const storage = first.data.slice();
  const own: Tensor = { ...y, data: seenAs(y, storage) };
  if (word === 'tensor') {
    precondition(isOneRecord(first, y), 'one tensor with two records');
    run([own], own);
  } else {
    const seen = (t: Tensor): Tensor => ({ ...t, data: seenAs(t, storage) });
    run(
      operands.map((t) => (inside.includes(t) ? seen(t) : t)),
      own,
    );
  }
  copyInto(y, own);
}
