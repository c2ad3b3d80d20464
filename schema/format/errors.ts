/** The one error class of the tool: a closed set of codes, a path and a hint. */

export const goldErrorCodes = {
  'usage-unknown-option': 2,
  'usage-bad-value': 2,
  'selection-empty': 2,
  'op-unknown': 2,
  'contract-unknown': 2,
  'case-unknown': 2,
  'id-unknown': 2,
  'file-missing': 2,
  'file-unreadable': 2,
  'file-unwritable': 2,
  'vector-profile': 3,
  'vector-schema': 3,
  'vector-hash-mismatch': 3,
  'vector-invariant': 3,
  'vector-stale': 3,
  'vector-moved': 3,
  'stale-generated-file': 3,
  'recording-format': 3,
  'fixture-format': 3,
  'revision-unknown': 2,
  'backend-unknown': 2,
  'backend-unavailable': 4,
  'backend-build': 4,
  'backend-protocol': 4,
  'backend-timeout': 4,
  'lint-findings': 1,
  'training-difference': 1,
  'training-refused': 1,
  interrupted: 130,
  'system-limit': 70,
  internal: 70,
} as const;

export type GoldErrorCode = keyof typeof goldErrorCodes;

export interface GoldErrorDetails {
  /** where: a file, or a field path such as `cases/17/inputs/x/data` */
  readonly path?: string;
  /** what to do next */
  readonly hint?: string;
  readonly cause?: unknown;
}

export class GoldError extends Error {
  override readonly name = 'GoldError';
  readonly code: GoldErrorCode;
  readonly path: string | undefined;
  readonly hint: string | undefined;

  constructor(code: GoldErrorCode, message: string, details: GoldErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.path = details.path;
    this.hint = details.hint;
  }

  get exitCode(): number {
    return goldErrorCodes[this.code];
  }

  /** `error[code]: message`, then `at:` and `hint:` lines. */
  render(): string {
    const lines = [`error[${this.code}]: ${this.message}`];
    if (this.path !== undefined) lines.push(`  at: ${this.path}`);
    if (this.hint !== undefined) lines.push(`  hint: ${this.hint}`);
    return lines.join('\n');
  }
}
