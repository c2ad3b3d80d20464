/**
 * Calls that the reference answers although an op does not take them: it reaches outside a tensor, which a
 * typed array meets with undefined and C with anything, or it leaves elements of an output as they were. What
 * others answer there is no failure.
 */

import { poisons } from '../../goldgen/case.ts';
import type { OpCall } from '../../goldgen/op.ts';
import { tensorToWire, wireToCall } from '../../goldgen/wire.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { Refusal } from '../../reference/refusal.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { encode } from '../../schema/format/codec.ts';
import type { Asked } from './examine.ts';

type Data = Tensor['data'];

function isIndex(key: string | symbol): key is string {
  return typeof key === 'string' && /^-?\d/.test(key);
}

/** The same elements; every index outside is noted, in views and copies as well. */
function watched<T extends Data>(data: T, onOutside: () => void): T {
  const isOutside = (key: string): boolean => Number(key) >= data.length || Number(key) < 0;
  return new Proxy(data, {
    get(target, key) {
      if (isIndex(key)) {
        if (isOutside(key)) onOutside();
        return target[Number(key)];
      }
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const result: unknown = value.apply(target, args);
        const isArray = ArrayBuffer.isView(result) && !(result instanceof DataView);
        return isArray ? watched(result as T, onOutside) : result;
      };
    },
    set(target, key, value) {
      if (!isIndex(key)) return Reflect.set(target, key, value, target);
      if (isOutside(key)) onOutside();
      target[Number(key)] = value;
      return true;
    },
  });
}

/** The numerics of a call, its scratch watched and filled with other garbage than usual. */
function otherNumerics({ contract, call }: Asked, onOutside: () => void): Numerics {
  const plain = newNumerics(contract, { rngState: call.rng });
  const { rawTensor, scratchLike } = plain.fn;
  const seen = (t: Tensor): Tensor => ({ ...t, data: watched(t.data, onOutside) });
  const fn: Partial<Numerics['fn']> = {
    scratchLike: (n, like, arithmetic) => seen(scratchLike(n, like, arithmetic)),
    rawTensor(n, target, arithmetic) {
      const raw = rawTensor(n, target, arithmetic);
      raw.data.fill(1431655765);
      return raw;
    },
  };
  return newNumerics(contract, { rngState: call.rng, fn });
}

/** What is written by a call, as text; `undefined` where an exception of the engine ends it. */
function written(asked: Asked, n: Numerics, inner: OpCall): string | undefined {
  try {
    asked.op.run(n, inner);
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    return undefined;
  }
  return Object.entries(asked.op.tensors)
    .filter(([name, { role }]) => role !== 'in' && inner.tensors[name] !== undefined)
    .map(([name]) => Buffer.from(encode(tensorToWire(inner.tensors[name]!))).toString('latin1'))
    .join();
}

/** Whether the reference's answer to a call means nothing. */
export function isMeaningless(asked: Asked): boolean {
  let isOutside = false;
  const onOutside = (): void => {
    isOutside = true;
  };
  const { op, contract, call } = asked;
  const other = wireToCall(op, call, poisons.second);
  const tensors = Object.fromEntries(
    Object.entries(other.tensors).map(([name, t]) => [
      name,
      { ...t, data: watched(t.data, onOutside) },
    ]),
  );
  const second = written(asked, otherNumerics(asked, onOutside), other.with({ tensors }));
  if (isOutside || second === undefined) return true;
  const n = newNumerics(contract, { rngState: call.rng });
  return written(asked, n, wireToCall(op, call, poisons.first)) !== second;
}
