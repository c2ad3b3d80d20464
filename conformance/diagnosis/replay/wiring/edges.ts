/**
 * Which step of the reference calls which other one or which float operation, and what the caller has at hand that it
 * could hand on by mistake: its own operands, their records, and what earlier steps gave.
 */

import type { Float32Ops } from '../../../../reference/num/float32.ts';
import type { Numerics, Primitives } from '../../../../reference/numerics.ts';
import { operandsOf } from '../../mistakes/step_names.ts';
import { areAlike, differ, isTensor, type Leaf, leavesOf, type Path } from './leaves.ts';

export type StepName = keyof Primitives;
export type OperationName = keyof Float32Ops;
export type Step = (n: Numerics, ...rest: unknown[]) => unknown;
type Operation = (...operands: number[]) => number;

/**
 * Where something that could be handed on comes from: an operand of the caller or of the call, an earlier result, or the
 * record of an operand of the step that called the caller.
 */
export interface Source {
  readonly from: 'caller' | 'call' | 'result' | 'outer';
  /** index of the operand, or the name of the step */
  readonly at: number | StepName;
  readonly path: Path;
  /** the outer step */
  readonly step?: StepName;
}

/** A leaf of an operand, or of the result where `operand` is −1. */
export interface Target {
  readonly operand: number;
  readonly path: Path;
  readonly kind: Leaf['kind'];
}

interface Known {
  readonly target: Target;
  readonly sources: Map<string, Source>;
}

export interface Pair {
  readonly operands: readonly [number, number];
  readonly path: Path;
}

export interface Edge {
  readonly caller: StepName;
  readonly callee: StepName | OperationName;
  /** which of the same float operations of the caller it is; undefined where a step is called */
  readonly site: number | undefined;
  /** by key */
  readonly targets: Map<string, Known>;
  /** pairs of operands of the same kind, or of a part of their records, which may be exchanged */
  readonly pairs: Map<string, Pair>;
  calls: number;
}

/** Calls of each kind that are looked at, and float operations of one kind that a step tells apart. */
const callsMax = 4;
export const sitesMax = 4;

interface Scope {
  readonly caller: StepName;
  readonly operands: readonly unknown[];
  readonly outer: Scope | undefined;
  readonly results: Map<StepName, unknown>;
  /** float operations so far, by kind */
  readonly operations: Map<OperationName, number>;
}

interface Candidate {
  readonly source: Source;
  readonly leaf: Leaf;
  readonly role: string;
}

const extent = 'extent of a tensor';

/** What is known of a leaf by its name and place: only what has the same role is taken for it. */
function roleIn(kind: Leaf['kind'], path: Path, whole: string): string {
  if (kind !== 'number') return kind;
  if (path.includes('shape')) return extent;
  const name = `${path.at(-1) ?? whole}`;
  if (/^(bits|.*Bits)$/.test(name)) return 'bits';
  if (/scale|^s(A|B|T|I|X|W|In|Out|From|To)?$/i.test(name)) return 'scale';
  return /^zero/.test(name) ? 'zero point' : 'number';
}

/** A float operation takes any number that is none of an extent. */
const operand = 'operand of an operation';

const haveSameRole = (target: string, source: string): boolean =>
  target === source || (target === operand && !['bits', extent].includes(source));

function candidatesIn(
  table: Primitives,
  { caller, callee, site }: Edge,
  scope: Scope,
  operands: readonly unknown[],
): Candidate[] {
  const nameAt = (step: StepName, at: number): string => operandsOf(table[step] as Step)[at] ?? '';
  const of = (from: Source['from'], at: Source['at'], value: unknown, name: string): Candidate[] =>
    leavesOf(value).map((leaf) => ({
      source: { from, at, path: leaf.path },
      leaf,
      role: roleIn(leaf.kind, leaf.path, name),
    }));
  const ofCall = (value: unknown, i: number): Candidate[] =>
    site === undefined ? of('call', i, value, nameAt(callee as StepName, i)) : [];
  return [
    ...operands.flatMap(ofCall),
    ...scope.operands.flatMap((value, i) => of('caller', i, value, nameAt(caller, i))),
    ...[...scope.results].flatMap(([name, value]) => of('result', name, value, name)),
    ...candidatesOutside(scope, nameAt),
  ];
}

/** Of the outer step only what records say is at hand: what was, or will be, the scale, the width, the mode. */
function candidatesOutside({ outer }: Scope, nameAt: (step: StepName, at: number) => string) {
  if (outer === undefined) return [];
  const { caller: step, operands } = outer;
  return operands.flatMap((value, at): Candidate[] =>
    leavesOf(value)
      .filter(({ path, kind }) => path.length > 0 && isTensor(value) && kind !== 'tensor')
      .filter(({ path }) => !path.includes('shape'))
      .map((leaf) => ({
        source: { from: 'outer', at, path: leaf.path, step },
        leaf,
        role: roleIn(leaf.kind, leaf.path, nameAt(step, at)),
      })),
  );
}

const keyOf = (parts: readonly unknown[]): string => parts.join('.');

/** Extents are taken from the same tensor only, tensors are no results. */
function isAtHand(target: Target, source: Source): boolean {
  if (target.path.includes('shape')) {
    return source.from === 'call' && source.at === target.operand;
  }
  return target.kind !== 'tensor' || source.from !== 'result';
}

/** Notes what could have been handed on in place of one operand, or of the result. */
function noteLeaves(
  edge: Edge,
  candidates: readonly Candidate[],
  at: number,
  value: unknown,
  name: string,
): void {
  for (const leaf of leavesOf(value)) {
    const key = keyOf([at, ...leaf.path]);
    const target: Target = { operand: at, path: leaf.path, kind: leaf.kind };
    const known: Known = edge.targets.get(key) ?? { target, sources: new Map() };
    edge.targets.set(key, known);
    const role = edge.site === undefined ? roleIn(leaf.kind, leaf.path, name) : operand;
    // of those that are the same the first one is enough
    const met: unknown[] = [leaf.value];
    for (const { source, leaf: other, role: otherRole } of candidates) {
      if (!areAlike(leaf, other) || !haveSameRole(role, otherRole)) continue;
      if (!isAtHand(target, source) || !met.every((one) => differ(one, other.value))) continue;
      met.push(other.value);
      known.sources.set(keyOf([source.from, source.step, source.at, ...source.path]), source);
    }
  }
}

function notePairs({ pairs }: Edge, operands: readonly unknown[]): void {
  const leaves = operands.map((value) => {
    const isPart = (path: Path): boolean => path.length <= 1 && isTensor(value);
    return leavesOf(value).filter(({ path }) => path.length === 0 || isPart(path));
  });
  leaves.forEach((ofFirst, i) => {
    for (let j = i + 1; j < leaves.length; j++) {
      for (const a of ofFirst) {
        const b = leaves[j]!.find(({ path }) => `${path}` === `${a.path}`);
        if (b === undefined || !areAlike(a, b) || !differ(a.value, b.value)) continue;
        pairs.set(keyOf([i, j, ...a.path]), { operands: [i, j], path: a.path });
      }
    }
  });
}

function edgeOf(
  edges: Map<string, Edge>,
  caller: StepName,
  callee: Edge['callee'],
  site: number | undefined,
): Edge {
  const id = `${caller} ${callee} ${site}`;
  const made = { caller, callee, site, targets: new Map(), pairs: new Map(), calls: 0 };
  const edge: Edge = edges.get(id) ?? made;
  edges.set(id, edge);
  return edge;
}

/** Numerics under which a run notes its edges, and the edges. */
export function edgeTrace(plain: Numerics): { numerics: Numerics; edges: Map<string, Edge> } {
  const edges = new Map<string, Edge>();

  function called(scope: Scope, callee: StepName, operands: unknown[]): unknown {
    const step = plain.fn[callee] as Step;
    const edge = edgeOf(edges, scope.caller, callee, undefined);
    const isNoted = edge.calls++ < callsMax;
    const candidates = isNoted ? candidatesIn(plain.fn, edge, scope, operands) : [];
    if (isNoted) {
      for (const [i, value] of operands.entries()) {
        noteLeaves(edge, candidates, i, value, operandsOf(step)[i] ?? '');
      }
      notePairs(edge, operands);
    }
    const result = step(inside(newScope(callee, operands, scope)), ...operands);
    if (isNoted && result !== undefined) noteLeaves(edge, candidates, -1, result, callee);
    scope.results.set(callee, result);
    return result;
  }

  function operated(scope: Scope, name: OperationName, operands: number[]): number {
    const site = scope.operations.get(name) ?? 0;
    scope.operations.set(name, site + 1);
    if (site < sitesMax) {
      const edge = edgeOf(edges, scope.caller, name, site);
      if (edge.calls++ < callsMax) {
        const candidates = candidatesIn(plain.fn, edge, scope, operands);
        for (const [i, value] of operands.entries()) noteLeaves(edge, candidates, i, value, '');
      }
    }
    return (plain.f[name] as Operation)(...operands);
  }

  const newScope = (caller: StepName, operands: readonly unknown[], outer?: Scope): Scope => ({
    caller,
    operands,
    outer,
    results: new Map(),
    operations: new Map(),
  });

  function inside(scope: Scope | undefined): Numerics {
    const fn = new Proxy(plain.fn, {
      get: (table, key) => {
        const callee = key as StepName;
        return (_n: Numerics, ...operands: unknown[]): unknown =>
          scope === undefined
            ? (table[callee] as Step)(inside(newScope(callee, operands)), ...operands)
            : called(scope, callee, operands);
      },
    });
    if (scope === undefined) return { ...plain, fn };
    const f = new Proxy(plain.f, {
      get: (_table, key) => {
        return (...operands: number[]): number => operated(scope, key as OperationName, operands);
      },
    });
    return { ...plain, fn, f };
  }

  return { numerics: inside(undefined), edges };
}
