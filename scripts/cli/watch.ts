/**
 * Waits until files of a project change. Files are looked at again and again rather than watched: that misses
 * nothing that happens during a run, and is the same on every system.
 */

import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GoldError } from '../../schema/format/errors.ts';

/** path → time and size */
type Stamps = ReadonlyMap<string, string>;

/** Folders of what is built or installed, and hidden ones. */
const ignored = /^(\..*|node_modules|build.*|cmake-build.*|dist|out|target|__pycache__)$/;

const lookEveryMs = 300;

/** What is gone meanwhile, may not be looked at, or is a link to itself. */
const unseen = new Set(['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG']);

/** Files come and go while they are looked at: what cannot be seen has no stamp. */
function ifThere<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch (cause) {
    if (unseen.has((cause as NodeJS.ErrnoException).code ?? '')) return otherwise;
    throw cause;
  }
}

/** A link to a folder is followed only where it is named: two that lead back have no end. */
function addStamps(path: string, stamps: Map<string, string>, isNamed = false): void {
  const isLink = ifThere(() => lstatSync(path), undefined)?.isSymbolicLink() === true;
  const stats = ifThere(() => statSync(path), undefined);
  if (stats?.isFile() === true) stamps.set(path, `${stats.mtimeMs} ${stats.size}`);
  if (stats?.isDirectory() !== true || (isLink && !isNamed)) return;
  for (const { name } of ifThere((): Dirent[] => readdirSync(path, { withFileTypes: true }), [])) {
    if (!ignored.test(name)) addStamps(join(path, name), stamps);
  }
}

function stampsOf(paths: readonly string[]): Stamps {
  const stamps = new Map<string, string>();
  for (const path of paths) addStamps(path, stamps, true);
  return stamps;
}

function changesBetween(before: Stamps, after: Stamps): string[] {
  const paths = [...new Set([...before.keys(), ...after.keys()])];
  return paths.filter((path) => before.get(path) !== after.get(path)).sort();
}

export interface Watch {
  /** Runs the work once, then after every change of a file, until the signal. */
  repeat(work: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/**
 * Watches files and folders. What changes while the work runs counts as well; but files that change in two runs on
 * end are written by the work itself, and are left out from then on. `say` gets one line before each repetition.
 * Errors: file-missing.
 */
export function newWatch(paths: readonly string[], say: (line: string) => void): Watch {
  const missing = paths.find((path) => ifThere(() => statSync(path), undefined) === undefined);
  if (missing !== undefined) {
    throw new GoldError('file-missing', 'there is nothing to watch', { path: missing });
  }
  const outputs = new Set<string>();

  async function nextChange(before: Stamps, signal: AbortSignal): Promise<string[]> {
    for (;;) {
      const changed = changesBetween(before, stampsOf(paths)).filter((path) => !outputs.has(path));
      if (changed.length > 0 || signal.aborted) return changed;
      await sleep(lookEveryMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async function repeat(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
    let written: readonly string[] = [];
    while (!signal.aborted) {
      const before = stampsOf(paths);
      await work();
      if (signal.aborted) return;
      const during = changesBetween(before, stampsOf(paths));
      for (const path of during.filter((p) => written.includes(p))) outputs.add(path);
      written = during;
      say(`waiting for a change in ${paths.join(', ')}; Ctrl-C ends`);
      const changed = await nextChange(before, signal);
      if (!signal.aborted) say(`changed: ${changed.slice(0, 3).join(', ')}`);
    }
  }

  return { repeat };
}
