/** The pitfall lists that the catalogue covers, and their entries without a mutant, with the reason. */

/** How many entries the lists of mistakes have (`reference/spec/mistakes.md`). */
export const pitfallCounts = { 'A-M': 149, 'B-': 66 } as const;

/** Entries to which no mutant belongs. */
export const notApplicable: Readonly<Record<string, string>> = {
  'A-M18': 'every call states the generator state; a vector has no initial state of its own',
  'A-M147':
    'a mistake of a runner, not of a kernel: the comparison has no tolerance, as its own tests show',
};
