/** The specification of the checkout together with everything that cites it. */

import { ops } from '../../goldgen/registry.ts';
import { mutants } from '../../reference/mutants/index.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { readVectors } from '../../schema/format/vector_folder.ts';
import { root, vectorsDir } from '../cli/paths.ts';
import { readSpec, type Spec } from './clauses.ts';
import { type Sources, whereOf } from './where.ts';

export interface Loaded {
  readonly spec: Spec;
  readonly where: ReturnType<typeof whereOf>;
}

/** Reads pages and records, and the vectors where they are not given. Errors: those of reading vectors. */
export function loadSpec(
  files: readonly VectorFile[] = readVectors(vectorsDir, () => true),
): Loaded {
  const spec = readSpec(root);
  const sources: Sources = { root, spec, ops, mutants, files };
  return { spec, where: whereOf(sources) };
}
