/** With a C compiler: build folders that are none, objects that are cut off, interrupts. */

import type { Environment } from './environment.ts';

export const builds: readonly Environment[] = [
  {
    what: 'a file for the build folder',
    script: 'echo > $D/b; GOLDVEC_BUILD_DIR=$D/b $G run -b native:gcc-O0 --vectors $V',
    status: 4,
    says: 'cannot be used',
  },
  {
    what: 'objects and a program that were cut off',
    script: `export GOLDVEC_BUILD_DIR=$D/b; $G run -b native:gcc-O0 --vectors $V > /dev/null
for f in $D/b/objects/*.o; do : > $f; done; for f in $D/b/*/goldvec; do truncate -s 100 $f; done
$G run -b native:gcc-O0 --vectors $V`,
    status: 1,
    says: '2 passed, 1 failed',
  },
  {
    what: 'an interrupt during a compilation',
    script: `export GOLDVEC_BUILD_DIR=$D/b; $G run -b native:gcc-O3 --vectors $V --json > $D/out & p=$!
until ls $D/b/objects/*.tmp > /dev/null 2>&1; do sleep 0.1; done
kill -INT $p; wait $p; s=$?; tail -n 1 $D/out; pgrep -f $D/b/objects && exit 99; exit $s`,
    status: 130,
    says: '"interrupted":1',
  },
];
