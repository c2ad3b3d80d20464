/** `wasm`, `wasm:ubsan`: the portable C kernels as a WebAssembly module in a worker thread of its own. */

import type { Backend, BackendFactory, BackendOptions } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import type { OpenLink } from '../link.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { type Target, targets } from '../toolchain/targets.ts';
import { toolsOf } from '../toolchain/tools.ts';
import { openWorker } from '../worker_link.ts';

/** Builds, then starts the worker. */
function openWasm(id: string, build: BuildOptions): OpenLink {
  return async (events) => {
    const { path } = await buildTarget(id, build);
    return openWorker(new URL('./worker.ts', import.meta.url), { path })(events);
  };
}

/** A wasm backend, optionally with replaced sources or further kernel flags. */
export function wasmBackend(
  id: string,
  options: BackendOptions,
  build: BuildOptions = {},
): Backend {
  return framedBackend({ id, open: openWasm(id, build), timeoutMs: options.timeoutMs });
}

function factory(target: Target): BackendFactory {
  return {
    id: target.id,
    summary: target.summary,
    isDefault: target.isDefault,
    available: () => toolsOf(target),
    create: (options) => wasmBackend(target.id, options),
  };
}

export const backends: readonly BackendFactory[] = targets
  .filter((t) => t.port === 'wasm32')
  .map(factory);
