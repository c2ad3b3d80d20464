/** `native:<cc>-<variant>`: the portable C kernels as a program of this machine. */

import type { OpenLink } from '../link.ts';
import { openProcess } from '../process.ts';
import { type BuildOptions, buildTarget } from '../toolchain/build.ts';
import { builtBackend, factoriesOf } from '../toolchain/factory.ts';

/** Overflow in an uninstrumented build must not be hidden by a sanitizer's exit code or a log elsewhere. */
const env = { UBSAN_OPTIONS: 'print_stacktrace=0', ASAN_OPTIONS: 'detect_leaks=0' };

/** Builds, then starts the program. */
export function openNative(id: string, build: BuildOptions): OpenLink {
  return async (events) => {
    const { path } = await buildTarget(id, build);
    return openProcess({ file: path, args: [], env })(events);
  };
}

/** A native backend, optionally with replaced sources or further kernel flags. */
export const nativeBackend = builtBackend(openNative);

export const backends = factoriesOf('posix', nativeBackend);
