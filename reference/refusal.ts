/**
 * What the reference raises instead of computing.
 *
 * `Refusal`: the original aborts the process (part A section 12, part B section 4.1); a backend must
 * return an error and leave its outputs untouched. `UndefinedBehaviour`: the original has no defined
 * result (part A section 13, U2 and U4–U8); no vector may contain such a case.
 */

/** Refusal codes: A1–A26 of part A section 12, B-codes for part B section 4.1. */
export type RefusalCode = `A${number}` | `B${number}`;

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  constructor(code: RefusalCode, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

export class UndefinedBehaviour extends Error {
  override readonly name = 'UndefinedBehaviour';
}

/** Raises a `Refusal` unless the condition holds. */
export function demand(condition: boolean, code: RefusalCode, message: string): void {
  if (!condition) throw new Refusal(code, message);
}

/** Raises `UndefinedBehaviour` unless the precondition holds. */
export function precondition(condition: boolean, message: string): void {
  if (!condition) throw new UndefinedBehaviour(message);
}
