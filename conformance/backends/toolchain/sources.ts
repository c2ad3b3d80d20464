/** The C sources of a build: what is compiled, with which flags, and which headers each file pulls in. */

import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Target } from './targets.ts';

/** Folder of the C sources. */
export const sourceRoot = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'c');

/** Relative path (forward slashes) → text. */
export type SourceTree = ReadonlyMap<string, string>;

/** Folders that `#include "…"` is looked up in, after the including file's own. */
export const includeFolders: readonly string[] = ['.', 'include', 'kernels', 'harness'];

function listFolder(folder: string): string[] {
  const entries = readdirSync(join(sourceRoot, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFolder(path) : [path];
  });
}

/** The text of a source; undefined where there is none. */
export function readSource(path: string): string | undefined {
  const full = join(sourceRoot, path);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

/** Every source and header, with the overlay's texts in place of, or beside, the files. */
export function readTree(overlay: Readonly<Record<string, string>> = {}): SourceTree {
  const tree = new Map<string, string>();
  for (const path of listFolder('').sort()) {
    if (/\.(c|h|def|S|ld)$/.test(path))
      tree.set(path, readFileSync(join(sourceRoot, path), 'utf8'));
  }
  for (const [path, text] of Object.entries(overlay)) tree.set(path, text);
  return tree;
}

/** Files whose code decides bits: they get the target's kernel flags. */
export function isKernel(path: string): boolean {
  return path.startsWith('kernels/') || path.startsWith('ops/') || path === 'harness/gv_probe.c';
}

/** Ports that begin elsewhere than in the serving loop. */
const portsWithoutMain: readonly Target['port'][] = ['wasm32', 'fuzz', 'bench', 'count'];

/** The translation units of a target. */
export function unitsOf(tree: SourceTree, target: Target): string[] {
  const overflow = target.observesOverflow ? 'harness/gv_ubsan.c' : 'harness/gv_overflow.c';
  return [...tree.keys()].filter((path) => {
    if (!/\.(c|S)$/.test(path)) return false;
    // nothing there asks for a shim, and the linker drops what would
    if (target.port === 'count' && path.startsWith('ops/')) return false;
    if (/^(kernels|ops)\//.test(path)) return true;
    // our kernels never end the program
    if (path.startsWith('sdk/')) return path !== 'sdk/gv_guarded.c';
    if (path.endsWith('/startup.c')) return path === `ports/${target.startup}/startup.c`;
    if (path.startsWith('ports/')) return path.startsWith(`ports/${target.port}/`);
    if (path === 'harness/gv_main.c') return !portsWithoutMain.includes(target.port);
    if (path === 'harness/gv_ubsan.c' || path === 'harness/gv_overflow.c') return path === overflow;
    return path.startsWith('harness/');
  });
}

const shimGroups = 8;

/** Told by the name alone, so that a shim stays where it is when others come and go. */
function groupOf(path: string): string {
  if (!path.startsWith('ops/')) return path;
  return `shims ${createHash('sha256').update(path).digest()[0]! % shimGroups}`;
}

/**
 * The translation units of a target by the calls of the compiler. Shims are compiled many in one call, because to start a
 * compiler takes longer than most of them. In a target with `compilesApart` each is on its own, and has to include
 * what it uses.
 */
export function callsOf(tree: SourceTree, target: Target): string[][] {
  const calls = new Map<string, string[]>();
  for (const path of unitsOf(tree, target)) {
    const group = target.compilesApart ? path : groupOf(path);
    calls.set(group, [...(calls.get(group) ?? []), path]);
  }
  return [...calls.values()];
}

const includeLine = /^\s*#\s*include\s+"([^"]+)"/gm;

function resolveInclude(tree: SourceTree, from: string, name: string): string | undefined {
  const candidates = [posix.dirname(from), ...includeFolders].map((f) => posix.join(f, name));
  return candidates.find((path) => tree.has(path));
}

/** The headers that files include, directly and through others, sorted. */
export function headersOf(tree: SourceTree, paths: readonly string[]): string[] {
  const seen = new Set<string>();
  const pending = [...paths];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const [, name] of tree.get(file)!.matchAll(includeLine)) {
      const found = resolveInclude(tree, file, name!);
      if (found === undefined || seen.has(found)) continue;
      seen.add(found);
      pending.push(found);
    }
  }
  return [...seen].sort();
}
