/**
 * Mistakes in what one step of the reference hands on to another, or to a float operation: an operand, a record or an
 * extent that is another one which the step has at hand, or that is altered. They are made from what a run does, step
 * by step, so that every step has them.
 */

import type { Mutant } from '../../../../reference/mutants/mutant.ts';
import type { Float32Ops } from '../../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../../reference/numerics.ts';
import { primitives } from '../../../../reference/primitives.ts';
import { operations } from '../../mistakes/operations.ts';
import { operandsOf, wordsOf } from '../../mistakes/step_names.ts';
import { type Alteration, alterationsOf } from './alterations.ts';
import type { Edge, OperationName, Pair, Source, Step, StepName, Target } from './edges.ts';
import { isTensor, type Path, valueAt, withAt } from './leaves.ts';

/** What a caller has when it calls. */
interface Given {
  readonly outer: readonly unknown[];
  readonly caller: readonly unknown[];
  readonly call: readonly unknown[];
  readonly results: ReadonlyMap<StepName, unknown>;
}

/** A call as it is made by mistake: with these operands, or with what it gives changed. */
type Changed = (
  given: Given,
  call: (operands: readonly unknown[]) => unknown,
  n: Numerics,
) => unknown;

const clause = '';
const idOf = ({ caller, callee, site }: Edge): string =>
  `${caller}.${callee}${site === undefined ? '' : `_${site}`}`;

const dotted = (path: Path): string =>
  path.map((key) => (/^\d+$/.test(`${key}`) ? `[${key}]` : `.${key}`)).join('');

const ordinals = ['first', 'second', 'third', 'fourth'] as const;

/** What float operations make, for those who read no code of the reference. */
const made: Readonly<Record<string, string>> = {
  add: 'sum',
  sub: 'difference',
  mul: 'product',
  div: 'quotient',
  mulAdd: 'sum of a product and a number',
  mulMinus: 'difference of a product and a number',
  sqrt: 'root',
  fromInt: 'conversion of an integer',
};

/** What an edge calls, in words. */
function calleeName({ callee, site }: Edge): string {
  if (site === undefined) return `“${wordsOf(callee)}”`;
  return `the ${ordinals[site]} ${made[callee] ?? `\`${callee}\``}`;
}

/** The operand of a step as the reference names it, of a float operation by its place. */
function operandName(edge: Edge, at: number, path: Path): string {
  const part = dotted(path).slice(1);
  if (edge.site !== undefined) return `the ${ordinals[at]} operand${part && ` (\`${part}\`)`}`;
  return `\`${nameAt(edge, at) ?? `operand ${at + 1}`}${dotted(path)}\``;
}

/** The name that the operand of a step has in its source; a float operation has none. */
function nameAt({ callee, site }: Edge, at: number): string | undefined {
  if (site !== undefined) return undefined;
  return operandsOf(primitives[callee as StepName] as Step)[at];
}

function sourceName(edge: Edge, { from, at, path, step }: Source): string {
  if (from === 'result') {
    const part = path.length > 0 ? ` (\`${dotted(path).slice(1)}\`)` : '';
    return `what “${wordsOf(`${at}`)}” gave${part}`;
  }
  if (from === 'call') return operandName(edge, Number(at), path);
  const owner = step ?? edge.caller;
  const name = operandsOf(primitives[owner] as Step)[Number(at)] ?? `operand ${at}`;
  const whole = `\`${name}${dotted(path)}\``;
  return step === undefined ? whole : `${whole} of the step “${wordsOf(step)}”, as it was,`;
}

/** How a target is called: an operand of the callee, or what it gives. */
function targetName(edge: Edge, { operand, path }: Target): string {
  const step = calleeName(edge);
  if (operand >= 0) return `${operandName(edge, operand, path)} of ${step}`;
  return path.length === 0
    ? `what ${step} gives`
    : `\`${dotted(path).slice(1)}\` of what ${step} gives`;
}

const record = ['scale', 'zeroPoint', 'bits', 'rounding', 'shape', 'order', 'data'] as const;

/** What a step wrote into the record of a changed copy goes to the tensor that it is a copy of. */
function writtenBack(before: unknown, made: unknown): () => void {
  if (!isTensor(before) || !isTensor(made) || before === made) return () => {};
  const given = { ...made };
  return () => {
    for (const field of record) {
      if (!Object.is(given[field], made[field])) Object.assign(before, { [field]: made[field] });
    }
  };
}

/** The caller, whose calls of the callee are changed; what it calls is as it was. */
function rewired({ caller, callee, site }: Edge, changed: Changed): Partial<Primitives> {
  const outer: Step = (n, ...operands) => {
    const results = new Map<StepName, unknown>();
    const call = (step: StepName, given: readonly unknown[]): unknown =>
      (n.fn[step] as Step)(n, ...given);
    const fn = new Proxy(n.fn, {
      get: (_table, key) => {
        const step = key as StepName;
        return (_n: Numerics, ...given: unknown[]): unknown => {
          const result =
            site === undefined && step === callee
              ? changed(
                  { outer: [], caller: operands, call: given, results },
                  (o) => call(step, o),
                  n,
                )
              : call(step, given);
          results.set(step, result);
          return result;
        };
      },
    });
    if (site === undefined) return (primitives[caller] as Step)({ ...n, fn }, ...operands);
    const operation = n.f[callee as OperationName] as (...given: unknown[]) => number;
    let count = 0;
    const f = {
      ...n.f,
      [callee]: (...given: number[]): unknown =>
        count++ === site
          ? changed(
              { outer: [], caller: operands, call: given, results },
              (o) => operation(...o),
              n,
            )
          : operation(...given),
    };
    return (primitives[caller] as Step)({ ...n, fn, f }, ...operands);
  };
  return { [caller]: outer };
}

/** The caller, rewired where a given step calls it: what it hands on may come from there. */
function rewiredIn(step: StepName, edge: Edge, changed: Changed): Partial<Primitives> {
  const outer: Step = (n, ...operands) => {
    const ofOuter: Changed = (given, call, m) => changed({ ...given, outer: operands }, call, m);
    const caller = rewired(edge, ofOuter)[edge.caller] as Step;
    const fn = new Proxy(n.fn, {
      get: (table, key) => {
        const called = key === edge.caller ? caller : (table[key as StepName] as Step);
        return (_n: Numerics, ...given: unknown[]): unknown => called(n, ...given);
      },
    });
    return (primitives[step] as Step)({ ...n, fn }, ...operands);
  };
  return { [step]: outer };
}

/** Whoever calls the callee: its calls are changed wherever they are made. */
function replaced({ callee }: Edge, changed: Changed): Partial<Primitives> {
  const step = primitives[callee as StepName] as Step;
  const outer: Step = (n, ...given) =>
    changed({ outer: [], caller: [], call: given, results: new Map() }, (o) => step(n, ...o), n);
  return { [callee]: outer };
}

/** An edge of which the mistake is made in the callee: by everyone who calls it. */
interface Place {
  readonly id: string;
  /** in front of what is wrong */
  readonly words: string;
  readonly with: (changed: Changed) => Partial<Primitives>;
  readonly prior: number;
}

const inCaller = (edge: Edge): Place => ({
  id: idOf(edge),
  words: `in the step “${wordsOf(edge.caller)}” `,
  with: (changed) => rewired(edge, changed),
  prior: 0.1,
});

const inOuter = (edge: Edge, step: StepName): Place => ({
  id: `${step}.${idOf(edge)}`,
  words: `in the step “${wordsOf(edge.caller)}” `,
  with: (changed) => rewiredIn(step, edge, changed),
  prior: 0.2,
});

const inCallee = (edge: Edge): Place => ({
  id: edge.callee,
  words: '',
  with: (changed) => replaced(edge, changed),
  prior: 0,
});

/** A mutant whose words are put together when they are read: most are tried once, give nothing, and are never told. */
function worded(
  place: Place,
  slip: string,
  prior: number,
  changed: Changed,
  words: () => { readonly bug: string; readonly fix: string },
): Mutant {
  return {
    id: place.id + slip,
    clause,
    get bug() {
      return words().bug;
    },
    get fix() {
      return words().fix;
    },
    prior: prior + place.prior,
    fn: place.with(changed),
  };
}

/** The call with another leaf in an operand or in what it gives; the right one where there is no other. */
function withLeaf(
  { operand, path }: Target,
  other: (given: Given, old: unknown) => unknown,
): Changed {
  return (given, call) => {
    if (operand < 0) {
      const result = call(given.call);
      const leaf = other(given, valueAt(result, path));
      return leaf === undefined ? result : withAt(result, path, leaf);
    }
    const old = given.call[operand];
    const leaf = other(given, valueAt(old, path));
    if (leaf === undefined) return call(given.call);
    const made = withAt(old, path, leaf);
    const back = path.length > 0 ? writtenBack(old, made) : () => {};
    const result = call(given.call.map((value, i) => (i === operand ? made : value)));
    back();
    return result;
  };
}

function leafOf({ from, at, path }: Source, given: Given): unknown {
  if (from === 'result') return valueAt(given.results.get(at as StepName), path);
  return valueAt(given[from][Number(at)], path);
}

function taking(edge: Edge, place: Place, target: Target, source: Source): Mutant {
  const isSame = source.path.at(-1) === target.path.at(-1);
  const isWhole = target.operand < 0 && target.path.length === 0;
  return worded(
    place,
    `.${target.operand}${dotted(target.path)}_from_${source.from}_${source.at}${dotted(source.path)}`,
    isSame ? 0.9 : 1.4,
    withLeaf(target, (given) => leafOf(source, given)),
    () => {
      const [into, from] = [targetName(edge, target), sourceName(edge, source)];
      const step = calleeName(edge);
      return {
        bug: isWhole
          ? `${place.words}${step} is left out: ${from} stands in place of what it gives`
          : `${place.words}${into} is taken from ${from} instead of its own`,
        fix: isWhole ? `compute ${step}` : `use the right one for ${into}`,
      };
    },
  );
}

function altering(
  edge: Edge,
  place: Place,
  target: Target,
  { id, words, of, prior = 1.2 }: Alteration,
): Mutant {
  return worded(
    place,
    `.${target.operand}${dotted(target.path)}_${id}`,
    prior,
    withLeaf(target, (_given, old) => of(old)),
    () => {
      const into = targetName(edge, target);
      return { bug: `${place.words}${into} is taken ${words}`, fix: `use ${into} as it is` };
    },
  );
}

function exchanging(edge: Edge, place: Place, { operands, path }: Pair): Mutant {
  const [i, j] = operands;
  const exchanged: Changed = ({ call: given }, call) => {
    const [first, second] = [given[i], given[j]];
    const made = [...given];
    made[i] = withAt(first, path, valueAt(second, path));
    made[j] = withAt(second, path, valueAt(first, path));
    const back = path.length === 0 ? [] : [i, j].map((at) => writtenBack(given[at], made[at]));
    const result = call(made);
    for (const write of back) write();
    return result;
  };
  return worded(place, `.${i}_for_${j}${dotted(path)}`, 1, exchanged, () => {
    const [a, b] = [i, j].map((at) => operandName(edge, at, path));
    return {
      bug: `${place.words}${a} and ${b} of ${calleeName(edge)} are exchanged`,
      fix: 'exchange them',
    };
  });
}

/** Another operation at one of several places of a step; those of a single place are made for whole steps. */
function operating(edge: Edge): Mutant[] {
  const { callee, site } = edge;
  if (site === undefined) return [];
  return (operations[callee] ?? []).map(([id, words, of]) => ({
    id: `${idOf(edge)}_${id}`,
    clause: 'S0',
    bug: `${calleeName(edge)} of the step “${wordsOf(edge.caller)}” ${words}`,
    fix: 'compute as the clause says',
    prior: 1.3,
    fn: rewired(edge, ({ call: given }, _call, n) => {
      const other = of(n)[callee as keyof Float32Ops] as (...operands: unknown[]) => number;
      return other(...given);
    }),
  }));
}

/** A mistake, and the same one in one caller only, which is tried where it holds; each is made when it is asked for. */
interface Tried {
  mutant(): Mutant;
  inCaller?(): Mutant;
}

/** All mistakes in one leaf that an edge hands on; a few show whether it is read at all. */
export interface Wiring {
  readonly probes: readonly Tried[];
  readonly tried: readonly Tried[];
}

/** A mistake that the callee makes, or its caller. */
function placed(edge: Edge, of: (place: Place) => Mutant): Tried {
  if (edge.site !== undefined) return { mutant: () => of(inCaller(edge)) };
  return { mutant: () => of(inCallee(edge)), inCaller: () => of(inCaller(edge)) };
}

function ofTarget(edge: Edge, target: Target, sources: Iterable<Source>): Tried[] {
  const name = target.operand < 0 ? edge.callee : (nameAt(edge, target.operand) ?? '');
  const altered = alterationsOf(target, `${target.path.at(-1) ?? name}`, edge.site !== undefined);
  const taken = Array.from(sources, (source): Tried => {
    const of = (place: Place): Mutant => taking(edge, place, target, source);
    const { step } = source;
    if (step !== undefined) return { mutant: () => of(inOuter(edge, step)) };
    // the callee has its own operands at hand, whoever calls it
    return source.from === 'call' ? placed(edge, of) : { mutant: () => of(inCaller(edge)) };
  });
  return [
    ...taken,
    ...altered.map((alteration) =>
      placed(edge, (place) => altering(edge, place, target, alteration)),
    ),
  ];
}

/** Every mistake in what the edges hand on. */
export function wiringsOf(edges: Iterable<Edge>): Wiring[] {
  const all = [...edges];
  const isOneOfSites = ({ caller, callee, site }: Edge): boolean =>
    all.some((e) => e.callee === callee && e.caller === caller && e.site !== site);
  return all.flatMap((edge) => {
    const groups = [
      ...[...edge.targets.values()].map(({ target, sources }) =>
        ofTarget(edge, target, sources.values()),
      ),
      ...[...edge.pairs.values()].map((pair) => [
        placed(edge, (place) => exchanging(edge, place, pair)),
      ]),
      isOneOfSites(edge) ? operating(edge).map((mutant): Tried => ({ mutant: () => mutant })) : [],
    ];
    return groups.flatMap((tried): Wiring[] => {
      const few = new Set([0, tried.length >> 1, tried.length - 1]);
      const probes = [...few].flatMap((at) => tried[at] ?? []);
      return tried.length === 0 ? [] : [{ probes, tried }];
    });
  });
}
