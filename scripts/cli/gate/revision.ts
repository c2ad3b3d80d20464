/** Vectors as they stand in a revision of the repository, read with git; nothing is checked out. */

import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { GoldError } from '../../../schema/format/errors.ts';
import { parseManifest } from '../../../schema/format/manifest.ts';
import {
  overflowName,
  parseOverflowFile,
  separateAnswers,
} from '../../../schema/format/overflow_file.ts';
import { type Canonical, type Manifest, singleFormat } from '../../../schema/format/types.ts';
import { parseVectors, type StoredVectors } from '../../../schema/format/vector_folder.ts';
import { root } from '../paths.ts';

/** What git prints, undefined where it fails or is not there. */
function git(...args: readonly string[]): Buffer | undefined {
  try {
    const stdio: ['ignore', 'pipe', 'ignore'] = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', [...args], { cwd: root, stdio, maxBuffer: 1 << 26 });
  } catch {
    return undefined;
  }
}

const line = (output: Buffer | undefined): string | undefined => output?.toString('utf8').trim();

/** Whether the checkout is a repository of its own, and not a folder inside another one. */
function isRepository(): boolean {
  const top = line(git('rev-parse', '--show-toplevel'));
  return top !== undefined && realpathSync(top) === realpathSync(root);
}

/** The commit of a name, undefined where git knows none. */
export function commitOf(name: string): string | undefined {
  return isRepository()
    ? line(git('rev-parse', '--verify', '--quiet', `${name}^{commit}`))
    : undefined;
}

/**
 * Where the work of this checkout began: its merge base with the main branch. Undefined without history, where the
 * release kept in the tree is the only base.
 */
export function mergeBase(): string | undefined {
  if (!isRepository()) return undefined;
  for (const name of ['origin/HEAD', 'origin/main', 'main', 'master']) {
    const base = line(git('merge-base', 'HEAD', name));
    if (base !== undefined) return base;
  }
  return undefined;
}

export interface Revision {
  /** the name it was asked for, with the start of its commit */
  readonly name: string;
  readonly manifest: Manifest;
  /** a vector file of the manifest */
  read(path: string): StoredVectors;
  /** a text file of the checkout, empty where the revision has none */
  text(path: string): string;
}

/** A revision with vectors. Errors: revision-unknown. */
export function openRevision(asked: string): Revision {
  const commit = commitOf(asked);
  const hint = 'name a commit, branch or tag of this repository that has vectors';
  if (commit === undefined) {
    throw new GoldError('revision-unknown', `git knows no revision "${asked}" here`, { hint });
  }
  const show = (path: string): Uint8Array | undefined => {
    const bytes = git('show', `${commit}:${path}`);
    return bytes === undefined ? undefined : new Uint8Array(bytes);
  };
  const manifest = show('vectors/manifest.json');
  if (manifest === undefined) {
    throw new GoldError('revision-unknown', `${asked} has no vectors/manifest.json`, { hint });
  }
  const short = commit.slice(0, 8);
  let answers: Map<string, Canonical> | undefined;
  const separate = (): Map<string, Canonical> => {
    const bytes = show(`vectors/${overflowName}`);
    answers ??= bytes === undefined ? new Map() : separateAnswers(parseOverflowFile(bytes));
    return answers;
  };
  return {
    name: commit.startsWith(asked) ? short : `${asked} (${short})`,
    manifest: parseManifest(manifest),
    read: (path) => {
      const bytes = show(`vectors/${path}`);
      if (bytes === undefined) throw new GoldError('file-missing', `not in ${asked}`, { path });
      const stored = parseVectors(bytes, path);
      return stored.format === singleFormat ? { ...stored, canonical: separate() } : stored;
    },
    text: (path) => new TextDecoder().decode(show(path) ?? new Uint8Array()),
  };
}
