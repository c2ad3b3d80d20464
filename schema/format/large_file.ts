/** `large.json` of a vector folder: digests of cases that are drawn when they are wanted. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GoldError } from './errors.ts';
import { inFile, readBytes } from './file_bytes.ts';
import type { LargeFile } from './types.ts';
import { validateLargeFile } from './validate.ts';

export const largeName = 'large.json';

/** The canonical text: one case a line. */
export function largeText({ format, notes, cases }: LargeFile): string {
  const lines = cases.map((entry) => `    ${JSON.stringify(entry)}`);
  const head = `  "format": ${format},\n  "notes": ${JSON.stringify(notes)}`;
  return `{\n${head},\n  "cases": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

/** The file of a folder, undefined where it has none. Errors: vector-schema, vector-invariant, file-unreadable. */
export function readLargeFile(dir: string): LargeFile | undefined {
  const path = join(dir, largeName);
  if (!existsSync(path)) return undefined;
  return inFile(largeName, () => {
    const text = new TextDecoder().decode(readBytes(path, largeName));
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (cause) {
      throw new GoldError('vector-schema', 'it is no JSON', { cause });
    }
    const file = validateLargeFile(json);
    if (largeText(file) === text) return file;
    throw new GoldError('vector-invariant', 'not in canonical form');
  });
}
