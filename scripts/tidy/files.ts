/** The files of the working tree that belong to the project: tracked, or new and not ignored. */

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export interface SourceFile {
  /** relative to the root, with forward slashes */
  readonly path: string;
  readonly text: string;
}

const binary = /\.(mp|u16|png)$/;

export function projectPaths(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const out = execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  const paths = [...new Set(out.split('\n').filter((p) => p !== ''))];
  return paths.filter((p) => existsSync(join(root, p))).sort();
}

/** The texts of all files, or of those that are wanted: the others are not read. */
export function projectFiles(isWanted: (path: string) => boolean = () => true): SourceFile[] {
  return projectPaths()
    .filter((p) => !binary.test(p) && p !== 'package-lock.json' && isWanted(p))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}
