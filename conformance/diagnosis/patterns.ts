/** Findings for failures that no known mistake explains: descriptions, and which of them are one. */

import type { Finding } from '../core/events.ts';
import { describe } from './describe.ts';
import { opsOf } from './findings.ts';
import type { Answered, Trial } from './rank.ts';
import { groupOf, isComposite } from './sample.ts';

export interface Weighed {
  readonly finding: Finding;
  /** what comes first */
  readonly weight: number;
}

/** Ops that are one function of one value, rounded once: where they fail, what is built on them does too. */
const roundedOnce: Readonly<Record<string, string>> = {
  exp_float32: 'the exponential is not the exact one rounded once',
  log_float32: 'the logarithm is not the exact one rounded once',
};

interface Pattern {
  readonly failures: Answered[];
  readonly isTelling: boolean;
}

/** The same said of tensors with different names, which mostly is one mistake in what ops share. */
function withoutNames(byText: ReadonlyMap<string, Pattern>): Map<string, Pattern> {
  const generic = (text: string): string =>
    text
      .replace(/; only where .*$/, '')
      .replace(/\b(scale|zero point) of \w+/g, '$1 of an output')
      .replace(/: \w+$/, '');
  const groups = new Map<string, string[]>();
  for (const [text, { isTelling }] of byText) {
    if (!isTelling) continue;
    groups.set(generic(text), [...(groups.get(generic(text)) ?? []), text]);
  }
  const merged = new Map(byText);
  for (const [text, texts] of groups) {
    if (texts.length < 3) continue;
    const failures = texts.flatMap((own) => byText.get(own)!.failures);
    for (const own of texts) merged.delete(own);
    merged.set(text, { failures, isTelling: true });
  }
  return merged;
}

/** What is left, described op by op; ops with the same description become one finding. */
export function patternFindings(trial: Trial, open: readonly Answered[]): Weighed[] {
  const simple = open.filter(({ test }) => !isComposite(test));
  const byOp = new Map<string, Answered[]>();
  for (const failure of simple.length > 0 ? simple : open) {
    const { op } = failure.test;
    byOp.set(op, [...(byOp.get(op) ?? []), failure]);
  }
  const byText = new Map<string, Pattern>();
  for (const failures of byOp.values()) {
    const keys = new Set(failures.map(({ test }) => groupOf(test)));
    const passing = trial.passed.filter((test) => keys.has(groupOf(test)));
    const { text, isTelling } = describe(failures, passing);
    const before = byText.get(text)?.failures ?? [];
    byText.set(text, { failures: [...before, ...failures], isTelling });
  }
  return [...withoutNames(byText)].map(([text, { failures, isTelling }]) => {
    const ops = opsOf(failures);
    // a cause is worth more than a description of as many failures, and that more than none
    const weight = isTelling ? failures.length / 2 : failures.length / 1000;
    const cause = ops.flatMap((op) => roundedOnce[op] ?? [])[0];
    const finding: Finding = {
      kind: 'pattern',
      ids: [],
      text: `${shortList(ops)}: ${cause === undefined ? '' : `${cause}: `}${text}`,
      explains: failures.length,
      ops,
      notes: [`no known mistake reproduces these ${failures.length} failures`],
    };
    return { finding, weight: cause === undefined ? weight : open.length };
  });
}

const opsShown = 6;

export function shortList(ops: readonly string[]): string {
  const more = ops.length - opsShown;
  return more > 1 ? `${ops.slice(0, opsShown).join(', ')} and ${more} more ops` : ops.join(', ');
}
