/**
 * A variant: the reference with one edit in its source, such as a slip of the pen would make. Variants
 * explain a failing backend where no mutant of the catalogue does; nobody wrote them down one by one.
 */

/** What kind of slip an edit is; the earlier ones are believed first where two explain the same. */
export const kinds = [
  'guard',
  'rounding',
  'scoped',
  'omission',
  'argument',
  'operator',
  'bound',
  'overwrite',
  'condition',
  'constant',
  'order',
  'callee',
  'name',
  'record',
  'operand',
  'grouping',
  'precision',
  'offset',
  'width',
  'index',
] as const;

export type Kind = (typeof kinds)[number];

/** One edit of an expression or of statements. */
export interface Edit {
  readonly kind: Kind;
  /** TypeScript that stands there instead */
  readonly text: string;
  /** what the code does instead, where the texts before and after do not say it best */
  readonly bug?: string;
  /** what to do, likewise */
  readonly fix?: string;
}

/** A place of the source with its edits. */
export interface Site {
  /** its number among all places */
  readonly index: number;
  /** the number of the function around it */
  readonly of: number;
  /** path below `reference/` */
  readonly file: string;
  readonly line: number;
  /** the function around it */
  readonly owner: string;
  /** the clause that the function cites */
  readonly clause: string;
  /** what stands there */
  readonly original: string;
  /** the statement around it */
  readonly statement: string;
  /** what its value becomes: `\`group\``, `the result`; empty where it is part of a larger expression */
  readonly subject: string;
  readonly edits: readonly Edit[];
}

/** An edit to make, by its place in `edits`. */
export interface Choice {
  readonly site: Site;
  readonly edit: number;
}

/** One mistake: an edit, or the same one at several places of a function. */
export interface Slip {
  readonly choices: readonly [Choice, ...Choice[]];
}
