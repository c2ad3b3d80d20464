/**
 * Which tests are about an op. After a change of one op nearly all test files would run, since nearly all reach every op
 * and the vectors through the registry and the command line; few of them could tell. What the others depend on is the
 * rest of the tree: they are left to continuous integration until something of that changes, or an op that they are about.
 */

import { readFileSync } from 'node:fs';
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

/** The op that a file is of, by its name; nothing for others. */
const opOf = (path) => /^(?:goldgen\/ops\/.*\/|vectors\/)(\w+)\.(?:ts|mp)$/.exec(path)?.[1];

/**
 * Whether a file counts for a test file: all of them where it goes through all ops; else, of what ops are made of, that of an
 * op which it names, what it imports or stands beside, and pages for a test of pages. What is told of all vectors
 * together, such as the manifest, is held against them by other steps of `npm test`.
 */
export function countsFor(root, test) {
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
    words.has(opOf(path));
}
