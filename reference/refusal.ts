/**
 * What the reference raises instead of computing.
 *
 * `Refusal`: the original aborts the process (A1–A26, B2–B9); a backend must
 * return an error and leave its outputs untouched. `UndefinedBehaviour`: the original has no defined
 * result (U1–U3, U2 and U4–U8); no vector may contain such a case.
 */

/** Refusal codes: A1–A26 of primitives, B-codes of layers and losses. */
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
