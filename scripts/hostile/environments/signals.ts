/**
 * Interrupts of every phase that takes its time, each while something under way would not end by itself: exit status
 * 130, what was found so far, and nothing left running.
 */

import { type Environment, small } from './environment.ts';

/** Runs `command` until `isReady` holds, then sends it a signal; its status is that of the script. */
function interrupted(command: string, isReady: string, signal = 'INT', after = ''): string {
  return `${command} & p=$!
until ${isReady}; do kill -0 $p || exit 98; sleep 0.1; done
kill -${signal} $p; wait $p; s=$?; ${after} exit $s`;
}

const out = '> $D/out 2>&1';
const has = (text: string): string => `grep -q '${text}' $D/out 2> /dev/null`;
/** Says hello, starts a process that leaves its session, notes that it was asked, and never answers. */
const silent = (ops: string, mode = 'silent'): string =>
  `'cmd:exec node $R/conformance/backends/fakes/program.mjs ${mode} ${ops} $D/asked'`.replace(
    /\$[RD]/g,
    "'$&'",
  );
const isAsked = '[ -e $D/asked ]';
/** It has computed for so many hundredths of a second. */
const isAtWorkFor = (ticks: number): string => `awk '{ exit $14 + $15 < ${ticks} }' /proc/$p/stat`;
/** It is far from its end. */
const isAtWork = isAtWorkFor(500);

/** The scripts of a checkout without packages, an npm that never ends, and a `goldvec` that ends at a signal. */
const checkout = `mkdir -p $D/c $D/bin; cp -r $R/package.json $R/package-lock.json $D/c
mkdir $D/c/scripts; cp $R/scripts/*.mjs $D/c/scripts
sha256sum < $D/c/package-lock.json | head -c 64 > $D/stamp
printf '#!/bin/sh\\n: > $ASKED\\nsleep 600\\n' > $D/bin/npm; chmod +x $D/bin/npm
cat > $D/c/scripts/goldvec.mjs << 'end'
import { writeFileSync } from 'node:fs';
process.on('SIGINT', () => process.stdout.write('1 passed, 0 failed, 0 skipped\\n', () => process.exit(130)));
setInterval(() => undefined, 1000);
writeFileSync(process.env.ASKED, '');
end
export ASKED=$D/asked`;

/** A project whose backend is built by these lines of a shell. */
const project = (build: string): string =>
  `echo '{"backends":{"mine":{"command":"exit 3","build":"${build}"}}}' > $D/goldvec.config.json`;
const mine = 'run -b mine --vectors $V --config $D/goldvec.config.json';

export const signals: readonly Environment[] = [
  {
    what: 'an interrupt of the build of a project, which has left its session',
    script: `${project('setsid sleep 600 & touch $D/asked; wait')}
${interrupted(`D=$D $G ${mine} --json > $D/out`, isAsked, 'INT', 'tail -n 1 $D/out;')}`,
    status: 130,
    says: '"interrupted":1',
  },
  {
    what: 'a build that leaves something running, which keeps its pipes open',
    script: `${project('sleep 600 & exit 0')}; $G ${mine}`,
    status: 4,
    says: 'the backend exited with status 3',
  },
  {
    what: 'an interrupt while nobody reads standard output',
    script: `mkfifo $D/p; sleep 600 < $D/p & r=$!
${interrupted('$G run -b js --json > $D/p 2> $D/e', isAtWorkFor(100), 'INT', 'kill $r; cat $D/e;')}`,
    status: 130,
    says: '',
  },
  {
    what: 'an interrupt while nobody reads a report',
    script: `mkfifo $D/p; sleep 600 < $D/p & r=$!
${interrupted(`$G run -b js --op round --reporter json=$D/p --reporter pretty ${out}`, has(' passed, '), 'INT', 'kill $r; cat $D/out;')}`,
    status: 130,
    says: 'error[interrupted]: the report was not read to its end',
  },
  {
    what: 'an interrupt of a watch of a folder whose links lead in circles',
    script: `mkdir $D/w; for i in a b c d e f; do ln -s . $D/w/$i; done; ln -s itself $D/w/itself
${interrupted(`$G run ${small} --watch $D/w ${out}`, has('waiting for a change'), 'INT', 'cat $D/out;')}`,
    status: 130,
    says: '2 passed, 1 failed',
  },
  {
    what: 'an interrupt of a watch while all of two backends fail',
    script: interrupted(
      `$G run -b 'cmd:exit 1' -b 'cmd:exit 2' --vectors $V --watch $D --json ${out}`,
      has('waiting for a change'),
    ),
    status: 130,
    says: '',
  },
  ...['INT', 'TERM', 'HUP'].map((name) => ({
    what: `SIG${name} while a backend says nothing`,
    script: interrupted(
      `$G run -b js -b ${silent('round')} --vectors $V --json --timeout-ms 2000000 > $D/out`,
      isAsked,
      name,
      'tail -n 1 $D/out;',
    ),
    status: 130,
    says: '"interrupted":1',
  })),
  {
    what: 'an interrupt of a diagnosis whose backend says nothing any more',
    script: interrupted(
      `$G run -b ${silent('round', 'silent_when_started_again')} --vectors $V --json --timeout-ms 2000000 > $D/out`,
      '[ -e $D/asked.again ]',
      'INT',
      'tail -n 1 $D/out;',
    ),
    status: 130,
    says: '"interrupted":1',
  },
  {
    what: 'an interrupt of a fuzzed backend that says nothing',
    script: interrupted(
      `$G fuzz --op round -b ${silent('round')} --timeout-ms 2000000 --out $D ${out}`,
      isAsked,
      'INT',
      'cat $D/out;',
    ),
    status: 130,
    says: '0 failed',
  },
  {
    what: 'an interrupt of the fuzzed oracle',
    script: interrupted(`$G fuzz --oracle --out $D ${out}`, has(' calls'), 'INT', 'cat $D/out;'),
    status: 130,
    says: 'passed',
  },
  {
    what: 'an interrupt of a benchmark of a backend that says nothing',
    script: interrupted(
      `$G bench frames -b ${silent('round')} --timeout-ms 2000000 ${out}`,
      isAsked,
    ),
    status: 130,
    says: '',
  },
  {
    what: 'an interrupt of a training on a backend that says nothing',
    script: interrupted(
      `$G train har -b ${silent('training_run,model_forward')} --timeout-ms 2000000 --out $D/t ${out}`,
      isAsked,
      'INT',
      'cat $D/out;',
    ),
    status: 130,
    says: 'error[interrupted]',
  },
  {
    what: 'an interrupt of a training: the state is kept, and the training goes on from it',
    script: interrupted(
      `$G train har --variant sym --epochs 100000 --out $D/t ${out}`,
      'ls $D/t/*.state.mp > /dev/null 2>&1',
      'INT',
      '[ $s = 130 ] || exit 97; $G train har --variant sym --epochs 1 --resume --out $D/t; s=$?;',
    ),
    status: 0,
    says: 'accuracy',
  },
  {
    what: 'an interrupt of a generation: the folder is whole, as it was',
    script: interrupted(
      `cp -r $V $D/v; $G gen --out $D/v ${out}`,
      isAtWork,
      'INT',
      'diff -r $V $D/v || exit 97;',
    ),
    status: 130,
    says: '',
  },
  {
    what: 'an interrupt of the mutation',
    script: interrupted(`$G mutate --no-cache ${out}`, isAtWork),
    status: 130,
    says: '',
  },
  {
    what: 'an interrupt of the set-up while packages are installed',
    script: `${checkout}\n${interrupted(`PATH=$D/bin:$PATH node $D/c/scripts/setup.mjs ${out}`, isAsked)}`,
    status: 130,
    says: '',
  },
  {
    what: 'an interrupt of npm run conformance: the totals so far are shown',
    script: `${checkout}
mkdir $D/c/node_modules; cp $D/stamp $D/c/node_modules/.goldvec-lock
${interrupted(`node $D/c/scripts/conformance.mjs ${out}`, isAsked, 'INT', 'cat $D/out;')}`,
    status: 130,
    says: '1 passed, 0 failed, 0 skipped',
  },
];
