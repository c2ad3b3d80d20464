/**
 * Builds C targets into the build folder. Objects and results are named by the hash of everything that goes into
 * them (texts, headers, flags, compiler version), so a second build does nothing, a changed file recompiles
 * what depends on it, and processes that build at the same time do not disturb each other.
 */

import { createHash, randomUUID } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { GoldError } from '../../../schema/format/errors.ts';
import { makeFolder } from '../../../schema/format/make_folder.ts';
import { buildRoot } from './build_folder.ts';
import { execute } from './execute.ts';
import {
  callsOf,
  headersOf,
  includeFolders,
  isKernel,
  readTree,
  type SourceTree,
  sourceRoot,
} from './sources.ts';
import { findTarget, type Port, type Target, targets, warningFlags } from './targets.ts';
import { codecHeader, toolsOf, versionOf } from './tools.ts';

export interface BuildOptions {
  /** Texts that replace or join the sources, by path relative to `conformance/c`. */
  readonly overlay?: Readonly<Record<string, string>>;
  /** More flags for kernels, after the target's own. */
  readonly kernelFlags?: readonly string[];
}

export interface Build {
  readonly target: Target;
  /** absolute path of the program, module or image */
  readonly path: string;
}

/** Compilers that run at the same time. */
const parallel = 2;

function hashOf(parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex').slice(0, 20);
}

/** Runs the jobs, a few at a time; the first failure ends the rest. */
async function runAll(jobs: readonly (() => Promise<void>)[]): Promise<void> {
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < jobs.length && !failed) {
      const job = jobs[next++]!;
      await job().catch((error: unknown) => {
        failed = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: parallel }, lane));
}

/** An include folder that holds the codec header and nothing else, so that cross compilers see no more. */
function codecFolder(): string {
  const folder = join(buildRoot, 'include');
  const header = join(folder, 'msgpuck.h');
  if (!existsSync(header)) {
    makeFolder(folder);
    const draft = `${header}.${randomUUID()}.tmp`;
    copyFileSync(codecHeader, draft);
    renameSync(draft, header);
  }
  return folder;
}

/** The folder to compile in: the sources themselves, or a copy with the overlay's texts. */
function treeFolder(tree: SourceTree, overlay: BuildOptions['overlay']): string {
  if (overlay === undefined || Object.keys(overlay).length === 0) return sourceRoot;
  const folder = join(buildRoot, 'overlay', hashOf([...tree].flat()));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${randomUUID()}.tmp`;
  for (const [path, text] of tree) {
    makeFolder(dirname(join(draft, path)));
    writeFileSync(join(draft, path), text);
  }
  try {
    renameSync(draft, folder);
  } catch (cause) {
    // another process has just written the same texts
    if (!existsSync(folder)) throw cause;
  }
  return folder;
}

function flagsOf(target: Target, path: string, options: BuildOptions): string[] {
  const own = isKernel(path) ? [...target.kernel, ...(options.kernelFlags ?? [])] : target.harness;
  // only there, so that targets of one compiler share the objects of the harness
  const label = path === 'harness/gv_hello.c' ? [`-DGV_BUILD_LABEL="${target.label}"`] : [];
  // the codec's inline functions do not meet these warnings
  const lenient = path === 'harness/gv_msgpuck.c' ? ['-Wno-conversion', '-Wno-error'] : [];
  return [...warningFlags, ...lenient, ...target.common, ...own, ...label];
}

/** One call of the compiler. */
interface Unit {
  /** what is compiled, from the folder of the sources or as a full path */
  readonly source: string;
  readonly object: string;
  readonly flags: readonly string[];
}

/** A source, or one that includes several. */
function sourceOf(paths: readonly string[]): string {
  if (paths.length === 1) return paths[0]!;
  const text = paths.map((path) => `#include "${path}"\n`).join('');
  const folder = join(buildRoot, 'together');
  const file = join(folder, `${hashOf([text])}.c`);
  if (existsSync(file)) return file;
  makeFolder(folder);
  const draft = `${file}.${randomUUID()}.tmp`;
  writeFileSync(draft, text);
  renameSync(draft, file);
  return file;
}

function planUnits(
  tree: SourceTree,
  target: Target,
  compiler: string,
  options: BuildOptions,
): Unit[] {
  return callsOf(tree, target).map((paths) => {
    const flags = flagsOf(target, paths[0]!, options);
    const texts = [...paths, ...headersOf(tree, paths)].flatMap((p) => [p, tree.get(p)!]);
    const key = hashOf([compiler, ...flags, ...texts]);
    return { source: sourceOf(paths), flags, object: join(buildRoot, 'objects', `${key}.o`) };
  });
}

async function compile(cc: string, unit: Unit, folder: string, signal: AbortSignal): Promise<void> {
  if (existsSync(unit.object)) return;
  const draft = `${unit.object}.${randomUUID()}.tmp`;
  const includes = includeFolders.flatMap((f) => ['-I', f]);
  const codec = ['-isystem', codecFolder()];
  await execute(
    cc,
    [...unit.flags, ...includes, ...codec, '-c', unit.source, '-o', draft],
    folder,
    signal,
  ).catch((error: unknown) => {
    rmSync(draft, { force: true });
    throw error;
  });
  renameSync(draft, unit.object);
}

function scriptOf(startup: Port): string {
  return `ports/${startup}/link.ld`;
}

async function link(
  target: Target,
  objects: readonly string[],
  folder: string,
  to: string,
  signal: AbortSignal,
): Promise<void> {
  const { startup } = target;
  const flags = startup === undefined ? target.link : [...target.link, '-T', scriptOf(startup)];
  const draft = `${to}.${randomUUID()}.tmp`;
  await execute(
    target.cc,
    [...linkFrontFlags(target), ...flags, ...objects, ...target.libraries, '-o', draft],
    folder,
    signal,
  );
  // what was cut off later, by a full disk or a power cut, is told from what is whole
  writeFileSync(sizeFile(to), `${statSync(draft).size}\n`);
  renameSync(draft, to);
}

function sizeFile(path: string): string {
  return `${path}.size`;
}

/** Whether the result stands there as it was linked. */
function isWhole(path: string): boolean {
  if (!existsSync(path) || !existsSync(sizeFile(path))) return false;
  return statSync(path).size === Number(readFileSync(sizeFile(path), 'utf8'));
}

/** The target triple also selects the linker. */
function linkFrontFlags(target: Target): string[] {
  return target.port === 'wasm32' ? ['--target=wasm32-wasi', '--sysroot=/usr'] : [];
}

/** Compiles what is missing, and links. An object that the linker cannot read is compiled again, once. */
async function make(plan: Plan, signal: AbortSignal): Promise<void> {
  const { target, units, compileIn, path } = plan;
  const objects = units.map((u) => u.object);
  const compileAll = () =>
    runAll(units.map((unit) => () => compile(target.cc, unit, compileIn, signal)));
  await compileAll();
  try {
    await link(target, objects, compileIn, path, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    for (const object of objects) rmSync(object, { force: true });
    await compileAll();
    await link(target, objects, compileIn, path, signal);
  }
}

interface Plan {
  readonly target: Target;
  readonly units: readonly Unit[];
  /** the folder to compile in */
  readonly compileIn: string;
  /** the result */
  readonly path: string;
}

async function planned(target: Target, options: BuildOptions, signal: AbortSignal): Promise<Build> {
  const tree = readTree(options.overlay);
  const compiler = (await versionOf(target.cc))!;
  const units = planUnits(tree, target, compiler, options);
  const script = target.startup === undefined ? '' : tree.get(scriptOf(target.startup))!;
  const key = hashOf([script, ...target.link, ...target.libraries, ...units.map((u) => u.object)]);
  const folder = join(buildRoot, `${target.id.replace(/[^\w-]/g, '_')}-${key}`);
  const path = join(folder, target.artifact);
  if (isWhole(path)) return { target, path };
  makeFolder(join(buildRoot, 'objects'));
  makeFolder(folder);
  await make({ target, units, compileIn: treeFolder(tree, options.overlay), path }, signal);
  return { target, path };
}

const never = new AbortController().signal;

/**
 * Builds one target, or finds it built; an abort ends the compilers. Errors: backend-unknown, -unavailable, -build,
 * file-unwritable where the build folder cannot be used.
 */
export async function buildTarget(
  id: string,
  options: BuildOptions = {},
  signal: AbortSignal = never,
): Promise<Build> {
  const target = findTarget(id);
  if (target === undefined) {
    const hint = `known builds: ${targets.map((t) => t.id).join(', ')}`;
    throw new GoldError('backend-unknown', `there is no C build "${id}"`, { hint });
  }
  const tools = await toolsOf(target);
  if (!tools.ok) throw new GoldError('backend-unavailable', `${id}: ${tools.hint}`);
  try {
    return await planned(target, options, signal);
  } catch (cause) {
    if (cause instanceof GoldError || signal.aborted) throw cause;
    const message = `the build folder ${buildRoot} cannot be used: ${(cause as Error).message}`;
    const hint = 'it must be a folder with space, or name another one in GOLDVEC_BUILD_DIR';
    throw new GoldError('file-unwritable', message, { path: buildRoot, hint, cause });
  }
}
