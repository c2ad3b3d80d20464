/**
 * `npm run build`: compiles the package into `dist/`, which mirrors the tree, so that every file finds its
 * neighbours where the sources have them. npm runs it before it packs.
 *
 * `--out <folder>` builds elsewhere in the clone, and `--unchecked` without declarations and without a look at types:
 * what is to be run and not given away.
 */

import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { root } from '../cli/paths.ts';
import { bundleInPlace } from './bundle.ts';

const { values } = parseArgs({
  options: { out: { type: 'string', default: 'dist' }, unchecked: { type: 'boolean' } },
});
const dist = resolve(root, values.out);

/** What a program reads besides its modules. */
const assets = [
  'schema',
  'vectors',
  'conformance/c',
  'conformance/python',
  'conformance/reporters/html/client',
  'goldgen/data',
  'goldgen/regressions',
  'reference/spec',
  'scripts/cost',
];

/** Sources and tests stay behind; so do pages, but for those that `goldvec explain` prints. */
function isAsset(path: string): boolean {
  const inside = relative(root, path).split(sep).join('/');
  return !/\.(ts|mjs)$|\/(testdata|checks|__pycache__)$/.test(inside);
}

function compile(): void {
  const tsc = join(root, 'node_modules', '@typescript', 'native', 'bin', 'tsc');
  const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', dist];
  if (values.unchecked === true) args.push('--noCheck', '--declaration', 'false');
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) throw new Error(`tsc ended with status ${status}`);
}

/** The compiler writes `.js` into modules and leaves `.ts` in declarations. */
function renameImports(): void {
  for (const name of readdirSync(dist, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const path = join(dist, name);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(/(['"])(\.{1,2}\/[^'"]+)\.ts\1/g, '$1$2.js$1'));
  }
}

/** Commands read the version beside the folders that they work on. */
function describe(): void {
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { name, version, type } = JSON.parse(text) as Record<string, string>;
  writeFileSync(
    join(dist, 'package.json'),
    `${JSON.stringify({ name, version, type }, null, 2)}\n`,
  );
}

/** Errors: a page that names a folder of this machine, which a default value without a description does. */
async function writeHelp(): Promise<void> {
  const load = (path: string) => import(pathToFileURL(join(dist, 'scripts', path)).href);
  const { newProgram } = (await load('cli/main.js')) as typeof import('../cli/main.ts');
  const commands = await load('cli/commands/index.js');
  const { commandLoaders } = commands as typeof import('../cli/commands/index.ts');
  const { helpTableOf } = (await load('package/help.js')) as typeof import('./help.ts');
  const text = JSON.stringify(helpTableOf(await newProgram([], commandLoaders())));
  if (text.includes(dist)) throw new Error(`help names ${dist}`);
  writeFileSync(join(dist, 'scripts', 'package', 'help.json'), text);
}

rmSync(dist, { recursive: true, force: true });
compile();
renameImports();
await bundleInPlace(join(dist, 'conformance', 'reporters', 'charts', 'vega.js'));
for (const path of assets) {
  cpSync(join(root, path), join(dist, path), { recursive: true, filter: isAsset });
}
describe();
await writeHelp();
