/** The text of a clause for reports; the specification is read when the first one is asked for. */

import { readSpec, type Spec } from '../spec/clauses.ts';
import { terminalText } from './explain/markdown.ts';
import { root } from './paths.ts';

const columns = 96;

/** Texts by id, as plain lines; undefined for an id that the specification does not have. */
export function newClauseTexts(): (id: string) => string | undefined {
  let spec: Spec | undefined;
  return (id) => {
    spec ??= readSpec(root);
    const clause = spec.find(id);
    if (clause === undefined) return undefined;
    const { ids, title, sentence, body } = clause;
    const markdown = `# ${ids.join(', ')} ${title}\n\n${sentence}\n\n${body}`;
    return terminalText(markdown, columns).join('\n').trim();
  };
}
