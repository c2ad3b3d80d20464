/** `wasm`, `wasm:ubsan`: the portable C kernels as a WebAssembly module in a worker thread of its own. */

import { resolve } from 'node:path';
import type { BackendFactory } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import type { OpenLink } from '../link.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { builtBackend, factoriesOf } from '../toolchain/factory.ts';
import { toolOrFile } from '../toolchain/tools.ts';
import { moduleBeside, openWorker } from '../worker_link.ts';

function openModule(path: string): OpenLink {
  return openWorker(moduleBeside(import.meta.url, 'worker'), { path });
}

/** Builds, then starts the worker. */
export function openWasm(id: string, build: BuildOptions): OpenLink {
  return async (events, signal) => {
    const { path } = await buildTarget(id, build, signal);
    return openModule(path)(events, signal);
  };
}

/** A wasm backend, optionally with replaced sources or further kernel flags. */
export const wasmBackend = builtBackend(openWasm);

/** `wasm:<file>.wasm`: a module with the harness and the port `wasm32`, or one that exports the same functions. */
export function moduleFactory(id: string): BackendFactory | undefined {
  const file = /^wasm:(?<file>.+\.wasm)$/.exec(id)?.groups?.file;
  if (file === undefined) return undefined;
  const path = resolve(file);
  return {
    id,
    summary: 'a WebAssembly module in a worker thread',
    isDefault: false,
    available: () => toolOrFile(undefined, path),
    create: ({ timeoutMs }) =>
      framedBackend({ id, open: openModule(path), timeoutMs, isBuffered: true }),
  };
}

export const backends = factoriesOf('wasm32', wasmBackend);
