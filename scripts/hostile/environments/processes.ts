/** Surroundings that a shell, a container or a second run may make: floods, closed streams, no home, odd masks, races. */

import { type Environment, small } from './environment.ts';

const flood = (command: string, says: string): Environment => ({
  what: `a backend that floods: ${command}`,
  script: `$G run -b 'cmd:${command}' --vectors $V`,
  status: 4,
  says,
});

const good = { status: 1, says: '2 passed, 1 failed' };

export const processes: readonly Environment[] = [
  flood('head -c 1000000000 /dev/zero', 'frame magic'),
  flood('yes aaaaaaaaaaaaaaaa | tr -d "\\n"', 'text where a reply should be'),
  flood('yes >&2 & exec head -c 9 /dev/zero', 'frame magic'),
  flood('printf "GV\\\\002\\\\000\\\\377\\\\377\\\\377\\\\377"', 'over the limit'),
  { what: 'nothing in the environment', script: `env -i $G run ${small}`, ...good },
  { what: 'no home', script: `HOME=/none XDG_CACHE_HOME=/none $G run ${small}`, ...good },
  { what: 'no folder for drafts', script: `TMPDIR=/none $G run ${small}`, ...good },
  { what: 'no standard input', script: `$G run ${small} <&-`, ...good },
  { what: 'no standard error at all', script: `$G run ${small} 2>&-`, ...good },
  {
    what: 'no standard output at all',
    script: `$G run ${small} --reporter pretty=$D/r >&-; s=$?; tail -n 1 $D/r; exit $s`,
    ...good,
  },
  {
    what: 'both streams to a reader that leaves early',
    script: `$G run ${small} --json 2>&1 | head -c 10 > /dev/null; exit \${PIPESTATUS[0]}`,
    status: 2,
    says: '',
  },
  {
    what: 'a mask that takes every permission',
    script: `umask 777; $G run ${small} --reporter json=$D/r`,
    status: 1,
    says: '',
  },
  ...['tr_TR.UTF-8', 'C', 'none'].map((locale) => ({
    what: `the locale ${locale}, half an hour from a full hour`,
    script: `LC_ALL=${locale} LANG=${locale} TZ=Asia/Kathmandu $G run ${small}`,
    ...good,
  })),
  {
    what: 'a folder of vectors whose name steers the terminal',
    script: `v="$D/$(printf 'a\\033[2Jb\\nok 1')"; $G run -b js --vectors "$v" > $D/o 2>&1; s=$?
grep -q "$(printf '\\033')" $D/o && exit 99; cat $D/o; exit $s`,
    status: 2,
    says: 'file-missing',
  },
  {
    what: 'two runs that write the same report',
    script: `$G run ${small} --reporter json=$D/r > $D/1 & $G run ${small} --reporter json=$D/r > $D/2
s=$?; wait $!; [ $? = $s ] || exit 99; [ "$(ls $D | tr '\\n' ' ')" = '1 2 r ' ] || exit 98
[ $(grep -c run_end $D/r) = 1 ] && tail -n 1 $D/1; exit $s`,
    ...good,
  },
  {
    what: 'two runs that bring the same list of known failures up to date',
    script: `: > $D/k; k="--known-failures $D/k --update-known-failures why"
$G run ${small} $k > /dev/null & $G run ${small} $k > /dev/null; wait $!; cat $D/k; ls $D; exit 0`,
    status: 0,
    says: 'js sym-2026-07-21/round/directed/1 y.data[2]=1 # why\nk\n',
  },
  {
    what: 'vectors that are taken away during the run',
    script: `$G run -b js -b 'cmd:rm -r $F; exit 1' --vectors $F`,
    status: 1,
    says: '2 passed, 1 failed',
  },
];
