/** What a note must say: it is printed where a backend fails, to someone who must find the mistake. */

import type { OpNote } from './op.ts';

/** Words that stand in for the mistake or its effect. */
const vague = /\b(any|anything|wrong|wrongly|garbage|slip)\b/i;
const shortest = 12;

/** Why a note says nothing; `undefined` where it names a mistake, its effect and a clause. */
export function noteFault({ bug, effect, clause }: OpNote): string | undefined {
  for (const [name, text] of Object.entries({ bug, effect, clause })) {
    if (typeof text !== 'string' || text === '') return `${name} is missing`;
  }
  for (const [name, text] of Object.entries({ bug, effect })) {
    const word = vague.exec(text)?.[0];
    if (word !== undefined) return `${name}: "${word}" stands in for what happens`;
    if (text.length < shortest) return `${name} has fewer than ${shortest} characters`;
  }
  return bug === effect ? 'bug and effect are the same' : undefined;
}
