/** Notes say concretely what goes wrong: each is printed where a backend fails, to someone who must find it. */

import { describe, expect, it } from 'vitest';
import { ops } from './registry.ts';

/** Words that stand in for the mistake or its effect. */
const vague = /\b(any|anything|wrong|wrongly|garbage|slip)\b/i;
const shortest = 12;

describe.each(ops.map((op) => [op.name, op.notes] as const))('the notes of %s', (_op, notes) => {
  it.each(Object.entries(notes))('%s names a mistake and its effect', (_flag, { bug, effect }) => {
    for (const text of [bug, effect]) {
      expect(text).not.toMatch(vague);
      expect(text.length).toBeGreaterThanOrEqual(shortest);
    }
    expect(bug).not.toBe(effect);
  });
});
