/** The test cases of the committed vector files. */

import type { VectorFile, WireCase, WireNote } from '../../schema/format/types.ts';

export interface TestCase {
  /** `<contract>/<op>/<set>/<n>` */
  readonly id: string;
  readonly contract: string;
  readonly op: string;
  readonly clause: string;
  readonly notes: Readonly<Record<string, WireNote>>;
  readonly vector: WireCase;
}

/** The cases of one vector file, in file order. */
export function casesOf(file: VectorFile): TestCase[] {
  const { contract, op, clause, notes } = file;
  return file.cases.map((vector) => ({
    id: `${contract}/${vector.id}`,
    contract,
    op,
    clause,
    notes,
    vector,
  }));
}
