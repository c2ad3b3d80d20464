/** Disks that are full, pipes that are closed, reports that cannot be written. */

import { type Environment, small } from './environment.ts';

export const writes: readonly Environment[] = [
  ...['pretty', 'json', 'junit', 'tap', 'html'].map((name) => ({
    what: `--reporter ${name} on a full disk`,
    script: `$G run ${small} --reporter ${name}=/dev/full`,
    status: 2,
    says: 'file-unwritable',
  })),
  ...['pretty', 'json', 'junit', 'tap', 'html'].map((name) => ({
    what: `${name} on standard output, on a full disk`,
    script: `$G run ${small} --reporter ${name} > /dev/full`,
    status: 2,
    says: 'file-unwritable',
  })),
  {
    what: 'a limit of the size of files: the old report is kept, no draft is left',
    script: `echo old > $D/r; (ulimit -f 1; $G run ${small} --reporter json=$D/r > /dev/null 2> /dev/full); s=$?; cat $D/r; ls $D; exit $s`,
    status: 2,
    says: 'old\nr\n',
  },
  {
    what: 'a reader that leaves early',
    script: `$G run ${small} --json | head -c 10 > /dev/null; exit \${PIPESTATUS[0]}`,
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'a pipe that nobody reads',
    script: `mkfifo $D/p; $G run ${small} --reporter json=$D/p`,
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'a report in the place of a folder',
    script: `$G run ${small} --reporter json=$D`,
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'a report below a file',
    script: `echo > $D/f; $G run ${small} --reporter json=$D/f/r`,
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'list on a full disk',
    script: '$G list ops > /dev/full',
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'no standard error',
    script: `$G run ${small} 2> /dev/full`,
    status: 1,
    says: '2 passed, 1 failed',
  },
];
