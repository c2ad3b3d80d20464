/**
 * Puts a library that only the project needs into the package, as one file in place of the module that stands for it,
 * with the licences of all that is in it.
 */

import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../cli/paths.ts';

/** Folders of packages that files come from, below the root. */
function packagesOf(paths: readonly string[]): string[] {
  const folders = paths.flatMap((path) => {
    const found = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path);
    return found === null ? [] : [found[0]];
  });
  return [...new Set(folders)].sort();
}

/** Errors: a package without a text of its licence, which must not be given away. */
function licenceOf(folder: string): string {
  const path = join(root, folder);
  const name = readdirSync(path).find((file) => /^licen[cs]e(\.|$)/i.test(file));
  if (name === undefined) throw new Error(`${folder} has no licence`);
  const { version } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
    version: string;
  };
  const title = `${folder.replace(/^.*node_modules\//, '')} ${version}`;
  return `${title}\n\n${readFileSync(join(path, name), 'utf8').trim()}\n`;
}

/**
 * Bundles a compiled module in its place. It has no source map, as nothing in it is ours, and no declarations, as its
 * users have not got those of the library. Errors: those of the compiler; a package without a licence.
 */
export async function bundleInPlace(module: string): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [module],
    outfile: module,
    allowOverwrite: true,
    bundle: true,
    minify: true,
    legalComments: 'none',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    metafile: true,
    logLevel: 'warning',
  });
  const base = module.replace(/\.js$/, '');
  for (const path of [`${module}.map`, `${base}.d.ts`]) if (existsSync(path)) rmSync(path);
  const licences = packagesOf(Object.keys(metafile.inputs)).map(licenceOf);
  writeFileSync(`${base}.licences.txt`, licences.join('\n\n'));
}
