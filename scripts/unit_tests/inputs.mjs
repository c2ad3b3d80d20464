/** What a test file depends on, as lines that `observe.mjs` writes, and its content as one hash. */

import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const isTest = (path) => path.endsWith('.test.ts');
const isPage = (path) => path.endsWith('.md');
const isC = (path) => /\.(c|h|S|ld)$/.test(path);
const isCompiled = (path) => isC(path) || path.endsWith('.mp');
const isBelow = (path, folder) => folder === '' || path.startsWith(`${folder}/`);

/** Files of the checkout that a line stands for; `undefined` where it stands for no set of them. */
const sets = {
  all: () => () => true,
  // what a program of another kind may read, such as a shell
  'no pages': () => (path) => !isPage(path) && !isTest(path),
  // what a script in another language may read
  data: () => (path) => !isPage(path) && !isTest(path) && !isC(path),
  // what a command of ours is compiled from, and the data beside it
  sources: () => (path) => !isPage(path) && !isTest(path) && !isCompiled(path),
  // what a compiler may read
  c: () => (path) => path.startsWith('conformance/') && !isPage(path) && !/\.(ts|mjs)$/.test(path),
  tree: (folder) => (path) => isBelow(path, folder) && !isTest(path),
};

function sha(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
}

function names(path, recursive) {
  const left = new Set(['.build', 'node_modules', '.git']);
  return readdirSync(path, { recursive, encoding: 'utf8' })
    .filter((name) => !name.split('/').some((part) => left.has(part)))
    .sort();
}

/** Content of a file, or what else stands there. */
function stateOf(path) {
  try {
    const found = lstatSync(path);
    if (found.isDirectory()) return 'folder';
    return found.isFile() || found.isSymbolicLink() ? sha(readFileSync(path)) : 'special';
  } catch {
    return 'gone';
  }
}

/** What stands there, whatever it holds; a link counts as what it leads to. */
function kindOf(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return 'gone';
  return found.isDirectory() ? 'folder' : 'file';
}

const everything = () => true;

/**
 * The checkout as it is now: `files` are those of git. What is asked for is read once, so that a file that changes
 * while the tests run does not count as tested.
 */
export function newTree(root, files) {
  const states = new Map();
  const fileState = (path) => {
    if (!states.has(path)) states.set(path, stateOf(resolve(root, path)));
    return states.get(path);
  };
  for (const path of files) fileState(path);
  const sums = new Map();
  /** Of files that `counts` says no to, nothing counts. */
  function sumOf(line, counts) {
    const space = line.indexOf(' ');
    const [kind, path] =
      line === 'no pages'
        ? [line]
        : [line.slice(0, space < 0 ? undefined : space), line.slice(space + 1)];
    if (Object.hasOwn(sets, kind)) {
      const chosen = files.filter(sets[kind](path)).filter(counts);
      return sha(...chosen.map((file) => `${file} ${fileState(file)}`));
    }
    if (kind === 'paths') return sha(...files);
    if (!counts(path)) return 'does not count';
    if (kind === 'file') return fileState(path);
    if (kind === 'there') return kindOf(resolve(root, path));
    try {
      return sha(...names(join(root, path), kind === 'names'));
    } catch {
      return 'gone';
    }
  }
  const whole = (line) => {
    if (!sums.has(line)) sums.set(line, sumOf(line, everything));
    return sums.get(line);
  };
  /** One hash of all that the lines stand for, or of those files that count, and of `surroundings`. */
  function hash(lines, surroundings, counts) {
    const sum = counts === undefined ? whole : (line) => sumOf(line, counts);
    const parts = [...new Set(lines)].sort().map((line) => `${line} ${sum(line)}`);
    return sha(...surroundings, ...parts);
  }
  return { hash };
}
