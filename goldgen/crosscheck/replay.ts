/** Replays one recorded case through an adapter and judges it. */

import { type Contract, contracts } from '../../reference/contracts.ts';
import type { OverflowLog } from '../../reference/num/overflow.ts';
import type { Numerics } from '../../reference/numerics.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { Refusal, UndefinedBehaviour } from '../../reference/refusal.ts';
import { seedState } from '../../reference/rng.ts';
import { cloneTensor } from '../../reference/tensor.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { compareOutputs } from './compare.ts';
import {
  floatOf,
  intOf,
  isRecordedTensor,
  roundingWord,
  tensorOfRecorded,
  wordOf,
} from './recorded.ts';
import type {
  Adapter,
  Emitted,
  Mismatch,
  RecordedCase,
  Replay,
  ReplayOutcome,
  Variant,
} from './types.ts';

/** A `Replay` over a recorded case; emitted outputs land in `emitted`. */
export function newReplay(
  recorded: RecordedCase,
  n: Numerics,
  emitted: Map<string, Emitted>,
): Replay {
  const param = (name: string) => recorded.params[name];
  const path = (name: string) => `params/${name}`;
  return {
    recorded,
    contract: n.contract.id,
    n,
    has: (name) => recorded.inputs[name] !== undefined && recorded.inputs[name] !== null,
    tensor(name) {
      const value = recorded.inputs[name];
      if (isRecordedTensor(value)) return tensorOfRecorded(value, `inputs/${name}`);
      throw new GoldError('recording-format', 'expected a tensor', { path: `inputs/${name}` });
    },
    float: (name) => floatOf(recorded.inputs[name], `inputs/${name}`),
    int: (name) => intOf(recorded.inputs[name], `inputs/${name}`),
    param,
    paramInt: (name) => intOf(param(name), path(name)),
    paramIntOr: (name, otherwise) =>
      param(name) === undefined ? otherwise : intOf(param(name), path(name)),
    paramWord: (name) => wordOf(param(name), path(name)),
    paramFloat: (name) => floatOf(param(name), path(name)),
    paramRounding: (name) => roundingWord(param(name), path(name)),
    paramMath(name) {
      const math = (param(name) ?? {}) as Readonly<Record<string, string>>;
      const type = wordOf(math.type, `${path(name)}/type`);
      return { type, rounding: roundingWord(math.rounding, `${path(name)}/rounding`) };
    },
    emit: (name, tensor) => emitted.set(name, { kind: 'tensor', tensor: cloneTensor(tensor) }),
    emitFloat: (name, value) => emitted.set(name, { kind: 'float', value }),
    emitFloats: (name, values) =>
      emitted.set(name, { kind: 'floats', values: Float32Array.from(values) }),
    emitInt: (name, value) => emitted.set(name, { kind: 'list', value }),
    emitList: (name, value) => emitted.set(name, { kind: 'list', value }),
    emitRng: (name) => emitted.set(name, { kind: 'list', value: n.rng.state }),
  };
}

function numericsFor(recorded: RecordedCase, contract: Contract, variant?: Variant): Numerics {
  const n = newNumerics(contract.id, {
    contract,
    ...(variant?.fn === undefined ? {} : { fn: variant.fn }),
    ...(variant?.f === undefined ? {} : { f: variant.f }),
  });
  if (recorded.rngSeed !== null) n.rng.state = seedState(n, recorded.rngSeed);
  return n;
}

/** What one replay differs in; empty if it agrees in every bit. */
export function replayOnce(
  recorded: RecordedCase,
  replay: (r: Replay) => void,
  n: Numerics,
): Mismatch[] {
  const emitted = new Map<string, Emitted>();
  let refusal: Refusal | undefined;
  try {
    replay(newReplay(recorded, n, emitted));
  } catch (error) {
    if (error instanceof Refusal) refusal = error;
    else if (error instanceof UndefinedBehaviour || error instanceof TypeError) {
      const want = recorded.aborted ?? 'a result';
      return [{ path: 'aborted', expected: want, got: `${error.name}: ${error.message}` }];
    } else throw error;
  }
  const mismatches: Mismatch[] = [];
  if ((recorded.aborted !== null) !== (refusal !== undefined)) {
    mismatches.push({
      path: 'aborted',
      expected: recorded.aborted ?? 'no abort',
      got: refusal === undefined ? 'no refusal' : `refusal ${refusal.message}`,
    });
  }
  mismatches.push(...compareOutputs(recorded.outputs, emitted));
  const { rngStateAfter } = recorded;
  if (refusal === undefined && rngStateAfter !== null && rngStateAfter !== n.rng.state) {
    const got = `${n.rng.state}`;
    mismatches.push({ path: 'rngStateAfter', expected: `${rngStateAfter}`, got });
  }
  return mismatches;
}

/** The kind of overflow that a sanitizer means. */
const overflowOf: readonly (readonly [RegExp, keyof OverflowLog])[] = [
  [/# [+-] # cannot be represented/, 'accumulate'],
  [/# \* # cannot be represented/, 'multiply'],
  [/outside the range of representable values/, 'cast'],
];

/** What a replay comes to where C has no answer: overflow by kind, what it threw, or that it answers. */
function outcomeOf(recorded: RecordedCase, adapter: Adapter, contract: Contract): string {
  const n = numericsFor(recorded, contract);
  const replay = typeof adapter === 'function' ? adapter : adapter.replay;
  try {
    replay(newReplay(recorded, n, new Map()));
  } catch (error) {
    if (error instanceof UndefinedBehaviour) return 'undefined behaviour';
    if (!(error instanceof Refusal)) throw error;
    if (recorded.aborted !== null) return 'refused as recorded';
  }
  const kinds = overflowOf.map(([, kind]) => kind).filter((kind) => n.overflow[kind].count > 0);
  return kinds.length > 0 ? kinds.join(', ') : 'an answer';
}

/**
 * A case that is undefined in C, as the sanitizers found: the reference records just the kinds of overflow that they name,
 * refuses where the original ended before, and else raises undefined behaviour. What was recorded of it is no result.
 */
export function judgeUndefined(
  recorded: RecordedCase,
  adapter: Adapter,
  contract: Contract,
  findings: readonly string[],
): ReplayOutcome {
  const kinds = overflowOf
    .filter(([pattern]) => findings.some((text) => pattern.test(text)))
    .map(([, kind]) => kind);
  const expected = kinds.length > 0 ? kinds.join(', ') : 'undefined behaviour';
  const got = outcomeOf(recorded, adapter, contract);
  if (got === expected || got === 'refused as recorded') return { kind: 'passed' };
  return { kind: 'failed', mismatches: [{ path: 'undefined', expected, got }] };
}

/** Replays a case under the contract; where it differs, again under each variant of the adapter. */
export function judgeCase(
  recorded: RecordedCase,
  adapter: Adapter,
  contract: Contract,
): ReplayOutcome {
  const replay = typeof adapter === 'function' ? adapter : adapter.replay;
  const variants = typeof adapter === 'function' ? [] : adapter.variants;
  const mismatches = replayOnce(recorded, replay, numericsFor(recorded, contract));
  if (mismatches.length === 0) return { kind: 'passed' };
  for (const variant of variants) {
    const n = numericsFor(recorded, contract, variant);
    if (replayOnce(recorded, replay, n).length === 0)
      return { kind: 'variant', name: variant.name };
  }
  return { kind: 'failed', mismatches };
}

/** The contract of a recorded file: by the commit its name's prefix stands for. */
export function contractOfFile(op: string): Contract {
  if (op.startsWith('june23-')) return contracts['sym-2026-06-23'];
  if (op.startsWith('june-')) return contracts['sym-2026-06-11'];
  const current = contracts['sym-2026-07-21'];
  return op.startsWith('noguard-') ? { ...current, seedGuard: false } : current;
}

/** `<file>/<fn>`: the key of the adapter that replays a case. */
export function adapterKey(op: string, recorded: RecordedCase): string {
  const fn = `${recorded.params.fn}`;
  const like = recorded.params.like;
  const prefix = /^june(23)?-/.exec(op)?.[0] ?? '';
  if (typeof like === 'string') return `${prefix}${like.replace(/\.json$/, '')}/${fn}`;
  return `${recorded.id.slice(0, recorded.id.lastIndexOf('/'))}/${fn}`;
}
