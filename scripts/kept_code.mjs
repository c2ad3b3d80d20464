/**
 * Runs a script of one file with the code that the engine made of it when it ran before. To load a thread of hundreds of
 * modules, and to translate again what it needs of them, took longer than many a diagnosis.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { threadId } from 'node:worker_threads';

function readIfThere(path) {
  try {
    return readFileSync(path);
  } catch {
    // not kept yet
    return undefined;
  }
}

/** Written beside it first: another process may read it at the same time. */
function writeWhole(path, bytes) {
  const unfinished = `${path}.${process.pid}.${threadId}`;
  try {
    writeFileSync(unfinished, bytes);
    renameSync(unfinished, path);
  } catch {
    // the folder may be read-only, or gone: the code is made anew then
  }
}

/**
 * Runs the file, which was compiled as CommonJS. It finds a function `GOLDVEC_KEEP_CODE` to call when it has run what it
 * mostly runs; where the code of this file and engine was kept already, that does nothing.
 */
export function runKept(path) {
  const kept = `${path}.code`;
  const cachedData = readIfThere(kept);
  const source = readFileSync(path, 'utf8');
  const wrapped = `(function (require, GOLDVEC_KEEP_CODE) {${source}\n})`;
  const script = new Script(wrapped, { filename: path, cachedData });
  let isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  const keep = () => {
    if (!isKept) writeWhole(kept, script.createCachedData());
    isKept = true;
  };
  script.runInThisContext()(createRequire(path), keep);
}
