#!/usr/bin/env node
/** The command `goldvec`: teaches Node to load TypeScript, then starts `cli/main.ts`. */

import { readFileSync } from 'node:fs';

function end(code, message, status) {
  process.stderr.write(`error[${code}]: ${message}\n`);
  process.exit(status);
}

/** An error that no command has caught. */
function endWith(error) {
  const isLimit = ['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'].includes(error?.code);
  if (isLimit) end('system-limit', `${error.message}\n  hint: see \`ulimit -a\``, 70);
  end('internal', error instanceof Error ? error.stack : String(error), 70);
}

// a reader that leaves early, such as `head`, is no error
process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') return;
  end('file-unwritable', `standard output cannot be written: ${error.message}`, 2);
});
// nobody can be told
process.stderr.on('error', () => undefined);
process.on('uncaughtException', endWith);

/** Files that may be open at once, where the system says so. */
function openFilesMax() {
  try {
    const line = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'));
    return Number(line?.[1] ?? Number.POSITIVE_INFINITY);
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

const filesNeeded = 128;
const filesMax = openFilesMax();
if (filesMax < filesNeeded) {
  // the loader of TypeScript would end without a word
  const hint = 'raise the limit: ulimit -n 1024';
  end(
    'system-limit',
    `only ${filesMax} files may be open, ${filesNeeded} are needed\n  hint: ${hint}`,
    70,
  );
}
try {
  process.cwd();
} catch {
  end('file-missing', 'the working folder does not exist any more', 2);
}
const { register } = await import('tsx/esm/api');
register();
const { main } = await import('./cli/main.ts').catch(endWith);
await main(process.argv.slice(2));
// nothing that a command has left open keeps it from ending
setTimeout(() => process.exit(), 1000).unref();
