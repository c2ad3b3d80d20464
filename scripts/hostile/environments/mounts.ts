/** File systems that are full or cannot be written, in a mount namespace of their own. */

import { spawnSync } from 'node:child_process';
import type { Environment } from './environment.ts';

/** Whether the system lets a process have mounts of its own. */
export function canMount(): boolean {
  return spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;
}

const inMounts = (mount: string, script: string): string =>
  `export G D V; unshare -rm bash -c '${mount}; ${script}'`;

export const mounts: readonly Environment[] = [
  {
    what: 'a report on a disk that becomes full',
    script: inMounts(
      'mount -t tmpfs -o size=8k none $D',
      '$G run -b js --vectors $V --reporter html=$D/r; s=$?; ls -A $D; exit $s',
    ),
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'a report in a folder that cannot be written',
    script: inMounts(
      'mount -t tmpfs -o ro none $D',
      '$G run -b js --vectors $V --reporter html=$D/r',
    ),
    status: 2,
    says: 'file-unwritable',
  },
  {
    what: 'a build folder on a disk that becomes full',
    script: inMounts(
      'mount -t tmpfs -o size=64k none $D',
      'GOLDVEC_BUILD_DIR=$D/b $G run -b native:gcc-O0 --vectors $V',
    ),
    status: 4,
    says: '',
  },
];
