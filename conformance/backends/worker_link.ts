/**
 * A byte link to a worker thread of this process: frames as messages. The thread is terminated when it
 * hangs, which a function call could not be.
 */

import { Worker } from 'node:worker_threads';
import { newBoundedText, type OpenLink } from './link.ts';

/** Worker threads do not inherit the TypeScript loader of their parent; a compiled module needs none. */
const bootstrap = new URL('./worker_bootstrap.mjs', import.meta.url);

/** The module `name` beside the one with the URL `importer`, of the same kind: sources or compiled. */
export function moduleBeside(importer: string, name: string): URL {
  return new URL(`./${name}${importer.endsWith('.ts') ? '.ts' : '.js'}`, importer);
}

/**
 * Opens a worker thread that runs a module; it receives byte chunks as messages and posts byte
 * chunks back. The module finds `extra` as `workerData.extra`.
 */
export function openWorker(module: URL, extra?: unknown): OpenLink {
  return async (events) => {
    const printed = newBoundedText();
    const worker = new Worker(module.href.endsWith('.ts') ? bootstrap : module, {
      execArgv: [],
      stdout: true,
      stderr: true,
      workerData: { module: module.href, extra },
    });
    let thrown: string | undefined;
    worker.stdout.on('data', (chunk: Uint8Array) => printed.add(chunk));
    worker.stderr.on('data', (chunk: Uint8Array) => printed.add(chunk));
    worker.on('message', (chunk: Uint8Array) => events.data(chunk));
    worker.on('error', (error) => {
      thrown = `threw ${error.message}`;
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
