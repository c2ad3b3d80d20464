/** Any C backend with replaced sources or further kernel flags: how a patched kernel is put to the test. */

import type { Backend, BackendOptions } from './backend.ts';
import { nativeBackend } from './native/index.ts';
import { qemuBackend } from './qemu/index.ts';
import type { BuildOptions } from './toolchain/build.ts';
import { readSource } from './toolchain/sources.ts';
import { wasmBackend } from './wasm/index.ts';

/** The backend of a C build id. Errors, on start: backend-unknown, -unavailable, -build. */
export function patchedBackend(id: string, options: BackendOptions, build: BuildOptions): Backend {
  if (id.startsWith('wasm')) return wasmBackend(id, options, build);
  return id.startsWith('qemu')
    ? qemuBackend(id, options, build)
    : nativeBackend(id, options, build);
}

/**
 * An overlay that replaces one text in one source, after the replacements of another one. Throws where the
 * text does not stand there exactly once, so that a patch cannot silently stop to apply. The sources are those in C,
 * unless others are given.
 */
export function patch(
  path: string,
  from: string,
  to: string,
  after: Readonly<Record<string, string>> = {},
  textOf: (path: string) => string | undefined = readSource,
): Record<string, string> {
  const parts = (after[path] ?? textOf(path))?.split(from) ?? [];
  if (parts.length !== 2)
    throw new Error(`${path} holds ${JSON.stringify(from)} ${parts.length - 1} times`);
  return { [path]: parts.join(to) };
}
