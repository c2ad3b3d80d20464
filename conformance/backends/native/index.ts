/** `native:<cc>-<variant>`: the portable C kernels as a program of this machine. */

import type { Backend, BackendFactory, BackendOptions } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import type { OpenLink } from '../link.ts';
import { openProcess } from '../process.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { type Target, targets } from '../toolchain/targets.ts';
import { toolsOf } from '../toolchain/tools.ts';

/** Overflow in an uninstrumented build must not be hidden by a sanitizer's exit code or a log elsewhere. */
const env = { UBSAN_OPTIONS: 'print_stacktrace=0', ASAN_OPTIONS: 'detect_leaks=0' };

/** Builds, then starts the program. */
function openNative(id: string, build: BuildOptions): OpenLink {
  return async (events) => {
    const { path } = await buildTarget(id, build);
    return openProcess({ file: path, args: [], env })(events);
  };
}

/** A native backend, optionally with replaced sources or further kernel flags. */
export function nativeBackend(
  id: string,
  options: BackendOptions,
  build: BuildOptions = {},
): Backend {
  return framedBackend({ id, open: openNative(id, build), timeoutMs: options.timeoutMs });
}

function factory(target: Target): BackendFactory {
  return {
    id: target.id,
    summary: target.summary,
    isDefault: target.isDefault,
    available: () => toolsOf(target),
    create: (options) => nativeBackend(target.id, options),
  };
}

export const backends: readonly BackendFactory[] = targets
  .filter((t) => t.port === 'posix')
  .map(factory);
