/**
 * A byte link to a worker thread of this process: frames as messages. The thread is terminated when it
 * hangs, which a function call could not be.
 */

import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import { newBoundedText, type OpenLink, thrownText } from './link.ts';

/** Worker threads do not inherit the TypeScript loader of their parent; a compiled module needs none. */
const bootstrap = new URL('./worker_bootstrap.mjs', import.meta.url);

/** The folders of the sources and of what was compiled from them; the compiler of a clone puts it here. */
declare const GOLDVEC_COMPILED: { readonly from: string; readonly to: string };

/** What was compiled from the module, or the module itself where nothing was. */
function compiledOf(module: URL): URL {
  if (typeof GOLDVEC_COMPILED === 'undefined') return module;
  const { from, to } = GOLDVEC_COMPILED;
  const path = join(to, relative(from, fileURLToPath(module)).replace(/\.ts$/, '.js'));
  return existsSync(path) ? pathToFileURL(path) : module;
}

/** The module `name` beside the one with the URL `importer`, of the same kind: sources or compiled. */
export function moduleBeside(importer: string, name: string): URL {
  return new URL(`./${name}${importer.endsWith('.ts') ? '.ts' : '.js'}`, importer);
}

/**
 * A worker thread that runs the module, which finds `extra` as `workerData.extra`. Whatever becomes of it, its last event is
 * `exit`; before that `error`, where it threw or sent what cannot be read.
 */
export function newThread(source: URL, extra?: unknown, options: WorkerOptions = {}): Worker {
  const module = compiledOf(source);
  const worker = new Worker(module.href.endsWith('.ts') ? bootstrap : module, {
    ...options,
    execArgv: [],
    workerData: { module: module.href, extra },
  });
  worker.once('messageerror', (cause) => {
    worker.emit('error', cause);
    void worker.terminate();
  });
  return worker;
}

/**
 * Opens a worker thread that runs a module; it receives byte chunks as messages and posts byte
 * chunks back. The module finds `extra` as `workerData.extra`.
 */
export function openWorker(module: URL, extra?: unknown): OpenLink {
  return async (events) => {
    const printed = newBoundedText();
    const worker = newThread(module, extra, { stdout: true, stderr: true });
    let thrown: string | undefined;
    worker.stdout.on('data', (chunk: Uint8Array) => printed.add(chunk));
    worker.stderr.on('data', (chunk: Uint8Array) => printed.add(chunk));
    worker.on('message', (chunk: Uint8Array) => events.data(chunk));
    worker.on('error', (cause: unknown) => {
      thrown ??= `threw ${thrownText(cause)}`;
    });
    worker.once('exit', (code) => events.end(thrown ?? `exited with status ${code}`));

    return {
      send: (bytes) => worker.postMessage(bytes),
      diagnostics: printed.text,
      close: async () => {
        await worker.terminate();
      },
    };
  };
}
