/** The instrumented reference: finds the edits that a case reaches, and answers under one of them. */

import { posix } from 'node:path';
import { runInThisContext } from 'node:vm';
import { mutants } from '../../reference/mutants/index.ts';
import type { Mutant } from '../../reference/mutants/mutant.ts';
import type { Numerics, Primitives } from '../../reference/numerics.ts';
import * as refusal from '../../reference/refusal.ts';
import type { Tensor } from '../../reference/tensor.ts';
import { doubleOps } from '../sensitivity/chains.ts';
import { instrument, type Numbers, uninstrumented } from './instrument.ts';
import { readProgram } from './program.ts';
import { repeatedSlips } from './slips.ts';
import type { Site, Slip } from './variant.ts';
import { type Words, wordsOf } from './words.ts';

interface Switch {
  /** per place the edit that is made there, or −1 */
  readonly on: Int32Array;
  /** per function the number of its edits that are made */
  readonly within: Int32Array;
  recording: boolean;
  see(site: number): void;
  /** one round of a loop */
  tick(): void;
  /** the same `Numerics` without any rounding between float operations */
  inDouble(n: Numerics): Numerics;
  /** runs while a tensor has a field of another one; keeps what the run itself writes there */
  mixed<T>(t: Tensor, field: 'scale' | 'bits' | 'rounding', other: Tensor, run: () => T): T;
  /** what a mistake of the catalogue replaces */
  mutant(id: string): Mutant['fn'];
}

/** What an edit may add to the rounds of loops that the unchanged code takes: it may keep one from ending. */
const roundsAdded = 2000;
const roundsFactor = 4;

export interface Variants {
  readonly sites: readonly Site[];
  /** primitives that make the chosen edit */
  readonly fn: Primitives;
  /** the same edits at several places */
  readonly repeated: readonly Slip[];
  /** runs with these edits made; `rounds` are those of the unchanged code */
  under<T>(slip: Slip, rounds: number, run: () => T): T;
  /** its sentences */
  wordsOf(slip: Slip): Words;
  /** runs the unchanged code */
  reached(run: () => void): Reached;
}

export interface Reached {
  readonly sites: ReadonlySet<Site>;
  /** rounds of loops */
  readonly rounds: number;
}

type Module = Record<string, unknown>;

type Factory = (module: Module, require: (path: string) => Module, $: Switch) => void;

const mutantOf: ReadonlyMap<string, Mutant> = new Map(mutants.map((m) => [m.id, m]));

/** Evaluates CommonJS modules by their paths below `reference/`; `refusal.ts` stays what it is. */
function evaluate(codes: ReadonlyMap<string, string>, $: Switch): (path: string) => Module {
  const loaded = new Map<string, Module>([['refusal.ts', refusal]]);
  const load = (path: string): Module => {
    const known = loaded.get(path);
    if (known !== undefined) return known;
    const module: Module = {};
    loaded.set(path, module);
    const text = `(function (exports, require, $) {${codes.get(path)}\n})`;
    const factory = runInThisContext(text, { filename: path }) as Factory;
    factory(module, (specifier) => load(posix.join(posix.dirname(path), specifier)), $);
    return module;
  };
  return load;
}

interface Instrumentation {
  readonly sites: readonly Site[];
  /** JavaScript of the modules by their paths */
  readonly codes: ReadonlyMap<string, string>;
  readonly numbers: Numbers;
}

function instrumentAll(): Instrumentation {
  const { checker, modules, edited } = readProgram();
  const sites: Site[] = [];
  const codes = new Map<string, string>();
  const numbers: Numbers = { sites: 0, functions: 0 };
  for (const [path, source] of modules) {
    if (!edited.has(path)) {
      codes.set(path, uninstrumented(source));
      continue;
    }
    const made = instrument(checker, source, path, numbers);
    codes.set(path, made.code);
    sites.push(...made.sites);
  }
  return { sites, codes, numbers };
}

/** Reads, types and instruments the reference: some seconds. */
export function loadVariants(): Variants {
  const { sites, codes, numbers } = instrumentAll();
  const seen = new Set<number>();
  let rounds = 0;
  let roundsMax = Number.POSITIVE_INFINITY;
  const $: Switch = {
    on: new Int32Array(numbers.sites).fill(-1),
    within: new Int32Array(numbers.functions),
    recording: false,
    see: (site) => {
      if ($.recording) seen.add(site);
    },
    inDouble: (n) => ({ ...n, f: { ...n.f, ...doubleOps } }),
    mixed(t, field, other, run) {
      const [own, mixed] = [t[field], other[field]];
      Object.assign(t, { [field]: mixed });
      try {
        return run();
      } finally {
        if (t[field] === mixed) Object.assign(t, { [field]: own });
      }
    },
    mutant: (id) => mutantOf.get(id)!.fn,
    tick: () => {
      if (++rounds > roundsMax) throw new Error('a loop does not end');
    },
  };
  const { primitives } = evaluate(codes, $)('primitives.ts') as { primitives: Primitives };
  return {
    sites,
    repeated: repeatedSlips(sites),
    fn: primitives,
    wordsOf,
    under({ choices }, usual, run) {
      for (const { site, edit } of choices) {
        $.on[site.index] = edit;
        $.within[site.of]!++;
      }
      rounds = 0;
      roundsMax = roundsFactor * usual + roundsAdded;
      try {
        return run();
      } finally {
        for (const { site } of choices) {
          $.on[site.index] = -1;
          $.within[site.of] = 0;
        }
        roundsMax = Number.POSITIVE_INFINITY;
      }
    },
    reached(run) {
      seen.clear();
      rounds = 0;
      $.recording = true;
      try {
        run();
      } finally {
        $.recording = false;
      }
      return { sites: new Set([...seen].map((index) => sites[index]!)), rounds };
    },
  };
}
