/**
 * Which tests are about an op. After a change of one op nearly all test files would run, since nearly all reach every op
 * and the vectors through the registry and the command line; few of them could tell. What the others depend on is the
 * rest of the tree: they are left to continuous integration until something of that changes, or an op that they are about.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What ops are made of: records, functions of the reference, vectors, and the pages that count their cases. */
const isOfOps = (path) =>
  /^(goldgen\/ops|reference\/(kernels|layers|losses|num|optimizers|quant|spec)|vectors)\//.test(
    path,
  ) && !path.endsWith('.test.ts');

/** Tests of pages. */
const readsPages = /^scripts\/(docs|spec)\//;

/** Signs that a test goes through all ops or vectors. */
const goesThroughAll =
  /\{[^}]*\bops\b[^}]*\} from '[^']*\/registry\.ts'|\b(readVectors|loadCorpus)\([^;]*\(\) => true/;

/** Tells the ops that a file is of: the one of its name, or all of the folder whose records share it; none for others. */
function newOpsOf(root) {
  const hasVectors = (name) => existsSync(join(root, `vectors/${name}.mp`));
  function find(path) {
    const [, family, name] = /^(goldgen\/ops\/.*\/|vectors\/)(\w+)\.(?:ts|mp)$/.exec(path) ?? [];
    if (name === undefined) return [];
    if (hasVectors(name) || family === 'vectors/') return [name];
    // the folder may be gone, and its ops with it
    const files = existsSync(join(root, family)) ? readdirSync(join(root, family)) : [];
    return files.map((file) => file.replace(/\.ts$/, '')).filter(hasVectors);
  }
  // every test file asks about every file
  const found = new Map();
  return (path) => {
    if (!found.has(path)) found.set(path, find(path));
    return found.get(path);
  };
}

/**
 * Tells of the test files of a tree whether a file counts for one: all of them where it goes through all ops; else, of what
 * ops are made of, that of an op which it names, what such an op shares with its family, what it imports or stands beside,
 * and pages for a test of pages. What is told of all vectors together, such as the manifest, is held against them by other
 * steps of `npm test`.
 */
export function newCounting(root) {
  const opsOf = newOpsOf(root);
  return (test) => {
    const text = readFileSync(join(root, test), 'utf8');
    if (goesThroughAll.test(text)) return () => true;
    const imported = new Set(
      [...text.matchAll(/from '(\.[^']+)'/g)].map((found) => join(dirname(test), found[1])),
    );
    const words = new Set(text.match(/\w+/g));
    return (path) =>
      !isOfOps(path) ||
      (path.endsWith('.md') && readsPages.test(test)) ||
      imported.has(path) ||
      dirname(path) === dirname(test) ||
      opsOf(path).some((op) => words.has(op));
  };
}
