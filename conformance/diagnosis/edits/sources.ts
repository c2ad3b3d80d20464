/**
 * The reference as text: its modules without their types, parsed, and compiled once more with an edit in them. What
 * a module imports is what the reference itself uses, so that an edited function works on the same objects.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compileFunction } from 'node:vm';
import * as contracts from '../../../reference/contracts.ts';
import * as layer from '../../../reference/layers/layer.ts';
import * as poolPlace from '../../../reference/layers/pool_place.ts';
import * as approximate from '../../../reference/num/approximate.ts';
import * as doubleDouble from '../../../reference/num/double_double.ts';
import * as exactExp from '../../../reference/num/exact_exp.ts';
import * as float32 from '../../../reference/num/float32.ts';
import * as int32Range from '../../../reference/num/int32_range.ts';
import * as overflow from '../../../reference/num/overflow.ts';
import type { Primitives } from '../../../reference/numerics.ts';
import * as refusal from '../../../reference/refusal.ts';
import * as table from '../../../reference/table.ts';
import * as tensor from '../../../reference/tensor.ts';
import * as validator from '../../../reference/training/validator.ts';
import { type Ast, childrenOf, isIdentifier, nameOf, nodesOf, parse } from './syntax.ts';

/** Everything that modules of the reference import from each other. */
const scope: Readonly<Record<string, unknown>> = {
  ...contracts,
  ...layer,
  ...poolPlace,
  ...approximate,
  ...doubleDouble,
  ...exactExp,
  ...float32,
  ...int32Range,
  ...overflow,
  ...refusal,
  ...tensor,
  ...validator,
  ...table,
};

export type Call = (...rest: unknown[]) => unknown;

/** A function of a module, or a number that one of its constants holds. */
export interface Part {
  readonly name: string;
  readonly node: Ast;
  readonly isFunction: boolean;
}

export interface Module {
  readonly path: string;
  /** without types, imports and exports */
  readonly text: string;
  readonly parts: readonly Part[];
  /** names that others import */
  readonly exported: ReadonlySet<string>;
  readonly imported: readonly string[];
}

/** A replaced stretch of the text of a module. */
export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const root = new URL('../../../reference/', import.meta.url);
const suffix = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

/** Only a clone has types to take away, and the compiler that does it. */
function plain(text: string): string {
  if (suffix === '.js') return text;
  const { transformSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  return transformSync(text, { loader: 'ts', target: 'es2022' }).code;
}

export function spliced(text: string, splices: readonly Splice[]): string {
  const order = [...splices].sort((a, b) => b.start - a.start);
  return order.reduce((t, s) => t.slice(0, s.start) + s.text + t.slice(s.end), text);
}

/** The length that a node gives to something new, if it does: `new Int32Array(n)`, `{ length: n }`. */
function lengthIn(node: Ast): Ast | undefined {
  const [first] = (node.arguments as Ast[] | undefined) ?? [];
  if (node.type === 'NewExpression' && /Array$/.test(((node.callee as Ast).name as string) ?? '')) {
    return first;
  }
  const isLength = node.type === 'Property' && isIdentifier(node.key as Ast, 'length');
  return isLength && node.shorthand !== true ? (node.value as Ast) : undefined;
}

/** Loops of an edited function may never end, and lists be of any length: turns are counted, lengths bounded. */
function bounded(text: string): string {
  const inserts: Splice[] = [];
  for (const node of nodesOf(parse(text))) {
    const length = lengthIn(node);
    if (length !== undefined) {
      inserts.push({ start: length.start, end: length.start, text: '$length(' });
      inserts.push({ start: length.end, end: length.end, text: ')' });
    }
    if (!/^(For|While|DoWhile)/.test(node.type)) continue;
    const body = node.body as Ast;
    if (body.type === 'BlockStatement') {
      inserts.push({ start: body.start + 1, end: body.start + 1, text: '$turn();' });
    } else {
      inserts.push({ start: body.start, end: body.start, text: '{$turn();' });
      inserts.push({ start: body.end, end: body.end, text: '}' });
    }
  }
  return spliced(text, inserts);
}

function partsOf(program: Ast): Part[] {
  return childrenOf(program).flatMap((node): Part[] => {
    if (node.type === 'FunctionDeclaration')
      return [{ name: nameOf(node), node, isFunction: true }];
    if (node.type !== 'VariableDeclaration') return [];
    return childrenOf(node).flatMap((declared): Part[] => {
      const init = declared.init as Ast | null;
      const id = declared.id as Ast;
      if (init === null || id.type !== 'Identifier') return [];
      const isFunction = /Function/.test(init.type);
      return [{ name: id.name as string, node: isFunction ? init : declared, isFunction }];
    });
  });
}

function moduleOf(path: string): Module {
  const text = bounded(plain(readFileSync(new URL(path, root), 'utf8')));
  const program = parse(text);
  const exported = new Set<string>();
  const imported: string[] = [];
  const cuts: Splice[] = [];
  for (const node of childrenOf(program)) {
    const specifiers = (node.specifiers as Ast[] | undefined) ?? [];
    if (node.type === 'ImportDeclaration') {
      imported.push(...specifiers.map(({ local }) => (local as Ast).name as string));
      cuts.push({ start: node.start, end: node.end, text: '' });
    } else if (node.type === 'ExportNamedDeclaration') {
      const { start, end } = node;
      const inner = node.declaration as Ast | null;
      for (const { local } of specifiers) exported.add((local as Ast).name as string);
      if (inner !== null)
        for (const { name } of partsOf({ ...node, type: 'Program' })) exported.add(name);
      cuts.push({ start, end: inner === null ? end : inner.start, text: '' });
    }
  }
  const bare = spliced(text, cuts);
  return { path, text: bare, parts: partsOf(parse(bare)), exported, imported };
}

let known: readonly Module[] | undefined;

/** The modules whose functions are the primitives. */
export function modules(): readonly Module[] {
  if (known === undefined) {
    const list = readFileSync(new URL(`table${suffix}`, root), 'utf8');
    const paths = [...list.matchAll(/^export \* from '\.\/([^']+)';/gm)].map(([, path]) => path!);
    known = paths.map(moduleOf);
  }
  return known;
}

let turns = 0;
let turnsMax = Number.POSITIVE_INFINITY;

/** Bounds the turns of all loops from here on; gives those since the call before. */
export function boundTurns(max: number): number {
  const done = turns;
  turns = 0;
  turnsMax = max;
  return done;
}

function turn(): void {
  if (++turns > turnsMax) throw new Error('an edited loop does not end');
}

/** More elements than any tensor of a case has. */
const lengthMax = 2 ** 18;

function length<T>(of: T): T {
  if (typeof of === 'number' && of > lengthMax) throw new RangeError(`a length of ${of}`);
  return of;
}

/** The exports of a module with an edit in it. Throws what the edited module throws when it is loaded. */
export function compiled(
  module: Module,
  splices: readonly Splice[],
): Readonly<Record<string, Call>> {
  const names = [...module.exported].join();
  const body = `const {${module.imported.join()}} = $scope;${spliced(module.text, splices)}\nreturn {${names}};`;
  const made = compileFunction(body, ['$scope', '$turn', '$length']) as Call;
  return made(boundedScope(), turn, length) as Record<string, Call>;
}

let bounds: Readonly<Record<string, unknown>> | undefined;

/** What loops beside the primitives. */
const looping = [
  'num/double_double',
  'num/approximate',
  'num/exact_exp',
  'layers/pool_place',
] as const;

/** The scope of edited modules, in which every loop is bounded. */
function boundedScope(): Readonly<Record<string, unknown>> {
  if (bounds === undefined) {
    bounds = scope;
    for (const path of looping) {
      bounds = { ...bounds, ...compiled(moduleOf(`./${path}${suffix}`), []) };
    }
  }
  return bounds;
}

let unedited: Partial<Primitives> | undefined;

/** All primitives as they are, but with bounded loops: what an edited one calls. */
export function boundedPrimitives(): Partial<Primitives> {
  unedited ??= Object.assign({}, ...modules().map((module) => compiled(module, [])));
  return unedited!;
}
