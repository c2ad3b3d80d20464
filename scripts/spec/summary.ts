/** `conformance/core/clauses.json`: title and sentence of every clause, for reports that cite them. */

import type { GeneratedFile } from '../../goldgen/generated.ts';
import type { Spec } from './clauses.ts';
import { compareIds } from './ids.ts';

/** Markdown of one line as plain text: links and emphasis as their words. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<a id="[^"]*"><\/a>/g, '')
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .replace(/\*\*([^*]+)\*\*/g, '$1')
    .replace(/(?<![\w*])\*([^*\s][^*]*)\*(?![\w*])/g, '$1')
    .replaceAll('\\|', '|');
}

/** By id; rows of lists are left out. */
export function clauseSummary({ clauses }: Spec): GeneratedFile {
  const entries = clauses
    .filter(({ kind, sentence }) => kind === 'clause' && sentence !== '')
    .flatMap(({ ids, title, sentence }) =>
      ids.map((id) => [id, { title, sentence: plainText(sentence) }] as const),
    )
    .sort(([a], [b]) => compareIds(a, b));
  const text = JSON.stringify(Object.fromEntries(entries), null, 2);
  return { path: 'conformance/core/clauses.json', text: `${text}\n` };
}
