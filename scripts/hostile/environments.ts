/**
 * The command in hostile surroundings, as real processes: full disks, closed pipes, odd vector folders, odd build
 * folders, limits, interrupts. Each ends with its exit code and a coded error, without a stack, and nothing is left.
 */

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readyTargets } from '../../conformance/backends/toolchain/tools.ts';
import { root } from '../cli/paths.ts';
import { newCounter, type Tally } from './tally.ts';

export interface Environment {
  readonly what: string;
  /** shell lines; `$G` is the command, `$V` a small vector folder, `$F` a copy of it, `$D` an empty folder */
  readonly script: string;
  readonly status: number;
  /** must stand in what is printed */
  readonly says: string;
}

const small = '-b js --vectors $V';

/** Vector folders that are damaged in one way: every command that reads them says the same. */
const folders: readonly (readonly [string, string, number, string])[] = [
  [
    'a pipe for a vector file',
    'rm $F/*/round.mp; mkfifo $F/sym-2026-07-21/round.mp',
    2,
    'file-unreadable',
  ],
  [
    'a folder for a vector file',
    'rm $F/*/round.mp; mkdir $F/sym-2026-07-21/round.mp',
    2,
    'file-unreadable',
  ],
  ['a vector file that is missing', 'rm $F/*/round.mp', 2, 'file-missing'],
  [
    'a vector file that is renamed',
    'mv $F/*/round.mp $F/sym-2026-07-21/other.mp',
    2,
    'file-missing',
  ],
  ['a vector file that is cut off', 'truncate -s 700 $F/*/round.mp', 3, 'vector-hash-mismatch'],
  ['a vector file of nothing', ': > $F/sym-2026-07-21/round.mp', 3, 'vector-hash-mismatch'],
  ['a link that leads in a circle', 'cd $F/sym*; rm round.mp; ln -s round.mp round.mp', 2, 'file-'],
  ['a manifest that is missing', 'rm $F/manifest.json', 2, 'file-missing'],
  ['a pipe for a manifest', 'rm $F/manifest.json; mkfifo $F/manifest.json', 2, 'file-unreadable'],
  [
    'a manifest with a byte order mark',
    'sed -i "1s/^/\\xef\\xbb\\xbf/" $F/manifest.json',
    3,
    'vector-schema',
  ],
  ['a manifest of nothing', ': > $F/manifest.json', 3, 'vector-schema'],
  [
    'a manifest that lists a file twice',
    `node -e 'const f=process.argv[1],m=JSON.parse(fs.readFileSync(f));m.files.push(m.files[0]);fs.writeFileSync(f,JSON.stringify(m))' $F/manifest.json`,
    3,
    'vector-invariant',
  ],
  [
    'a vector file that nobody lists',
    'cp $F/*/round.mp $F/sym-2026-07-21/stray.mp',
    3,
    'vector-stale',
  ],
];

const readers = ['run -b js --vectors $F', 'verify --dir $F'];

const writes: readonly Environment[] = [
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

const limits: readonly Environment[] = [
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
    script: `$G run ${small} --known-failures /proc/none/k --update-known-failures`,
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

/** With a C compiler: build folders that are none, objects that are cut off, interrupts. */
const builds: readonly Environment[] = [
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

interface Outcome {
  readonly status: number | null;
  readonly text: string;
}

const patienceMs = 1_200_000;

function runScript(script: string, dir: string): Promise<Outcome> {
  const vectors = join(root, 'conformance', 'testdata', 'wrong_expectation');
  const lines = [
    `G="${process.execPath} ${join(root, 'scripts', 'goldvec.mjs')}" V=${vectors} F=${dir}/f D=${dir}/d`,
    'mkdir $D; cp -r $V $F',
    script,
  ];
  return new Promise((resolve) => {
    const child = spawn('bash', ['-c', lines.join('\n')], {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: patienceMs,
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
    }
    child.on('close', (status) => resolve({ status, text }));
  });
}

async function problemOf({ script, status, says }: Environment): Promise<string | undefined> {
  const dir = mkdtempSync(join(tmpdir(), 'goldvec-hostile-'));
  try {
    const got = await runScript(script, dir);
    if (got.status !== status) return `exit ${got.status}, not ${status}: ${got.text.slice(-300)}`;
    if (!got.text.includes(says)) return `does not say "${says}": ${got.text.slice(-300)}`;
    return /^\s+at .*:\d+:\d+\)?$/m.test(got.text) ? `a stack: ${got.text.slice(-300)}` : undefined;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The processes of this machine that a run may leave. */
function sleepers(): number {
  return readdirSync('/proc').filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('goldvec-hostile-');
    } catch {
      return false;
    }
  }).length;
}

export async function tryEnvironments(): Promise<Tally> {
  const counter = newCounter('environments');
  if (process.platform !== 'linux') return counter.tally('Linux only');
  const damaged = folders.flatMap(([what, damage, status, says]) =>
    readers.map((reader) => ({
      what: `${what}: ${reader.split(' ')[0]}`,
      script: `(${damage}); $G ${reader}`,
      status,
      says,
    })),
  );
  const target = 'native:gcc-O0';
  const canBuild = (await readyTargets([target])).has(target);
  const all = [...writes, ...limits, ...damaged, ...(canBuild ? builds : [])];
  for (const environment of all) counter.add(environment.what, await problemOf(environment));
  counter.add('processes that are left', sleepers() === 0 ? undefined : `${sleepers()}`);
  return counter.tally(canBuild ? undefined : `${target} cannot be built`);
}
