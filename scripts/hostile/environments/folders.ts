import type { Environment } from './environment.ts';

/** Vector folders that are damaged in one way: every command that reads them says the same. */
const damages: readonly (readonly [string, string, number, string])[] = [
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

/** What stands beside the vectors, and only a run reads. */
const besides: readonly (readonly [string, string, number, string])[] = [
  ['a pipe for the marks', 'mkfifo $F/sensitivity.json', 2, 'file-unreadable'],
  ['marks that are none', 'echo "{" > $F/sensitivity.json', 3, 'vector-schema'],
  [
    'marks of more cases than there can be',
    `echo '{"files":[{"path":"a/b.mp","marks":{"m":["c/0-4000000000"]}}]}' > $F/sensitivity.json`,
    3,
    'vector-schema',
  ],
  ['a pipe for the smoke level', 'L="--level smoke"; mkfifo $F/smoke.json', 2, 'file-unreadable'],
  ['a smoke level that is none', 'L="--level smoke"; echo "[" > $F/smoke.json', 3, 'vector-schema'],
];

const readers = ['run -b js --vectors $F', 'verify --dir $F'];

const damaged: readonly Environment[] = damages.flatMap(([what, damage, status, says]) =>
  readers.map((reader) => ({
    what: `${what}: ${reader.split(' ')[0]}`,
    script: `(${damage}); $G ${reader}`,
    status,
    says,
  })),
);

export const folders: readonly Environment[] = [
  ...damaged,
  ...besides.map(([what, damage, status, says]) => ({
    what,
    script: `${damage}; $G run -b js --vectors $F $L`,
    status,
    says,
  })),
];
