/** The backends that a run cannot do without. */

import type { BackendFactory } from '../../conformance/backends/backend.ts';
import { factoriesNamed } from '../../conformance/backends/index.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { allBackends } from './backends.ts';

/** The named backends among those given, which must be available. Errors: backend-unknown, backend-unavailable. */
export async function requiredBackends(
  names: readonly string[],
  among: readonly BackendFactory[] = allBackends,
): Promise<BackendFactory[]> {
  const named = [...new Set(names.flatMap((name) => factoriesNamed(name, among)))];
  for (const factory of named) {
    const { ok, hint = 'see `goldvec doctor`' } = await factory.available();
    if (ok) continue;
    throw new GoldError('backend-unavailable', `${factory.id} cannot run here`, { hint });
  }
  return named;
}
