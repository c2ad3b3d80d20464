#!/usr/bin/env node
/** The command `goldvec` of a clone: teaches Node to load TypeScript, then starts `cli/clone.ts`. */

import { readFileSync } from 'node:fs';

function end(code, message, hint, status) {
  process.stderr.write(`error[${code}]: ${message}\n  hint: ${hint}\n`);
  process.exit(status);
}

/** Files that may be open at once, where the system says so. */
function openFilesMax() {
  try {
    const line = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    return Number(line?.[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

// the loader of TypeScript would end without a word
const filesNeeded = 128;
const filesMax = openFilesMax();
if (filesMax < filesNeeded) {
  const message = `only ${filesMax} files may be open, ${filesNeeded} are needed`;
  end('system-limit', message, 'raise the limit: ulimit -n 1024', 70);
}
try {
  process.cwd();
} catch {
  end('file-missing', 'the working folder does not exist any more', 'change to another one', 2);
}
const { register } = await import('tsx/esm/api');
register();
await import('./cli/clone.ts');
