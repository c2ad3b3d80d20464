/** The pitfall lists behind the catalogue, and their entries to which no mutant belongs, with the reason. */

/** Entries of the lists of mistakes. */
export const catalogueSizes = { 'A-M': 149, 'B-': 66 } as const;

/** Entries without a mutant. */
export const notApplicable: Readonly<Record<string, string>> = {
  'A-M18': 'every call states the generator state; a vector has no initial state of its own',
  'A-M22': 'no op draws from a normal distribution: initial weights are inputs, not answers',
  'A-M147':
    'a mistake of a runner, not of a kernel: the comparison has no tolerance, as its own tests show',
};
