/** Writes files that are whole or absent, whenever the process ends. */

import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { GoldError } from '../schema/format/errors.ts';
import { makeFolder } from '../schema/format/make_folder.ts';

/** Puts the content in place of the file, in one step; makes its folder. Errors: file-unwritable. */
export function replaceFile(path: string, content: Uint8Array | string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    makeFolder(dirname(path));
    writeFileSync(draft, content);
    renameSync(draft, path);
  } catch (cause) {
    // where a file stands in the place of a folder, to remove what is not there is an error too
    if (existsSync(draft)) rmSync(draft);
    const hint = 'check the permissions of the folder and the space on the disk';
    throw new GoldError('file-unwritable', 'the file cannot be written', { path, hint, cause });
  }
}
