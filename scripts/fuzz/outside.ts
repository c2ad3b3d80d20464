/**
 * Calls that the reference answers although an op does not take them: it reaches outside a tensor, which a
 * typed array meets with undefined and C with anything, or it leaves elements of an output as they were. What
 * others answer there is no failure.
 */

import { poisons } from '../../goldgen/case.ts';
import { tensorToWire, wireToCall } from '../../goldgen/wire.ts';
import { newNumerics } from '../../reference/numerics.ts';
import { Refusal, UndefinedBehaviour } from '../../reference/refusal.ts';
import type { Tensor } from '../../reference/tensor.ts';
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

function reachesOutside({ op, contract, call }: Asked): boolean {
  let isOutside = false;
  const note = (): void => {
    isOutside = true;
  };
  const inner = wireToCall(op, call, poisons.first);
  for (const tensor of Object.values(inner.tensors)) tensor.data = watched(tensor.data, note);
  try {
    op.run(newNumerics(contract, { rngState: call.rng }), inner);
  } catch (error) {
    const isAnswer = error instanceof Refusal || error instanceof UndefinedBehaviour;
    // an exception of the engine is no answer
    return isOutside || !isAnswer;
  }
  return isOutside;
}

/** The bytes of what is written, over a poison; none where the call is refused. */
function writtenOver({ op, contract, call }: Asked, poison: number): Uint8Array[] {
  const inner = wireToCall(op, call, poison);
  try {
    op.run(newNumerics(contract, { rngState: call.rng }), inner);
  } catch {
    return [];
  }
  return Object.keys(call.targets).map((name) => tensorToWire(inner.tensors[name]!).data);
}

/** Whether the reference's answer to a call means nothing. */
export function isMeaningless(asked: Asked): boolean {
  if (reachesOutside(asked)) return true;
  const again = writtenOver(asked, poisons.second);
  return writtenOver(asked, poisons.first).some((bytes, i) => !isSame(bytes, again[i]!));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
