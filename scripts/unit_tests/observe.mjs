/**
 * Loaded before everything else (`node --import`) by each process of the unit tests, but not by `npx vitest run`: notes
 * which files of the checkout are read, and for whom.
 *
 * For whom: the test file that runs, and every module of the checkout that is on the stack, because a module may keep
 * what it has read for a later test file of the same process. A program that is started answers to whoever started it:
 * Node observes itself in the same way, of other programs `programs` says what they may read.
 */

import childProcess from 'node:child_process';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import workerThreads from 'node:worker_threads';

const self = fileURLToPath(import.meta.url);
const root = join(dirname(self), '..', '..');
const log = process.env.GOLDVEC_OBSERVED;
/** Who started this process, or nobody: the process that hands out the test files, and does not run them. */
const startedFor = JSON.parse(process.env.GOLDVEC_OBSERVED_FOR ?? '[]');
const append = fs.appendFileSync;
const real = fs.realpathSync.native;

/** Places outside of the checkout that belong to the system, or to the test itself. */
const ignored = ['/proc', '/dev', '/sys', '/usr', '/lib', '/bin', '/etc', '/var', '/run', tmpdir()];
/** Compilers, programs that read data, and what the tests start of their own making. */
const reading = {
  c: /^((arm-none-eabi-)?gcc|cc|clang|clang-\d+|wasm-ld.*|cmake|make|pkg-config|ar)$/,
  data: /^python3?$/,
  nothing: /^(esbuild|mkfifo|qemu-system-arm|kill|ps|dpkg-query|sleep|true|false|socat)$/,
};

function isBelow(path, folder) {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The path as it is noted; nothing where it is nobody's input. */
function noted(given) {
  let text = given instanceof URL && given.protocol === 'file:' ? fileURLToPath(given) : given;
  if (Buffer.isBuffer(text)) text = text.toString();
  if (typeof text !== 'string') return undefined;
  const path = resolve(text);
  // packages are told by the lock file, what was built by what it is built from
  if (path.split(sep).includes('node_modules')) return undefined;
  if (isBelow(path, root)) {
    const inside = relative(root, path).split(sep).join('/');
    return /^(\.build|\.git|\.goldvec)(\/|$)/.test(inside) ? undefined : inside;
  }
  return ignored.some((folder) => isBelow(path, folder)) || isBelow(root, path) ? undefined : path;
}

/** The module as it is noted, by the name that the stack has for it; an empty text for others. */
const moduleNames = new Map();

function moduleOf(name) {
  const known = moduleNames.get(name);
  if (known !== undefined) return known;
  const [path] = (name.startsWith('file:') ? fileURLToPath(name) : name).split('?');
  const inside = isAbsolute(path) && path !== self && isBelow(path, root);
  const module = inside ? relative(root, path).split(sep).join('/') : '';
  const found = /^(node_modules|\.build)\//.test(module) ? '' : module;
  moduleNames.set(name, found);
  return found;
}

/**
 * What a module does not keep for a later test file: sources of C, which are read each time somebody asks for a build, and
 * what a backend or git answers, which goes to whoever runs it.
 */
const keptByNobody = /^(c$|(file|folder|names|there|tree) conformance\/c(\/|$))/;
const programs = 'no pages';
const runsPrograms =
  /^(conformance\/(backends|core)\/|scripts\/cli\/(gate\/revision|diff\/sides)\.ts$)/;

const namesOf = (_, sites) => sites.map((site) => site.getScriptNameOrSourceURL());

/** Modules of the checkout on the stack. */
function modulesOnStack() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  Error.stackTraceLimit = 200;
  Error.prepareStackTrace = namesOf;
  const { stack } = new Error();
  Error.prepareStackTrace = prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  const names = new Set(stack.filter((name) => typeof name === 'string'));
  return [...names].map(moduleOf).filter((module) => module !== '');
}

/** For whom an input is noted. */
function readers(input) {
  const test = globalThis.__vitest_worker__?.filepath;
  const own = test === undefined ? startedFor : [moduleOf(test)];
  if (own.length === 0) return [];
  const isTest = (path) => path.endsWith('.test.ts');
  if (keptByNobody.test(input)) return own.filter(isTest);
  const modules = [...new Set([...own, ...modulesOnStack()])];
  return input === programs || input === 'all'
    ? modules.filter((path) => isTest(path) || !runsPrograms.test(path))
    : modules;
}

const known = new Map();

/** One input, such as `file vectors/manifest.json`. */
function note(input) {
  const by = readers(input);
  if (by.length === 0) return;
  const before = known.get(input) ?? new Set();
  if (by.every((module) => before.has(module))) return;
  known.set(input, before);
  for (const module of by) before.add(module);
  append(log, `${JSON.stringify({ input, by })}\n`);
}

function noteRead(kind, path) {
  const found = noted(path);
  // a program of ours depends on the sources as a whole anyway
  if (found === undefined) return;
  if (startedFor.length > 0 && /\.(ts|mjs)$/.test(found)) return;
  note(`${kind} ${found}`);
}

const readsFile = ['createReadStream', 'lstat', 'open', 'openAsBlob', 'readFile', 'readlink'];
readsFile.push('realpath', 'stat', 'watch', 'watchFile', 'copyFile');
const looksWhetherThere = ['access', 'exists'];
const listsFolder = ['readdir', 'opendir', 'glob'];

function wrap(object, name, before) {
  const original = object[name];
  if (typeof original !== 'function') return;
  const wrapped = function (...args) {
    const changed = before(args) ?? args;
    return new.target === undefined
      ? Reflect.apply(original, this, changed)
      : Reflect.construct(original, changed, new.target === wrapped ? original : new.target);
  };
  wrapped.prototype = original.prototype;
  object[name] = Object.assign(wrapped, original);
}

/** What is copied, as the copier's filter has it. */
function copies([from, to, options, ...rest]) {
  if (typeof options === 'function' || options?.filter === undefined) {
    noteRead('tree', from);
    return undefined;
  }
  const filter = (path, target) => {
    const isTaken = options.filter(path, target);
    if (isTaken) noteRead('file', path);
    return isTaken;
  };
  return [from, to, { ...options, filter }, ...rest];
}

function observeFiles() {
  for (const object of [fs, fs.promises]) {
    const forms = (name) => [name, `${name}Sync`];
    for (const name of readsFile.flatMap(forms)) {
      wrap(object, name, ([path]) => noteRead('file', path));
    }
    for (const name of looksWhetherThere.flatMap(forms)) {
      wrap(object, name, ([path]) => noteRead('there', path));
    }
    for (const name of listsFolder.flatMap(forms)) {
      wrap(object, name, ([path, options]) =>
        noteRead(options?.recursive ? 'names' : 'folder', path),
      );
    }
    for (const name of forms('cp')) wrap(object, name, copies);
  }
  fs.realpathSync.native = real;
}

/** The one program that a command line for the shell calls; nothing where it does more. */
function programAlone(command) {
  const words = String(command)
    .trim()
    .replace(/^exec /, '');
  if (/[;&|`$()<>\n]/.test(words)) return undefined;
  return /^(['"]?)([^'" ]+)\1( |$)/.exec(words)?.[2];
}

/** Notes what a program may read; Node notes for itself which data it reads. */
function noteProgram(file, args, cwd) {
  const name = basename(String(file));
  const isShell = name === 'sh' && args.length === 2 && args[0] === '-c';
  const alone = isShell ? programAlone(args[1]) : undefined;
  if (name === 'node' || String(file) === process.execPath || alone === process.execPath) {
    note('sources');
    return;
  }
  if (alone !== undefined && reading.nothing.test(alone)) return;
  // a bare name is looked up among the programs of the system
  const path = name === String(file) ? join(sep, name) : resolve(cwd ?? '.', String(file));
  const isOwn = isBelow(path, join(root, '.build')) || isBelow(path, tmpdir());
  const isAsked = args.length === 1 && args[0] === '--version';
  if (reading.nothing.test(name) || isOwn || isAsked) return;
  if (reading.c.test(name)) note('c');
  else if (reading.data.test(name)) note('data');
  else if (name !== 'git') note(programs);
  else if (isBelow(resolve(cwd ?? '.'), root) || !isBelow(resolve(cwd), tmpdir())) {
    note(args[0] === 'ls-files' ? 'paths' : 'all');
  }
}

/** The environment in which Node observes itself, and so does what other programs start. */
function observing(env) {
  const by = readers('sources');
  // what is observed for somebody else, as in the tests of this module, is left to them
  const isOthers = env.GOLDVEC_OBSERVED !== undefined && env.GOLDVEC_OBSERVED !== log;
  if (by.length === 0 || isOthers) return env;
  const option = `--import ${JSON.stringify(self)}`;
  const before = env.NODE_OPTIONS ?? '';
  return {
    ...env,
    NODE_OPTIONS: before.includes(option) ? before : `${before} ${option}`.trim(),
    GOLDVEC_OBSERVED: log,
    GOLDVEC_OBSERVED_FOR: JSON.stringify(by),
  };
}

function observePrograms() {
  const { prototype } = childProcess.ChildProcess;
  wrap(prototype, 'spawn', ([options, ...rest]) => {
    noteProgram(options.file, (options.args ?? []).slice(1), options.cwd);
    const pairs = (options.envPairs ?? []).map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    const env = observing(Object.fromEntries(pairs));
    return [{ ...options, envPairs: Object.entries(env).map((pair) => pair.join('=')) }, ...rest];
  });
  for (const name of ['spawnSync', 'execFileSync', 'execSync']) {
    wrap(childProcess, name, ([file, ...rest]) => {
      const at = rest.findIndex(
        (arg) => arg !== null && typeof arg === 'object' && !Array.isArray(arg),
      );
      const options = at < 0 ? {} : rest[at];
      const args = Array.isArray(rest[0]) ? rest[0] : [];
      const isShell = name === 'execSync' || options.shell;
      if (isShell) noteProgram('sh', ['-c', args.length === 0 ? file : ';'], options.cwd);
      else noteProgram(file, args, options.cwd);
      const own = { ...options, env: observing(options.env ?? process.env) };
      const kept = at < 0 ? rest : rest.slice(0, at);
      return [file, ...kept.filter((arg) => arg !== undefined), own];
    });
  }
}

/** A thread that is started without this module: it reads sources and vectors. */
function observeThreads() {
  wrap(workerThreads, 'Worker', () => {
    note('sources');
    note('tree vectors');
  });
}

if (log !== undefined) {
  observeFiles();
  observePrograms();
  observeThreads();
  // whatever has started it
  if (startedFor.length > 0) note('sources');
  syncBuiltinESMExports();
}
