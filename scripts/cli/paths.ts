/** Places inside the clone, or inside the package. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Whether this is the published package: compiled, without the sources that some commands work on. */
export const isPackage = import.meta.url.endsWith('.js');

export const vectorsDir = join(root, 'vectors');

/** The version in package.json. */
export function toolVersion(): string {
  const json: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return (json as { version: string }).version;
}
