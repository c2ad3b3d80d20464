/**
 * Backends by id: `<kind>` or `<kind>:<id>`, `serial:<device>[@<baud>]` for a board, `cmd:<command line>` for
 * any program, `qemu:<board>,elf=<file>` for firmware and `wasm:<file>.wasm` for a module of one's own.
 */

import { GoldError } from '../../schema/format/errors.ts';
import { newGlob } from '../core/glob.ts';
import type { BackendFactory } from './backend.ts';
import { backends as js } from './js/index.ts';
import { backends as native } from './native/index.ts';
import { commandFactory } from './process.ts';
import { firmwareFactory, backends as qemu } from './qemu/index.ts';
import { serialFactory } from './serial/index.ts';
import { moduleFactory, backends as wasm } from './wasm/index.ts';

/** Every backend that this version knows, available here or not. */
export const backendFactories: readonly BackendFactory[] = [...js, ...native, ...wasm, ...qemu];

/**
 * The backends that an id, a kind (`native` for all of `native:…`) or a glob (`native:gcc-*`) names, among
 * those given. Errors: backend-unknown.
 */
export function factoriesNamed(
  name: string,
  among: readonly BackendFactory[] = backendFactories,
): readonly BackendFactory[] {
  if (name.startsWith('cmd:')) return [commandFactory(name.slice('cmd:'.length))];
  if (name.startsWith('serial:')) return [serialFactory(name)];
  const own = firmwareFactory(name) ?? moduleFactory(name);
  if (own !== undefined) return [own];
  const exact = among.filter(({ id }) => id === name);
  if (exact.length > 0) return exact;
  const matches = newGlob(/[*?]/.test(name) ? name : `${name}:*`, { separator: '' });
  const found = among.filter(({ id }) => matches(id));
  if (found.length > 0) return found;
  throw new GoldError('backend-unknown', `there is no backend "${name}"`, {
    hint: `known: ${among.map(({ id }) => id).join(', ')}, serial:<device>[@<baud>], cmd:<command line>`,
  });
}
