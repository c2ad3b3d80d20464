/**
 * The calls of a fuzzing run. An op draws its calls under a contract in rounds; the n-th call of a round depends on the
 * seed, the op, the contract, the round and n alone: not on time, on other ops or on what a backend answered. Shards
 * divide rounds, so that none draws what another one asks.
 */

import { newCaseGen } from '../../goldgen/build.ts';
import { checkCall } from '../../goldgen/case.ts';
import { newRandom, type Random } from '../../goldgen/kit/random.ts';
import { type CaseGen, contractsOf, type OpDef } from '../../goldgen/op.ts';
import { callToWire } from '../../goldgen/wire.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { WireCall } from '../../schema/format/types.ts';
import { callOf, type Draft, draftOf } from './draft.ts';
import { isLight, longExtent, type Mutation, mutations } from './wild.ts';

export interface FuzzCase {
  readonly op: OpDef;
  readonly contract: ContractId;
  /** `<op>/<round>/<n>` */
  readonly label: string;
  readonly flags: readonly string[];
  readonly call: WireCall;
  /** the call before it was changed, and the changes; empty unless the run is wild */
  readonly base: Draft;
  readonly steps: readonly Step[];
}

/** A change with the seed of its own that makes it the same when earlier ones are left out. */
export interface Step {
  readonly mutation: Mutation;
  readonly seed: string;
}

export interface Wish {
  readonly seed: number;
  readonly isWild: boolean;
  readonly ops: readonly OpDef[];
  readonly contracts: readonly ContractId[];
  readonly shard?: { readonly index: number; readonly count: number };
}

/** Applies the steps in turn; one that does not apply is passed over. */
export function applied(op: OpDef, base: Draft, steps: readonly Step[]): Draft {
  return steps.reduce((draft, { mutation, seed }) => {
    const next = mutation.apply(newRandom(seed), op, draft);
    return next !== undefined && isLight(op, next) ? next : draft;
  }, base);
}

/** The call of a draft, or undefined where it is none. */
export function validCall(op: OpDef, draft: Draft): WireCall | undefined {
  const call = callOf(op, draft);
  try {
    checkCall(call, op.name);
    return call;
  } catch (error) {
    if (error instanceof GoldError) return undefined;
    throw error;
  }
}

function stepsOf(r: Random, seed: string): Step[] {
  const count = r.pick([0, 1, 1, 1, 2, 2, 3, 4]);
  const steps = Array.from({ length: count }, (_, i) => {
    return { mutation: r.pick(mutations), seed: `${seed}/${i}` };
  });
  if (count > 0 && r.chance(1, 400)) steps.push({ mutation: longExtent, seed: `${seed}/long` });
  return steps;
}

/** A generator whose randomness is watched: a case made without any is the same in every round. */
function watched(gen: CaseGen, onDraw: () => void): CaseGen {
  return {
    ...gen,
    random(label) {
      const r = gen.random(label);
      const watch =
        <A extends unknown[], R>(f: (...args: A) => R) =>
        (...args: A): R => {
          onDraw();
          return f(...args);
        };
      return {
        uint32: watch(r.uint32),
        int: watch(r.int),
        pick: (items) => items[watch(r.int)(0, items.length - 1)]!,
        chance: watch(r.chance),
        float32: watch(r.float32),
        rngState: watch(r.rngState),
      };
    },
  };
}

/** Calls of one op under one contract in every `step`-th round, for ever; ends only where every round is the same. */
function* callsOf(
  op: OpDef,
  contract: ContractId,
  wish: Wish,
  firstRound: number,
  step: number,
): Generator<FuzzCase> {
  for (let round = firstRound; ; round += step) {
    let index = 0;
    let isSeeded = false;
    const gen = newCaseGen(op, contract, `fuzz/${wish.seed}/${round}/`);
    const cases = op.cases(
      watched(gen, () => {
        isSeeded = true;
      }),
    );
    for (const { flags, params, tensors, rng } of cases) {
      const isNew = isSeeded || wish.isWild;
      isSeeded = false;
      if (!isNew) continue;
      const n = index++;
      const seed = `fuzz/${wish.seed}/${contract}/${op.name}/${round}/${n}`;
      const r = newRandom(seed);
      const base = draftOf(callToWire(op, params, tensors, rng));
      const steps = wish.isWild ? stepsOf(r, seed) : [];
      const call = validCall(op, applied(op, base, steps));
      const common = { op, contract, label: `${op.name}/${round}/${n}`, flags };
      if (call !== undefined) yield { ...common, call, base, steps };
    }
    if (index === 0) return;
  }
}

/** Whole trainings take as long as thousands of other calls: such an op is asked once in so many turns. */
const turnsOf: Readonly<Record<string, number>> = {
  training_run: 4096,
  trajectory: 16,
  training_step: 4,
  model_forward: 16,
};

/** The calls of a run, ops and contracts in turn; does not end by itself. */
export function* fuzzCases(wish: Wish): Generator<FuzzCase> {
  const { index, count } = wish.shard ?? { index: 1, count: 1 };
  let open = wish.ops
    .flatMap((op) => contractsOf(op).map((contract) => ({ op, contract })))
    .filter(({ contract }) => wish.contracts.includes(contract))
    // neighbours begin with different rounds, so that every shard soon has something of every op
    .map(({ op, contract }, i) => ({
      name: op.name,
      calls: callsOf(op, contract, wish, (index - 1 + i) % count, count),
    }));
  const isAlone = wish.ops.length === 1;
  for (let turn = 0; open.length > 0; turn++) {
    const ended = new Set<unknown>();
    for (const source of open) {
      if (!isAlone && turn % (turnsOf[source.name] ?? 1) !== 0) continue;
      const { value, done } = source.calls.next();
      if (done === true) ended.add(source);
      else yield value;
    }
    open = open.filter((source) => !ended.has(source));
  }
}
