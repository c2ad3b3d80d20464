/** Bytes of the files of a vector folder, with errors that name the file as the folder does. */

import { hash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { GoldError } from './errors.ts';

/** Hash of a file's bytes as it stands in the manifest: 64 hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Reads a whole regular file; `shown` is named in errors. Errors: file-missing, file-unreadable. */
export function readBytes(path: string, shown: string): Uint8Array {
  if (!existsSync(path)) {
    const hint = 'run `goldvec gen`, or name the folder with --vectors';
    throw new GoldError('file-missing', 'the file does not exist', { path: shown, hint });
  }
  try {
    // opening a pipe would wait for a writer
    if (!lstatSync(path).isFile()) throw new Error('it is no regular file');
    return new Uint8Array(readFileSync(path));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GoldError('file-unreadable', `the file cannot be read: ${why}`, {
      path: shown,
      cause,
    });
  }
}

/**
 * What `parse` makes of the text of a file beside the vectors; `shown` is named in errors. Errors: file-missing,
 * file-unreadable, vector-schema.
 */
export function parseFile<T>(path: string, shown: string, parse: (text: string) => T): T {
  const text = new TextDecoder().decode(readBytes(path, shown));
  try {
    return parse(text);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new GoldError('vector-schema', `the file is not of this format: ${why}`, {
      path: shown,
      cause,
    });
  }
}

/** Puts the file in front of the field path of an error that happened inside it. */
export function inFile<T>(shown: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    const path = error.path === undefined ? shown : `${shown}: ${error.path}`;
    const hint = error.hint === undefined ? {} : { hint: error.hint };
    throw new GoldError(error.code, error.message, { path, ...hint, cause: error });
  }
}
