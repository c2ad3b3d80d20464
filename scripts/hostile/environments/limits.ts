/** Limits of the machine, and command lines at the edge of what they may say. */

import { type Environment, small } from './environment.ts';

export const limits: readonly Environment[] = [
  {
    what: 'few open files',
    script: `ulimit -n 40; $G run ${small}`,
    status: 70,
    says: 'error[system-limit]',
  },
  {
    what: 'a working folder that is gone',
    script: `cd $D; rmdir $D; $G run ${small}`,
    status: 2,
    says: 'the working folder',
  },
  {
    what: 'a list of known failures that is a folder',
    script: `$G run ${small} --known-failures $D`,
    status: 2,
    says: 'file-missing',
  },
  {
    what: 'a list of known failures that cannot be written',
    script: `$G run ${small} --known-failures /proc/none/k --update-known-failures why`,
    status: 2,
    says: 'file-unwritable',
  },
  ...['toString', 'constructor', '__proto__', 'hasOwnProperty=x'].map((name) => ({
    what: `a reporter named ${name}`,
    script: `$G run ${small} --reporter ${name}`,
    status: 2,
    says: 'there is no reporter',
  })),
  ...['constructor', 'round/constructor', '__proto__'].map((name) => ({
    what: `explain ${name}`,
    script: `$G explain ${name}`,
    status: 2,
    says: 'id-unknown',
  })),
  ...['0', '-1', '2147483648', '1e9', 'x', '99999999999999999999'].map((value) => ({
    what: `--timeout-ms ${value}`,
    script: `$G run ${small} --timeout-ms=${value}`,
    status: 2,
    says: 'integer from 1 to 2147483647',
  })),
  {
    what: 'the longest time limit',
    script: `$G run ${small} --timeout-ms 2147483647`,
    status: 1,
    says: '2 passed, 1 failed',
  },
  {
    what: 'a filter of stars',
    script: `$G run ${small} --filter '${'*a'.repeat(120)}'`,
    status: 2,
    says: 'no case matches',
  },
  {
    what: 'a misspelt op beside a right one',
    script: `$G run ${small} --op round --op rounds`,
    status: 2,
    says: 'op-unknown',
  },
];
