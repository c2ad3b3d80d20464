/** What `dependency-cruiser` finds under the import rules, for the tests of the rules. */

import { join } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import { root } from './files.ts';

/** The rules of `.dependency-cruiser.mjs`, and how imports are read. */
export const options = await extractOptions(join(root, 'scripts/tidy/.dependency-cruiser.mjs'));

/** The imports of these files, and of all files in these folders, below `baseDir`. */
export async function cruised(baseDir: string, paths: readonly string[]): Promise<ICruiseResult> {
  const { output } = await cruise([...paths], { ...options, baseDir });
  return output as ICruiseResult;
}

/** As `<rule>: <from> → <to>`. */
export function violationsIn({ summary }: ICruiseResult): string[] {
  return summary.violations.map(({ rule, from, to }) =>
    from === to ? `${rule.name}: ${from}` : `${rule.name}: ${from} → ${to}`,
  );
}
