/** `vectors/errata.json`: identities of cases that were withdrawn; they are never given to another case. */

import errata from '../vectors/errata.json' with { type: 'json' };

const withdrawn: ReadonlySet<string> = new Set(
  errata.map(({ contract, id }) => `${contract}/${id}`),
);

/** The number of the next case of a set: `next`, or the first after it that was not withdrawn. */
export function numberFrom(contract: string, op: string, set: string, next: number): number {
  let n = next;
  while (withdrawn.has(`${contract}/${op}/${set}/${n}`)) n++;
  return n;
}
