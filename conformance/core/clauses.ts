/** What the specification says about the clause that a failing case is about, for reports. */

import summaries from './clauses.json' with { type: 'json' };

interface Summary {
  readonly title: string;
  readonly sentence: string;
}

const byId: Readonly<Record<string, Summary>> = summaries;

export interface Rule {
  /** `S51 Dynamic requantization: Restores …` */
  readonly rule: string;
  /** the command that prints the whole clause */
  readonly explain: string;
}

/** The first clause that one of the texts cites; `undefined` where none is in the summary. */
export function ruleOf(clauses: readonly string[]): Rule | undefined {
  const cited = clauses.flatMap((text) => text.split(/, |\u2013/));
  const id = cited.find((name) => Object.hasOwn(byId, name));
  if (id === undefined) return undefined;
  const { title, sentence } = byId[id]!;
  return { rule: `${id} ${title}: ${sentence}`, explain: `npx goldvec explain ${id}` };
}
