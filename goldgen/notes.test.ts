/** Notes say concretely what goes wrong: each is printed where a backend fails, to someone who must find it. */

import { describe, expect, it } from 'vitest';
import { noteFault } from './note_text.ts';
import { ops } from './registry.ts';

describe.each(ops.map((op) => [op.name, op.notes] as const))('the notes of %s', (_op, notes) => {
  it.each(Object.entries(notes))('%s names a mistake and its effect', (_flag, note) => {
    expect(noteFault(note)).toBe(undefined);
  });
});

describe('a note without content', () => {
  const note = { bug: 'ties go to even', effect: 'a code is off by one', clause: 'S16' };
  it.each([
    [{ ...note, bug: '' }, 'bug is missing'],
    [{ ...note, clause: '' }, 'clause is missing'],
    [{ ...note, bug: 'the wrong code comes out' }, 'bug: "wrong" stands in for what happens'],
    [{ ...note, effect: 'bad codes' }, 'effect has fewer than 12 characters'],
    [{ ...note, bug: note.effect }, 'bug and effect are the same'],
    [note, undefined],
  ])('%o: %s', (tried, fault) => {
    expect(noteFault(tried)).toBe(fault);
  });
});
