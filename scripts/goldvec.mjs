#!/usr/bin/env node
/**
 * The command `goldvec` of a clone: starts `cli/clone.ts`, compiled, or with a loader of TypeScript where that cannot
 * be done. The version needs neither.
 */

import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

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

const root = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..'));
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2])) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  process.stdout.write(`${version}\n`);
} else {
  // before anything else: what is kept of the code is kept for these
  const flags = JSON.parse(readFileSync(join(root, 'scripts/engine_flags.json'), 'utf8'));
  // other versions of the engine have no such flag, and would say so on standard error
  const [version] = process.versions.v8.split('.');
  for (const flag of flags[version] ?? []) setFlagsFromString(flag);
  const { compiledModule } = await import('./compiled.mjs');
  // the places in a stack are those of the sources
  const isExact = process.argv.includes('--debug');
  const compiled = isExact ? undefined : await compiledModule(root, 'scripts/cli/clone.ts');
  if (compiled === undefined) {
    const { register } = await import('tsx/esm/api');
    register();
    await import('./cli/clone.ts');
  } else await import(pathToFileURL(compiled).href);
}
