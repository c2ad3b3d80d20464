/**
 * Builds C targets into the build folder. Objects and results are named by the hash of everything that goes into
 * them (texts, headers, flags, compiler version), so a second build does nothing, a changed file recompiles
 * what depends on it, and processes that build at the same time do not disturb each other.
 */

import { randomUUID } from 'node:crypto';
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
import { hashOf, type Place, placeOf, sourceOf } from './place.ts';
import {
  callsOf,
  headersOf,
  includeFolders,
  isKernel,
  readTree,
  type SourceTree,
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
  /** the sources, all of one folder */
  readonly paths: readonly string[];
  readonly object: string;
  readonly flags: readonly string[];
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
    return { paths, flags, object: join(buildRoot, 'objects', `${key}.o`) };
  });
}

async function compile(cc: string, unit: Unit, place: Place, signal: AbortSignal): Promise<void> {
  if (existsSync(unit.object)) return;
  const draft = `${unit.object}.${randomUUID()}.tmp`;
  // a replaced source stands elsewhere than the headers of its folder
  const own = ['-iquote', dirname(unit.paths[0]!)];
  const includes = [...own, ...includeFolders.flatMap((f) => ['-I', f])];
  const codec = ['-isystem', codecFolder()];
  await execute(
    cc,
    [...unit.flags, ...includes, ...codec, '-c', sourceOf(unit.paths, place), '-o', draft],
    place.folder,
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
  const { target, units, place, path } = plan;
  const objects = units.map((u) => u.object);
  const compileAll = () =>
    runAll(units.map((unit) => () => compile(target.cc, unit, place, signal)));
  await compileAll();
  try {
    await link(target, objects, place.folder, path, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    for (const object of objects) rmSync(object, { force: true });
    await compileAll();
    await link(target, objects, place.folder, path, signal);
  }
}

interface Plan {
  readonly target: Target;
  readonly units: readonly Unit[];
  readonly place: Place;
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
  await make({ target, units, place: placeOf(tree, options.overlay), path }, signal);
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
