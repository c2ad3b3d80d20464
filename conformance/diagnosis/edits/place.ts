/** A node of a function as the operators of edits see it: its text, what is around it, what is in scope there. */

import type { Change } from './edit.ts';
import { formula } from './formula.ts';
import { type Ast, childrenOf, isIdentifier, nodesOf, parse } from './syntax.ts';

export interface Scope {
  /** names of numbers, in the order of the text */
  readonly numbers: readonly string[];
  /** names of tensors, lists and records */
  readonly objects: readonly string[];
  /** properties of each record that are read as numbers */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** whether the numerics are there under the name that most functions give them */
  readonly hasNumerics: boolean;
}

export interface Place {
  readonly node: Ast;
  /** nearest first */
  readonly around: readonly Ast[];
  readonly scope: Scope;
  source(node: Ast): string;
}

/** Properties whose values say of what kind a thing is: taking one for another is no mistake of a number. */
const kinds = /^(dtype|rounding|order|shape|data|type|length|kind|fn|f|contract|overflow|rng)$/;

/** Objects whose members are no numbers of the call. */
const foreign = /^(n|Math|Array|Number|Object|Float32Array|Int32Array|Uint8Array|primitives|_n|_)$/;

function patternNames(pattern: Ast): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name as string];
    case 'ObjectPattern':
    case 'ArrayPattern':
      return childrenOf(pattern).flatMap(patternNames);
    case 'Property':
      return patternNames(pattern.value as Ast);
    case 'AssignmentPattern':
      return patternNames(pattern.left as Ast);
    default:
      return [];
  }
}

function declaredIn(node: Ast): string[] {
  return nodesOf(node).flatMap((one) => {
    if (/Function/.test(one.type)) return (one.params as Ast[]).flatMap(patternNames);
    return one.type === 'VariableDeclarator' ? patternNames(one.id as Ast) : [];
  });
}

export function scopeOf(node: Ast): Scope {
  const declared = [...new Set(declaredIn(node))];
  const all = nodesOf(node);
  const called = new Set<string>();
  const objects = new Set<string>();
  const members = new Map<string, Set<string>>();
  for (const one of all) {
    if (one.type === 'CallExpression' && isIdentifier(one.callee as Ast)) {
      called.add((one.callee as Ast).name as string);
    }
    if (one.type !== 'MemberExpression' || !isIdentifier(one.object as Ast)) continue;
    const name = (one.object as Ast).name as string;
    objects.add(name);
    const property = (one.property as Ast).name as string;
    if (one.computed === true || foreign.test(name) || kinds.test(property)) continue;
    members.set(name, (members.get(name) ?? new Set()).add(property));
  }
  const own = declared.filter((name) => !foreign.test(name) && !called.has(name));
  return {
    numbers: own.filter((name) => !objects.has(name)),
    objects: own.filter((name) => objects.has(name)),
    members: new Map([...members].map(([name, set]) => [name, [...set]])),
    hasNumerics: declared.includes('n'),
  };
}

export function isKind(property: string): boolean {
  return kinds.test(property);
}

/** The text as it would be read in C; nothing where it says nothing. */
function written(text: string): string | undefined {
  const statement = parse(`(${text})`);
  const [body] = childrenOf(statement);
  const made = formula(body!);
  return made.includes('…') || made.length > 90 ? undefined : made;
}

/** What is around a node is told up to this many letters. */
const contextMax = 90;

/** The largest expression around a node that is short enough to say where it is. */
function context({ node, around }: Place): string {
  const own = formula(node);
  let told = '';
  for (const outer of around) {
    if (/Function|Block|If|For|Property|ObjectExp|ArrayExp|Template/.test(outer.type)) break;
    const made = outer.type === 'VariableDeclarator' ? declared(outer) : formula(outer);
    if (made.includes('…') || made.length > contextMax) break;
    if (made !== own) told = ` in \`${made}\``;
    if (/Statement|Declarator/.test(outer.type)) break;
  }
  return told;
}

function declared(node: Ast): string {
  const id = node.id as Ast;
  return isIdentifier(id) ? `${formula(id)} = ${formula(node.init as Ast)}` : '…';
}

/** A formula that is short enough to be told. */
export function said(node: Ast, lengthMax: number): string | undefined {
  const made = formula(node);
  return made.includes('…') || made.length > lengthMax ? undefined : made;
}

/** A change that is told as it stands. */
export function told(text: string, bug: string, fix: string, prior: number): Change {
  return { text, prior, words: () => ({ bug, fix }) };
}

/** The change of a node into `text`, told as both formulas. */
export function change(place: Place, text: string, words: string, prior: number): Change[] {
  const source = place.source(place.node);
  if (source === text) return [];
  const tell = () => {
    const [from, to] = [written(source), written(text)];
    if (from === undefined || to === undefined) {
      return { bug: words || 'uses another operand', fix: 'compute as the clause says' };
    }
    const where = context(place);
    const what = words === '' ? 'uses' : `${words}:`;
    return {
      bug: `${what} \`${to}\` instead of \`${from}\`${where}`,
      fix: `compute \`${from}\``,
    };
  };
  return [{ text, prior, words: tell }];
}
