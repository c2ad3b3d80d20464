/** Files that a command line names. */

import { readFileSync } from 'node:fs';
import { GoldError } from '../../schema/format/errors.ts';

/** The text of a file. Errors: file-missing, file-unreadable. */
export function readTextFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) throw new GoldError('file-missing', 'there is no such file', { path, cause });
    throw new GoldError('file-unreadable', 'the file cannot be read', { path, cause });
  }
}
