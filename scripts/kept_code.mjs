/**
 * Runs a module of a script that holds many, with the code that the engine made of it when it ran before: to translate again
 * what a command or a thread needs took longer than many of them work.
 */

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { constants, Script } from 'node:vm';
import { isMainThread, threadId } from 'node:worker_threads';

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

/** Commands need different parts of the script. */
function commandWord() {
  const [, , word = ''] = process.argv;
  return isMainThread && /^[a-z][a-z-]*$/.test(word) ? `.${word}` : '';
}

/**
 * Runs the module `entry` of the file, which was compiled as CommonJS. What the engine made is kept when the process
 * ends, or when the script calls `GOLDVEC_KEEP_CODE`, as a thread does that may be ended from outside; where the code of this
 * file and engine was kept already, that does nothing. The engine must not drop code that it has not used for a while
 * (`engine_flags.json`): what a command needs at its start would be missing.
 */
export function runKept(path, entry) {
  const kept = `${path}.${entry.replaceAll('/', '.')}${commandWord()}.code`;
  const cachedData = readIfThere(kept);
  const source = readFileSync(path, 'utf8');
  const wrapped = `(function (require, module, GOLDVEC_ENTRY, GOLDVEC_KEEP_CODE) {"use strict";${source}\n})`;
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  const script = new Script(wrapped, { filename: path, cachedData, importModuleDynamically });
  let isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  const keep = () => {
    if (!isKept) writeWhole(kept, script.createCachedData());
    isKept = true;
  };
  if (isMainThread) process.once('exit', keep);
  const module = { exports: undefined };
  script.runInThisContext()(createRequire(path), module, entry, keep);
  return module.exports;
}
