/** `wasm`, `wasm:ubsan`: the portable C kernels as a WebAssembly module in a worker thread of its own. */

import type { OpenLink } from '../link.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { builtBackend, factoriesOf } from '../toolchain/factory.ts';
import { moduleBeside, openWorker } from '../worker_link.ts';

/** Builds, then starts the worker. */
function openWasm(id: string, build: BuildOptions): OpenLink {
  return async (events) => {
    const { path } = await buildTarget(id, build);
    return openWorker(moduleBeside(import.meta.url, 'worker'), { path })(events);
  };
}

/** A wasm backend, optionally with replaced sources or further kernel flags. */
export const wasmBackend = builtBackend(openWasm);

export const backends = factoriesOf('wasm32', wasmBackend);
