/**
 * What may import what: `reference` ← `goldgen`; `schema` ← `goldgen`, `conformance`; `scripts` may use all.
 * `imports.test.ts` runs these rules, `import_rules.thorough.test.ts` shows of each one that it can fail.
 */

const tests = '\\.test\\.ts$';

/** Packages by name, wherever they are installed. */
const packages = (...names) => `node_modules/(${names.join('|')})/`;
const testTools = packages('vitest', 'fast-check', '@msgpack/msgpack');

/** Node modules that depend on the file system only. */
const files = '^(fs|path|url|crypto|module)$';

/** What each folder may import besides itself; its tests may import any Node module and the test tools. */
const allowed = {
  reference: [],
  schema: [files, packages('ajv')],
  goldgen: [
    '^(reference|schema)/',
    '^vectors/(errata|versions)\\.json$',
    files,
    packages('seedrandom', 'yaml'),
  ],
  conformance: ['^schema/', packages('picocolors', 'vega', 'vega-lite')],
};

/** Folders whose sources may import any Node module. */
const onNode = ['conformance'];

/** The one room of `conformance/` that may know the reference: it says what a wrong answer means. */
const diagnosis = '^conformance/diagnosis/';

/** Files that run without the rest: a loader of TypeScript, and a backend with an encoder of its own. */
const plain = '^conformance/backends/(worker_bootstrap|fakes/program)\\.mjs$';

const noCore = { dependencyTypesNot: ['core'] };

function folderRules(folder) {
  const pathNot = [`^${folder}/`, ...allowed[folder]];
  return [
    {
      name: `${folder}-imports`,
      severity: 'error',
      comment: `${folder}/ imports only what is listed for it`,
      from: { path: `^${folder}/`, pathNot: [tests, diagnosis, plain] },
      to: { pathNot, ...(onNode.includes(folder) ? noCore : {}) },
    },
    {
      name: `${folder}-test-imports`,
      severity: 'error',
      comment: `tests of ${folder}/ may use the test tools too`,
      from: { path: `^${folder}/.*${tests}`, pathNot: diagnosis },
      to: { pathNot: [...pathNot, testTools], ...noCore },
    },
  ];
}

/** Rooms of `reference/` from the ground up, and what stands on all of them. */
const rooms = [
  '[a-z_]+\\.ts',
  'num/',
  'quant/',
  'kernels/',
  '(layers|losses)/',
  'optimizers/',
  'training/',
];
const roof = '(table|primitives)\\.ts|(examples|mutants|independent)/';

/** A room imports none above it, but files of the ground may use `num/`; tests need the finished table. */
function roomRule(room, floor) {
  const above = [...rooms.slice(Math.max(floor, 1) + 1), roof];
  return {
    name: 'no-arrow-up',
    severity: 'error',
    comment: 'a room of reference/ uses only what stands below it',
    from: { path: `^reference/${room}`, pathNot: [tests, `^reference/(${roof})`] },
    to: { path: above.map((path) => `^reference/(${path})`) },
  };
}

/** The second implementation, without what compares it with the first one. */
const comparing = '^reference/independent/(compare|[^/]*comparisons|[^/]*\\.test)\\.ts$';
const independent = '^reference/independent/';

/** What asks the second implementation: the oracle of `gen`. */
const oracle = ['^goldgen/.*oracle', '^goldgen/(op|case)\\.ts$'];

/** Files that are started, not imported. */
const started = [
  tests,
  '\\.mjs$',
  '[/_]worker\\.ts$',
  '^scripts/(cli/clone|package/(bin|build|consumer/index)|api/[a-z_]+)\\.ts$',
  '^scripts/(diagnosis/(cells|score)|fuzz/libfuzzer)\\.ts$',
  '^scripts/hostile/main\\.ts$',
  '^scripts/hard_arguments\\.ts$',
  '^scripts/site/(build\\.ts|\\.vitepress/.*)$',
  // the report writes it into its page
  '^conformance/reporters/html/client/report\\.js$',
  // the types of the module beside it
  '^schema/gen/validators\\.d\\.ts$',
];

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.keys(allowed).flatMap(folderRules),
    ...rooms.map(roomRule),
    {
      name: 'diagnosis-imports',
      severity: 'error',
      comment: 'the diagnosis may replay the reference under mutants, and nothing of scripts/',
      from: { path: diagnosis, pathNot: tests },
      to: { pathNot: ['^(conformance|goldgen|reference)/', ...allowed.conformance], ...noCore },
    },
    {
      name: 'diagnosis-test-imports',
      severity: 'error',
      comment: 'tests of the diagnosis may use the test tools too',
      from: { path: `${diagnosis}.*${tests}` },
      to: {
        pathNot: ['^(conformance|goldgen|reference)/', ...allowed.conformance, testTools],
        ...noCore,
      },
    },
    {
      name: 'no-verdict-leans-on-diagnosis',
      severity: 'error',
      comment: 'what says why an answer is wrong takes no part in saying that it is',
      from: { path: '^conformance/', pathNot: [diagnosis, tests] },
      to: { path: diagnosis },
    },
    {
      name: 'js-kernels-are-separate',
      severity: 'error',
      comment: 'a backend that shares code with the reference proves nothing',
      from: { path: '^conformance/backends/' },
      to: { path: '^(reference|goldgen)/' },
    },
    {
      name: 'independent-shares-no-code',
      severity: 'error',
      comment: 'the second implementation imports only itself',
      from: { path: independent, pathNot: comparing },
      to: { pathNot: '^reference/independent/(?!(compare|[^/]*comparisons)\\.ts$)' },
    },
    {
      name: 'only-the-oracle-asks',
      severity: 'error',
      comment: 'only the oracle of gen and tests import the second implementation',
      from: { pathNot: [independent, tests, ...oracle] },
      to: { path: independent },
    },
    {
      name: 'chart-library-in-one-place',
      severity: 'error',
      comment: 'the package carries the chart library in place of this one module',
      from: { pathNot: '^conformance/reporters/charts/vega\\.ts$' },
      to: { path: '(^|node_modules/)vega(-lite)?(/|$)' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'files that import each other, types included, cannot be read one after the other',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unused-file',
      severity: 'error',
      comment: 'a file that nothing imports and nobody starts is dead',
      from: {},
      module: {
        path: '^(reference|schema|goldgen|conformance|scripts)/',
        pathNot: started,
        numberOfDependentsLessThan: 1,
      },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'an import that leads nowhere escapes all other rules',
      // a program of somebody else imports the package by its name
      from: { pathNot: '^scripts/package/consumer/' },
      // the site reads what its build has just written
      to: { couldNotResolve: true, pathNot: '\\.build/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
