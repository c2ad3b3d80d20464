/**
 * Mutants that a long case cannot kill, found in one run of the unchanged reference.
 *
 * At every call of a function that a mutant replaces, the mutant's function is given a copy of the arguments. As long as
 * it returns the same, leaves the same behind in arguments, generator and overflow record, and draws the same, the run
 * goes on under the mutant as it does without: if that holds to the end, so does the answer. A mutant that differs in one
 * call may still survive, so it is run as a whole.
 */

import type { Contract } from '../../reference/contracts.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../reference/numerics.ts';
import { primitives } from '../../reference/primitives.ts';
import { overflowKinds } from '../../schema/format/types.ts';
import { copyGraph, type FunctionCopy, NoCopy, sameGraph } from './graph.ts';

type Primitive = (n: Numerics, ...rest: unknown[]) => unknown;
type Table = Readonly<Record<string, Primitive>>;
const original = primitives as unknown as Table;

/** A mutant on its way through a run. */
export interface Candidate {
  readonly mutant: Mutant;
  /** the table and the contract that it computes with */
  readonly fn: Primitives;
  readonly contract: Contract;
}

/** Whether a mutant does nothing but replace functions. */
export function isScreened({ fn, f, contract, readState }: Mutant): boolean {
  return fn !== undefined && f === undefined && contract === undefined && readState === undefined;
}

type Replaced = Candidate & { readonly names: readonly string[] };

/** What a call is given, and what it leaves behind. */
interface Scene {
  readonly state: number;
  readonly overflow: Numerics['overflow'];
  readonly args: readonly unknown[];
}

function copyOverflow({ accumulate, multiply, cast }: Numerics['overflow']): Numerics['overflow'] {
  return { accumulate: { ...accumulate }, multiply: { ...multiply }, cast: { ...cast } };
}

function sameOverflow(a: Numerics['overflow'], b: Numerics['overflow']): boolean {
  return overflowKinds.every(
    (kind) => a[kind].when === b[kind].when && a[kind].count === b[kind].count,
  );
}

/**
 * How many values a function may be given and give back in one run, over all calls. Beyond that a run of the mutant is
 * cheaper than going on with copies: functions called per element.
 */
const valuesMax = 20000;

/** Stands between a run and the table of primitives. */
class Screen {
  readonly open: Set<Replaced>;
  readonly fn: Primitives;
  private readonly byName = new Map<string, Replaced[]>();
  /** how often a function is being run */
  private readonly running = new Map<string, number>();
  private readonly values = new Map<string, number>();
  private readonly nameOf = new Map<unknown, string>();

  constructor(candidates: readonly Candidate[]) {
    const replaced = candidates.map((one) => ({ ...one, names: Object.keys(one.mutant.fn ?? {}) }));
    this.open = new Set(replaced);
    for (const one of replaced) {
      for (const name of one.names) {
        this.byName.set(name, [...(this.byName.get(name) ?? []), one]);
      }
    }
    const entries = Object.entries(original).map(([name, f]) => {
      const entry = this.byName.has(name) ? this.watched(name, f) : f;
      this.nameOf.set(entry, name);
      this.nameOf.set(f, name);
      return [name, entry];
    });
    this.fn = Object.fromEntries(entries) as unknown as Primitives;
  }

  private close(mutants: readonly Replaced[]): void {
    for (const one of mutants) this.open.delete(one);
  }

  /** Those that the outcome of a call of the function depends on: not inside another function that they replace. */
  private due(name: string): readonly Replaced[] {
    const mine = this.byName.get(name)!.filter((one) => this.open.has(one));
    this.byName.set(name, mine);
    return mine.filter((one) => !one.names.some((other) => this.running.get(other)));
  }

  private watched(name: string, f: Primitive): Primitive {
    return (n, ...args) => {
      const due = this.due(name);
      if (due.length === 0) return f(n, ...args);
      const before = this.copied(name, due, n, args);
      const depth = this.running.get(name) ?? 0;
      this.running.set(name, depth + 1);
      let result: unknown;
      let ends = false;
      try {
        result = f(n, ...args);
        ends = true;
      } finally {
        this.running.set(name, depth);
        // how far a call got that was cut short is nothing to compare
        if (!ends) this.close(due);
      }
      if (before === undefined) this.close(due);
      else this.close(due.filter((one) => !this.agrees(one, name, n, before, { args, result })));
      return result;
    };
  }

  /** The functions of a table of primitives in place of those of the run. */
  private functionsOf(table: Primitives): FunctionCopy {
    return (f) => {
      const name = this.nameOf.get(f);
      return name === undefined ? undefined : (table as unknown as Table)[name];
    };
  }

  /** What the call is given, kept; undefined where that cannot be done. */
  private copied(
    name: string,
    due: readonly Replaced[],
    n: Numerics,
    args: readonly unknown[],
  ): Scene | undefined {
    const copies = new Map<object, unknown>();
    try {
      const kept = copyGraph(args, this.functionsOf(primitives), copies);
      const values = (this.values.get(name) ?? 0) + copies.size * due.length;
      this.values.set(name, values);
      if (values > valuesMax * due.length) return undefined;
      return { state: n.rng.state, overflow: copyOverflow(n.overflow), args: kept };
    } catch (error) {
      if (error instanceof NoCopy) return undefined;
      throw error;
    }
  }

  /** Whether a mutant's function, given the same, gives and leaves behind the same. */
  private agrees(
    { fn, contract }: Replaced,
    name: string,
    n: Numerics,
    before: Scene,
    after: { readonly args: readonly unknown[]; readonly result: unknown },
  ): boolean {
    const functions = this.functionsOf(fn);
    const args = copyGraph(before.args, functions);
    const [rng, overflow] = [{ state: before.state }, copyOverflow(before.overflow)];
    let result: unknown;
    try {
      result = (fn as unknown as Table)[name]!({ contract, fn, f: n.f, rng, overflow }, ...args);
    } catch {
      return false;
    }
    if (rng.state !== n.rng.state || !sameOverflow(overflow, n.overflow)) return false;
    return sameGraph(after, { args, result }, functions);
  }
}

/**
 * Ids of the candidates that cannot be told from the reference in a run. `run` is given the numerics to run with, which
 * are `n` but for the table.
 */
export function screened(
  candidates: readonly Candidate[],
  n: Numerics,
  run: (n: Numerics) => void,
): ReadonlySet<string> {
  const screen = new Screen(candidates);
  run({ ...n, fn: screen.fn });
  return new Set([...screen.open].map(({ mutant }) => mutant.id));
}
