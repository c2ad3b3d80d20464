/** What the files beside the vectors say of one contract, in their own format. */

type Places = readonly (readonly [places: readonly number[], cases: readonly string[]])[];

interface Smoke {
  readonly format: number;
  readonly ops: Readonly<
    Record<
      string,
      readonly { readonly contracts: readonly string[]; readonly cases: readonly string[] }[]
    >
  >;
}

interface Sensitivity {
  readonly format: number;
  readonly ops: readonly {
    readonly op: string;
    readonly contracts: readonly { readonly contract: string }[];
    readonly marks: Readonly<Record<string, Places>>;
  }[];
}

/** The smoke level of one contract. */
export function smokeOf(text: string, contract: string): string {
  const { format, ops } = JSON.parse(text) as Smoke;
  const mine = Object.entries(ops).flatMap(([op, groups]) => {
    const cases = groups.find(({ contracts }) => contracts.includes(contract))?.cases;
    return cases === undefined ? [] : [[op, [{ contracts: [contract], cases }]] as const];
  });
  const count = mine.reduce((sum, [, [group]]) => sum + group!.cases.length, 0);
  return `${JSON.stringify({ format, cases: count, ops: Object.fromEntries(mine) })}\n`;
}

/** The sensitivity marks of one contract. */
export function marksOf(text: string, contract: string): string {
  const { format, ops } = JSON.parse(text) as Sensitivity;
  const mine = ops.flatMap(({ op, contracts, marks }) => {
    const place = contracts.findIndex((listed) => listed.contract === contract);
    if (place < 0) return [];
    const here = Object.entries(marks).flatMap(([mark, groups]) => {
      const cases = groups.find(([places]) => places.includes(place))?.[1];
      return cases === undefined ? [] : [[mark, [[[0], cases]]] as const];
    });
    return [{ op, contracts: [contracts[place]], marks: Object.fromEntries(here) }];
  });
  return `${JSON.stringify({ format, ops: mine })}\n`;
}
