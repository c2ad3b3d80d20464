/**
 * What an op depends on, read from the sources, declaration by declaration: what its record names, here or in
 * another module, and the primitives that are called through `n.fn`. Nothing is run. A name that is only
 * mentioned counts, so that a dependency may be claimed in vain but never missed.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

/** A piece of a module: one declaration with its comment. */
interface Piece {
  /** of its module */
  readonly path: string;
  readonly names: readonly string[];
  readonly text: string;
  readonly words: ReadonlySet<string>;
  /** names after `fn.`, and every quoted word where the module calls through `fn[…]` */
  readonly calls: readonly string[];
}

/** A declaration of a module; `*` is the whole module. */
interface Place {
  readonly path: string;
  readonly name: string;
}

interface Module {
  readonly pieces: readonly Piece[];
  /** the pieces that declare a name; under `*` those that every user of the module takes */
  readonly byName: ReadonlyMap<string, readonly Piece[]>;
  /** what is imported: local name → place */
  readonly imports: ReadonlyMap<string, Place>;
}

const importLine = /^import (?!type )([^;']+) from '(\.[^']+)';\n?/gm;
const typeImport = /^import type [^;]+;\n?/gm;
const pieceStart =
  /^(?=\/\*\*|(?:export |async |abstract |const |let |function|class |interface |type ))/m;
const declared =
  /^(?:export )?(?:async )?(?:const|let|function\*?|class|interface|type) ([\w$]+|[[{][^=]*)/m;

function all(pattern: RegExp, text: string): string[] {
  return [...text.matchAll(pattern)].map((match) => match[1] ?? match[0]);
}

function namesOf(text: string): readonly string[] {
  if (/^export default /m.test(text)) return ['default'];
  const head = declared.exec(text)?.[1];
  return head === undefined ? ['*'] : all(/\w+/g, head);
}

function newPiece(path: string, text: string, isComputed: boolean): Piece {
  const calls = all(/\bfn\.(\w+)/g, text);
  if (isComputed) calls.push(...all(/'(\w+)'/g, text));
  return {
    path,
    names: namesOf(text),
    text,
    words: new Set(all(/(?<![.\w])[A-Za-z_$]\w*/g, text)),
    calls,
  };
}

/** Comments are joined with what they stand above. */
function piecesOf(path: string, text: string): Piece[] {
  const parts = text.split(pieceStart).filter((part) => part.trim() !== '');
  const joined: string[] = [];
  let open = '';
  for (const part of parts) {
    open += part;
    if (/^\/\*\*[\s\S]*\*\/\s*$/.test(part)) continue;
    joined.push(open);
    open = '';
  }
  if (open !== '') joined.push(open);
  const isComputed = /\bfn\[/.test(text);
  return joined.map((piece) => newPiece(path, piece, isComputed));
}

function importsOf(path: string, text: string): Module['imports'] {
  const imports = new Map<string, Place>();
  for (const [, clause, to] of text.matchAll(importLine)) {
    const from = posix.join(posix.dirname(path), to!);
    const named = /\{([^}]*)\}/.exec(clause!)?.[1] ?? '';
    for (const item of named.split(',').map((s) => s.trim())) {
      const [name, local = name] = item.replace(/^type /, '').split(' as ');
      if (name !== undefined && name !== '') imports.set(local!, { path: from, name });
    }
    const rest = clause!.replace(/\{[^}]*\}/, '').trim();
    const space = /^\* as (\w+)/.exec(rest)?.[1];
    if (space !== undefined) imports.set(space, { path: from, name: '*' });
    else if (/^\w+/.test(rest)) imports.set(/^\w+/.exec(rest)![0], { path: from, name: 'default' });
  }
  return imports;
}

function readModule(root: string, path: string): Module {
  const text = readFileSync(join(root, path), 'utf8');
  const body = text.replace(typeImport, '').replace(importLine, '');
  const pieces = piecesOf(path, body);
  const byName = new Map<string, Piece[]>();
  for (const piece of pieces) {
    for (const name of piece.names) byName.set(name, [...(byName.get(name) ?? []), piece]);
  }
  return { pieces, byName, imports: importsOf(path, text) };
}

/** What of a module is taken by whoever names a name of it. */
function meantBy({ pieces, byName }: Module, name: string): readonly Piece[] {
  if (name === '*') return pieces;
  return [...(byName.get(name) ?? []), ...(byName.get('*') ?? [])];
}

/** Where a piece leads to; `homes` has the modules of the primitives. */
function leadsOf(
  path: string,
  { byName, imports }: Module,
  { words, calls }: Piece,
  homes: ReadonlyMap<string, string>,
): Place[] {
  const leads: Place[] = [];
  for (const word of words) {
    if (byName.has(word)) leads.push({ path, name: word });
    const from = imports.get(word);
    if (from !== undefined) leads.push(from);
  }
  for (const name of calls) {
    const home = homes.get(name);
    if (home !== undefined) leads.push({ path: home, name });
  }
  return leads;
}

/** The module of each primitive, by name. */
function homesOf(root: string, primitives: ReadonlySet<string>): ReadonlyMap<string, string> {
  const homes = new Map<string, string>();
  const entries = readdirSync(join(root, 'reference'), { withFileTypes: true, recursive: true });
  for (const entry of entries) {
    if (!entry.isFile() || !/(?<!\.test)\.ts$/.test(entry.name)) continue;
    const full = join(entry.parentPath, entry.name);
    const path = full.slice(root.length).replace(/^\/+/, '');
    if (/^reference\/(independent|examples|mutants)\//.test(path)) continue;
    const text = readFileSync(full, 'utf8');
    for (const name of all(/^export (?:function\*?|const) (\w+)/gm, text)) {
      if (primitives.has(name)) homes.set(name, path);
    }
  }
  return homes;
}

/** Lists of modules, of which whoever uses one names it. */
const lists: ReadonlySet<string> = new Set(['reference/table.ts', 'goldgen/registry.ts']);

/** The declarations that some start leads to. */
export interface Closure {
  /** their texts, each behind the path of its module, sorted */
  readonly texts: readonly string[];
  /** the primitives that they call */
  readonly primitives: ReadonlySet<string>;
}

/**
 * Reads the declarations of a checkout; each file is read once, when it is first led to. The list of primitives is
 * no edge: whoever calls one names it, and the name leads to its module.
 */
export function readDependencies(
  root: string,
  primitives: ReadonlySet<string>,
): (paths: readonly string[]) => Closure {
  const homes = homesOf(root, primitives);
  const modules = new Map<string, Module | undefined>();
  const moduleOf = (path: string): Module | undefined => {
    if (modules.has(path)) return modules.get(path);
    const isModule = path.endsWith('.ts') && existsSync(join(root, path));
    const module = isModule ? readModule(root, path) : undefined;
    modules.set(path, module);
    return module;
  };
  const piecesAt = ({ path, name }: Place): readonly Piece[] => {
    const module = lists.has(path) ? undefined : moduleOf(path);
    return module === undefined ? [] : meantBy(module, name);
  };
  // of all that is asked for, the same pieces are led through again and again
  const followers = new Map<Piece, readonly Piece[]>();
  const followersOf = (piece: Piece): readonly Piece[] => {
    const known = followers.get(piece);
    if (known !== undefined) return known;
    const places = leadsOf(piece.path, moduleOf(piece.path)!, piece, homes);
    const found = [...new Set(places.flatMap(piecesAt))];
    followers.set(piece, found);
    return found;
  };
  return (paths) => {
    const called = new Set<string>();
    const seen = new Set(paths.flatMap((path) => piecesAt({ path, name: '*' })));
    for (const piece of seen) {
      for (const next of followersOf(piece)) seen.add(next);
      for (const call of piece.calls) if (homes.has(call)) called.add(call);
    }
    const texts = [...seen].map(({ path, text }) => `${path}\n${text}`);
    return { texts: texts.sort(), primitives: called };
  };
}
