/**
 * Interrupts of every phase that takes its time, each while something under way would not end by itself: exit status
 * 130, what was found so far, and nothing left running.
 */

import type { Environment } from './environment.ts';

/** Runs `command` until `isReady` holds, then sends it a signal; its status is that of the script. */
function interrupted(command: string, isReady: string, signal = 'INT', after = ''): string {
  return `${command} & p=$!
until ${isReady}; do kill -0 $p || exit 98; sleep 0.1; done
kill -${signal} $p; wait $p; s=$?; ${after} exit $s`;
}

const out = '> $D/out 2>&1';
const has = (text: string): string => `grep -q '${text}' $D/out 2> /dev/null`;
/** Says hello, starts a process that leaves its session, notes that it was asked, and never answers. */
const silent = (ops: string): string =>
  `'cmd:exec node $R/conformance/backends/fakes/program.mjs silent ${ops} $D/asked'`.replace(
    /\$[RD]/g,
    "'$&'",
  );
const isAsked = '[ -e $D/asked ]';
/** It has computed for five seconds, and is far from its end. */
const isAtWork = "awk '{ exit $14 + $15 < 500 }' /proc/$p/stat";

export const signals: readonly Environment[] = [
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
];
