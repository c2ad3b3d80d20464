/** A ZIP file whose bytes follow from its contents, with the sums of its files. */

import { type Zippable, zipSync } from 'fflate';
import { sha256 } from '../../schema/format/file_bytes.ts';

/** Contents by path, with slashes. */
export type Files = Readonly<Record<string, Uint8Array>>;

export const sumsName = 'SHA256SUMS';

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number =>
  a < b ? -1 : 1;

/** Lines as `sha256sum -c` reads them, sorted by path. */
export function sumsText(files: Files): string {
  const sorted = Object.entries(files).sort(byName);
  return sorted.map(([path, bytes]) => `${sha256(bytes)}  ${path}\n`).join('');
}

/** One date, read in local time as it is written; files that everybody may read, whatever the umask. */
const fixed = {
  level: 9,
  mtime: new Date(1980, 0, 1),
  os: 3,
  attrs: (0o100644 << 16) >>> 0,
} as const;

/** The archive: the files and their sums, below one folder. */
export function archiveOf(folder: string, files: Files): Uint8Array {
  const all = { ...files, [sumsName]: new TextEncoder().encode(sumsText(files)) };
  const entries = Object.entries(all).sort(byName);
  const tree: Zippable = {};
  for (const [path, bytes] of entries) tree[`${folder}/${path}`] = [bytes, fixed];
  return zipSync(tree);
}
