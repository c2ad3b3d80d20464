/**
 * The sources as one JavaScript file, so that starting a command or a thread does not translate and load hundreds of
 * modules: those that it asks for are run, and what the engine made of them is kept (`kept_code.mjs`).
 *
 * A folder below `.build/compiled/` holds what was compiled from one state of the files; `latest.json` names it and
 * lists the files with their times and sizes. A file that differs makes a new folder. Where nothing can be compiled,
 * because the compiler is missing or a source is broken, the caller loads the sources as they are.
 */

import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Folders that stay for commands which are still running. */
const foldersKept = 8;

/** A file that was written so shortly before it was read may have been written again at the same time. */
const unsureMs = 50;

const self = fileURLToPath(import.meta.url);

const runner = fileURLToPath(new URL('kept_code.mjs', import.meta.url));

function hashOf(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** What is remembered of a file: its time and size, and its content where these may not be enough. */
function stateOf(path, readAtMs) {
  const { mtimeMs, size } = statSync(path);
  return mtimeMs < readAtMs - unsureMs ? [mtimeMs, size] : [mtimeMs, size, hashOf(path)];
}

function isAsBefore(path, [mtimeMs, size, hash]) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.size !== size || found.mtimeMs !== mtimeMs) return false;
  return hash === undefined || hashOf(path) === hash;
}

function readLatest(root, out, entry) {
  try {
    const { entry: of, folder, files } = JSON.parse(readFileSync(join(out, 'latest.json'), 'utf8'));
    if (of !== entry || !existsSync(folder)) return undefined;
    const isFresh = Object.entries(files).every(([p, state]) => isAsBefore(join(root, p), state));
    return isFresh ? folder : undefined;
  } catch {
    // none yet, or of an older version of this file
    return undefined;
  }
}

/** Modules that run in threads of their own, below a folder of the tree. */
function workersIn(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => /(^|[/\\_])worker\.ts$/.test(path))
    .map((path) => `${folder}/${path.split(sep).join('/')}`);
}

/** A module finds its neighbours, such as data, where its source stands. */
const ownAddress = {
  name: 'own address',
  setup(build) {
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      const address = JSON.stringify(pathToFileURL(path).href);
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', address) };
    });
  },
};

/** The module that stands for the library of charts: a file of its own, which few commands load. */
const chartModule = 'conformance/reporters/charts/vega.ts';
const chartFile = 'charts.cjs';

const chartsApart = {
  name: 'charts apart',
  setup(build) {
    const path = join(dirname(build.initialOptions.outfile), chartFile);
    build.onResolve({ filter: /\/vega\.ts$/ }, () => ({ path, external: true }));
  },
};

/** What the charts are drawn on; the module for Node looks for a package that is not there. */
const withoutCanvas = {
  name: 'without canvas',
  setup(build) {
    build.onResolve({ filter: /^vega-canvas$/ }, async ({ kind, path, pluginData, resolveDir }) => {
      if (pluginData === withoutCanvas) return undefined;
      const options = { kind, resolveDir, pluginData: withoutCanvas };
      const found = await build.resolve(path, options);
      return { path: found.path.replace('canvas.node.js', 'canvas.browser.js') };
    });
  },
};

/** Runs the one of the modules that is asked for. */
function choiceOf(modules) {
  const choices = modules.map((path) => `${JSON.stringify(path)}: () => import('./${path}')`);
  return `module.exports = { ${choices.join(', ')} }[GOLDVEC_ENTRY]();`;
}

/** Where the source of each module would stand, one that runs it. */
function writeRunners(folder, file, modules) {
  for (const path of modules) {
    const place = join(folder, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(place), { recursive: true });
    const [from, name, what] = [pathToFileURL(runner).href, path, file].map((text) =>
      JSON.stringify(text),
    );
    writeFileSync(place, `import { runKept } from ${from};\nawait runKept(${what}, ${name});\n`);
  }
}

async function compileInto(folder, root, entry) {
  const { build } = await import('esbuild');
  const readAtMs = Date.now();
  const modules = [entry, ...workersIn(root, 'conformance'), ...workersIn(root, 'scripts')];
  const file = join(folder, 'all.cjs');
  const shared = {
    absWorkingDir: root,
    bundle: true,
    // without comments it is ASCII, which the engine keeps in half the memory; a stack can name its lines
    minifyWhitespace: true,
    lineLimit: 120,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    metafile: true,
    logLevel: 'silent',
    // where a thread finds its module compiled
    define: { GOLDVEC_COMPILED: JSON.stringify({ from: root, to: folder }) },
  };
  const all = { contents: choiceOf(modules), resolveDir: root, sourcefile: 'all' };
  const built = [
    build({
      ...shared,
      stdin: all,
      outfile: file,
      packages: 'external',
      plugins: [ownAddress, chartsApart],
    }),
  ];
  if (existsSync(join(root, chartModule))) {
    const outfile = join(folder, chartFile);
    const entryPoints = [chartModule];
    built.push(build({ ...shared, entryPoints, outfile, plugins: [withoutCanvas] }));
  }
  const parts = await Promise.all(built);
  writeRunners(folder, file, modules);
  // packages are told by the lock file
  const isOwn = (path) => path !== 'all' && !/(^|\/)node_modules\//.test(path);
  const inputs = parts.flatMap(({ metafile }) => Object.keys(metafile.inputs)).filter(isOwn);
  const around = ['tsconfig.json', 'package-lock.json'];
  const paths = [...inputs, ...around].map((path) => join(root, path));
  return Object.fromEntries(
    [...paths.filter(existsSync), self, runner].map((path) => [
      relative(root, path),
      stateOf(path, readAtMs),
    ]),
  );
}

function removeOld(out) {
  const folders = readdirSync(out, { withFileTypes: true })
    .filter((found) => found.isDirectory())
    .map(({ name }) => ({ path: join(out, name), at: statSync(join(out, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  for (const { path } of folders.slice(foldersKept)) rmSync(path, { recursive: true, force: true });
}

/** Where `.build` is a file, the folder could not be made and cannot be removed. */
function removeIfThere(folder) {
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
}

/**
 * Path of the compiled form of the module `entry`, a path below `root`; `undefined` where it cannot be compiled. What
 * it reads beside itself stays where the sources are.
 */
export async function compiledModule(root, entry) {
  const out = join(root, '.build', 'compiled');
  const inside = entry.replace(/\.ts$/, '.js');
  const latest = readLatest(root, out, entry);
  if (latest !== undefined) return join(latest, inside);
  const folder = join(out, randomUUID());
  try {
    mkdirSync(folder, { recursive: true });
    const files = await compileInto(folder, root, entry);
    const list = `${folder}.json`;
    writeFileSync(list, JSON.stringify({ entry, folder, files }));
    renameSync(list, join(out, 'latest.json'));
    removeOld(out);
    return join(folder, inside);
  } catch {
    // the sources themselves say what is wrong with them
    removeIfThere(folder);
    return undefined;
  }
}
