/** Says in a sentence what an edit of the reference does, and what to do. */

import { short } from './operators/control.ts';
import { plainText } from './plain.ts';
import type { Edit, Site } from './variant.ts';

export interface Words {
  readonly bug: string;
  readonly fix: string;
}

/** Without the parentheses that an edit puts around its operands to be safe. */
function bare(code: string): string {
  return code.replace(/(?<![\w)\]])\((-?[\w.[\]]+)\)/g, '$1');
}

function deviation({ subject, statement, original }: Site, text: string): string {
  const [before, after] = [short(original), short(bare(plainText(text)))];
  if (subject !== '') return `${subject} is \`${after}\` instead of \`${before}\``;
  const place = statement === original || statement === '' ? '' : ` in \`${statement}\``;
  return `\`${after}\` is used instead of \`${before}\`${place}`;
}

/** The sentence of one edit. */
export function wordsOf(site: Site, { text, bug, fix }: Edit): Words {
  return {
    bug: `${site.owner}: ${bug ?? deviation(site, text)}`,
    fix: fix ?? `use \`${short(site.original)}\``,
  };
}
