/** `vectors/errata.json`: identities of cases that were withdrawn; they are never given to another case. */

import errata from '../vectors/errata.json' with { type: 'json' };

const withdrawn: ReadonlySet<string> = new Set(
  errata.map(({ contract, id }) => `${contract}/${id}`),
);

/** Whether the identity `<op>/<set>/<n>` was withdrawn under a contract. */
export function isWithdrawn(contract: string, id: string): boolean {
  return withdrawn.has(`${contract}/${id}`);
}

/** The number of the next case of a set: `next`, or the first after it that was not withdrawn. */
export function numberFrom(contract: string, op: string, set: string, next: number): number {
  let n = next;
  while (isWithdrawn(contract, `${op}/${set}/${n}`)) n++;
  return n;
}
