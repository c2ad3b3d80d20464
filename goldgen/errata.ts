/** `vectors/errata.json`: identities of cases that were withdrawn; they are never given to another case. */

import list from '../vectors/errata.json' with { type: 'json' };

export interface Erratum {
  readonly contract: string;
  readonly id: string;
  readonly reason: string;
  /** digest of the call, where the generator of the op still draws it */
  readonly call?: string;
  /** identity of the case that took its place */
  readonly replaced_by?: string;
}

export const errata: readonly Erratum[] = list;

const withdrawn: ReadonlySet<string> = new Set(
  errata.map(({ contract, id }) => `${contract}/${id}`),
);

/** Calls withdrawn, by `<contract>/<op>`. */
const withdrawnCalls = new Map<string, Set<string>>();
for (const { contract, id, call } of errata) {
  if (call === undefined) continue;
  const key = `${contract}/${id.split('/')[0]}`;
  withdrawnCalls.set(key, (withdrawnCalls.get(key) ?? new Set()).add(call));
}

/** Whether the identity `<op>/<set>/<n>` was withdrawn under a contract. */
export function isWithdrawn(contract: string, id: string): boolean {
  return withdrawn.has(`${contract}/${id}`);
}

/** Whether a drawn call was withdrawn under a contract; its digest is asked for where the op has such calls at all. */
export function isWithdrawnCall(contract: string, op: string, digest: () => string): boolean {
  return withdrawnCalls.get(`${contract}/${op}`)?.has(digest()) ?? false;
}

/** The number of the next case of a set: `next`, or the first after it that was not withdrawn. */
export function numberFrom(contract: string, op: string, set: string, next: number): number {
  let n = next;
  while (isWithdrawn(contract, `${op}/${set}/${n}`)) n++;
  return n;
}

/** The text of `errata.json`, an entry a line. */
export function errataText(entries: readonly Erratum[]): string {
  const lines = entries.map(({ contract, id, reason, call, replaced_by }) => {
    const fields = Object.entries({ contract, id, reason, call, replaced_by })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    return `  {${fields.join(', ')}}`;
  });
  return `[\n${lines.join(',\n')}\n]\n`;
}
