/** Says in a sentence what an edit of the reference does, and what to do. */

import { short } from './operators/control.ts';
import { plainText } from './plain.ts';
import type { Site, Slip } from './variant.ts';

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

/** The sentences of an edit, or of the same one at several places. */
export function wordsOf({ choices }: Slip): Words {
  const [{ site, edit }] = choices;
  const { text, bug, fix } = site.edits[edit]!;
  const places = choices.length;
  const once = places === 1 ? site : { ...site, subject: '', statement: '' };
  const often = places === 1 ? '' : `, at ${places} places`;
  return {
    bug: `${site.owner}: ${bug ?? deviation(once, text)}${often}`,
    fix: fix ?? `use \`${short(site.original)}\``,
  };
}
