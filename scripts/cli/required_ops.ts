/** The ops that a run must test, held against what it selects: a demand for what does not run would be met in silence. */

import type { Corpus, TestCase } from '../../conformance/core/load.ts';
import { caseMatcher } from '../../conformance/core/select.ts';
import { GoldError } from '../../schema/format/errors.ts';
import { namedOps } from './chosen_cases.ts';

/** The ops that names and globs stand for. Errors: op-unknown for one that no vector is for. */
export function requiredOps(names: readonly string[], { manifest }: Corpus): Set<string> {
  return namedOps(names, new Set(manifest.files.map(({ op }) => op)));
}

/** The names and globs that stand for no op of which a case is selected. */
export function unselected(names: readonly string[], cases: readonly TestCase[]): string[] {
  const selected = [...new Set(cases.map(({ op }) => op))];
  return names.filter((name) => {
    const matches = caseMatcher(name);
    return !selected.some((op) => matches(op));
  });
}

/** Errors: selection-empty where names are given that nothing is selected of. */
export function demandSelected(names: readonly string[]): void {
  if (names.length === 0) return;
  const message = `--require-ops ${names.join(',')}: no case of it is selected`;
  const hint =
    'loosen --op, --filter, --exclude, --flag, --contract or --level, or do not require it';
  throw new GoldError('selection-empty', message, { hint });
}
