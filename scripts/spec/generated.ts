/** The files that `goldvec sync` derives from the specification and from what cites it. */

import type { GeneratedFile } from '../../goldgen/generated.ts';
import type { VectorFile } from '../../schema/format/types.ts';
import { loadSpec } from './load.ts';
import { clauseSummary } from './summary.ts';
import { withWhere } from './where_block.ts';

/** Every page with its blocks, and the summary of all clauses. */
export function specFiles(files: readonly VectorFile[]): GeneratedFile[] {
  const { spec, where } = loadSpec(files);
  const pages = spec.pages.map(({ path, text }) => ({ path, text: withWhere(path, text, where) }));
  return [...pages, clauseSummary(spec)];
}
