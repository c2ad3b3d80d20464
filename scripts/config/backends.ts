/** The backends that a configuration names, and those that everybody has. */

import type { BackendFactory } from '../../conformance/backends/backend.ts';
import { factoriesNamed } from '../../conformance/backends/index.ts';
import { programFactory, renamedFactory } from '../../conformance/backends/named.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type { GoldvecConfig } from './config.ts';

function factoryOf(
  name: string,
  backend: NonNullable<GoldvecConfig['backends']>[string],
  known: readonly BackendFactory[],
): BackendFactory {
  if (known.some(({ id }) => id === name || id.startsWith(`${name}:`))) {
    const message = `backends.${name}: that is the name of a backend that there is already`;
    throw new GoldError('usage-bad-value', message, { hint: 'choose another name' });
  }
  if (typeof backend !== 'string') return programFactory(name, backend);
  const [only, ...more] = factoriesNamed(backend, known);
  if (only !== undefined && more.length === 0) return renamedFactory(name, only);
  const message = `backends.${name}: "${backend}" names several backends`;
  throw new GoldError('usage-bad-value', message, { hint: 'give each a name of its own' });
}

/**
 * Those of the configuration first. Where it names any, they are what a run without --backend takes.
 * Errors: usage-bad-value, backend-unknown.
 */
export function backendsWith(
  config: GoldvecConfig,
  known: readonly BackendFactory[],
): readonly BackendFactory[] {
  const named = Object.entries(config.backends ?? {}).map(([name, backend]) =>
    factoryOf(name, backend, known),
  );
  if (named.length === 0) return known;
  return [...named, ...known.map((factory) => ({ ...factory, isDefault: false }))];
}
