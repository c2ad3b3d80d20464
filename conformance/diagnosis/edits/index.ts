/**
 * Mistakes made over the whole reference, by editing it: every function, every place in it, every operator of an edit.
 * Each is a mutant; it is compiled when it is tried for the first time.
 */

import { mutants } from '../../../reference/mutants/index.ts';
import type { Mutant } from '../../../reference/mutants/mutant.ts';
import { snakeCase } from '../../../reference/mutants/shared/inside.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import { primitives } from '../../../reference/primitives.ts';
import { floatOperations, indexOperations, literals, mathCalls, regrouped } from './arithmetic.ts';
import { branches, comparisons, conditions, loops, statements, walks } from './control.ts';
import type { Change, Words } from './edit.ts';
import { callArguments, identifiers, members, wordsOf } from './names.ts';
import { type Place, type Scope, scopeOf } from './place.ts';
import { type Call, compiled, type Module, modules, type Part } from './sources.ts';
import { type Ast, childrenOf, isIdentifier, nodesOf } from './syntax.ts';
import {
  exchangedNames,
  furtherFactors,
  keptSums,
  neighbours,
  repeated,
  stuckIndices,
  tailCalls,
  unrepeated,
} from './turns.ts';
import { furtherOperations, keptOtherwise } from './values.ts';

export interface EditMutant extends Mutant {
  /** how far it is from what people write by mistake */
  readonly prior: number;
}

const operators: readonly ((place: Place) => Change[])[] = [
  floatOperations,
  regrouped,
  indexOperations,
  mathCalls,
  comparisons,
  conditions,
  branches,
  statements,
  loops,
  walks,
  literals,
  identifiers,
  members,
  callArguments,
  neighbours,
  exchangedNames,
  keptSums,
  unrepeated,
  tailCalls,
  furtherFactors,
  repeated,
  stuckIndices,
  keptOtherwise,
  furtherOperations,
];

/** What no kernel has: the model around them. */
const untouched = /^model/;

/** What tells undefined calls from defined ones is no step of a kernel, and messages are none. */
function isAside(node: Ast): boolean {
  if (node.type === 'TemplateLiteral' || node.type === 'ThrowStatement') return true;
  return node.type === 'CallExpression' && isIdentifier(node.callee as Ast, 'precondition');
}

function placesOf(node: Ast, around: readonly Ast[], scope: Scope, text: string): Place[] {
  if (isAside(node)) return [];
  const source = ({ start, end }: Ast): string => text.slice(start, end);
  const inner = childrenOf(node).flatMap((child) =>
    placesOf(child, [node, ...around], scope, text),
  );
  return [{ node, around, scope, source }, ...inner];
}

type Name = keyof Primitives;

/** The primitives of a module that run each of its parts. */
function usersIn(module: Module): ReadonlyMap<Part, readonly Name[]> {
  const uses = module.parts.map(({ name, node }) => {
    const used = nodesOf(node).filter((one) => isIdentifier(one));
    return [name, new Set(used.map((one) => one.name as string))] as const;
  });
  const isPrimitive = (name: string): name is Name =>
    module.exported.has(name) && name in primitives;
  return new Map(
    module.parts.map((part) => {
      const found = new Set([part.name]);
      for (let size = 0; size !== found.size; ) {
        size = found.size;
        for (const [name, used] of uses) if ([...found].some((f) => used.has(f))) found.add(name);
      }
      return [part, [...found].filter(isPrimitive)];
    }),
  );
}

interface Made {
  readonly module: Module;
  readonly part: Part;
  readonly users: readonly Name[];
}

function mutantOf({ module, part, users }: Made, { node }: Place, change: Change): EditMutant {
  const { start, end } = node;
  let made: Readonly<Record<string, Call>> | undefined;
  const replaced =
    (name: string): Call =>
    (...rest) => {
      made ??= compiled(module, [{ start, end, text: change.text }, ...(change.also ?? [])]);
      return made[name]!(...rest);
    };
  let words: Words | undefined;
  const told = (): Words => {
    words ??= change.words();
    return words;
  };
  return {
    id: `${snakeCase(part.name)}.edit_${start - part.node.start}_${end - start}_${hashOf(change.text)}`,
    clause: clauseOf(part.name) ?? clauseOf(users[0]!) ?? '',
    get bug() {
      return `the step “${wordsOf(part.name)}” ${told().bug}`;
    },
    get fix() {
      return told().fix;
    },
    fn: Object.fromEntries(users.map((name) => [name, replaced(name)])) as Partial<Primitives>,
    prior: change.prior,
  };
}

let clauses: ReadonlyMap<string, string> | undefined;

/** The clause that a mutant of the function violates. */
function clauseOf(name: string): string | undefined {
  clauses ??= new Map(
    mutants.flatMap(({ clause, fn = {} }) => {
      const names = Object.keys(fn);
      return names.length === 1 ? [[names[0]!, clause] as const] : [];
    }),
  );
  return clauses.get(name);
}

/** Short, and the same everywhere. */
function hashOf(text: string): string {
  let hash = 5381;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 33) ^ text.charCodeAt(i)) >>> 0;
  return hash.toString(36);
}

function editsOfPart(made: Made): EditMutant[] {
  const { module, part } = made;
  return placesOf(part.node, [], scopeOf(part.node), module.text).flatMap((place) => {
    const seen = new Set<string>();
    return operators
      .flatMap((operator) => operator(place))
      .filter(({ text }) => !seen.has(text) && seen.add(text))
      .map((change) => mutantOf(made, place, change));
  });
}

let parts: ReadonlyMap<string, readonly Made[]> | undefined;

/** Parts of modules by the primitive that they are edited for: the first that runs them. */
function partsByName(): ReadonlyMap<string, readonly Made[]> {
  if (parts !== undefined) return parts;
  const found = new Map<string, Made[]>();
  for (const module of modules()) {
    for (const [part, users] of usersIn(module)) {
      const [first] = users;
      if (first === undefined || untouched.test(part.name)) continue;
      found.set(first, [...(found.get(first) ?? []), { module, part, users }]);
    }
  }
  parts = found;
  return found;
}

const known = new Map<string, readonly EditMutant[]>();

/** Edits that can change what a primitive gives, by its name: its own and those of what only it runs. */
export function editsOf(name: string): readonly EditMutant[] {
  const found = known.get(name) ?? (partsByName().get(name) ?? []).flatMap(editsOfPart);
  known.set(name, found);
  return found;
}

/** The edit of an id; undefined where there is none. */
export function editNamed(id: string): EditMutant | undefined {
  const [part] = id.split('.edit_');
  const owners = [...partsByName()].filter(([, made]) =>
    made.some((one) => snakeCase(one.part.name) === part),
  );
  return owners.flatMap(([name]) => editsOf(name)).find((edit) => edit.id === id);
}
