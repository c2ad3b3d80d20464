/** The js backend with edited kernels: a copy of its folder, which sees the rest of the sources through links. */

import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeFolder } from '../../../schema/format/make_folder.ts';
import type { Backend, BackendOptions } from '../../backends/backend.ts';
import { framedBackend } from '../../backends/framed.ts';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { openWorker } from '../../backends/worker_link.ts';

const conformance = fileURLToPath(new URL('../../', import.meta.url));

/** The text of a source below `conformance/backends/`. */
export function readJs(path: string): string {
  return readFileSync(join(conformance, 'backends', path), 'utf8');
}

/** Folders and files that the copy is to see, below the root of the sources. */
const linked = ['schema', 'conformance/core', 'conformance/backends/post_together.ts'];

/** Copies the backend with the texts in place of its own, unless an equal copy is there; the path of its worker. */
function copyOf(overlay: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(JSON.stringify(overlay)).digest('hex').slice(0, 20);
  const root = join(buildRoot, `js_${hash}`);
  const backends = join(root, 'conformance', 'backends');
  makeFolder(backends);
  for (const path of linked) {
    const link = join(root, path);
    if (!existsSync(link)) symlinkSync(join(conformance, '..', path), link);
  }
  cpSync(join(conformance, 'backends', 'js'), join(backends, 'js'), { recursive: true });
  for (const [path, text] of Object.entries(overlay)) writeFileSync(join(backends, path), text);
  return join(backends, 'js', 'worker.ts');
}

/** The js backend with other texts of some of its sources. */
export function editedJs(
  overlay: Readonly<Record<string, string>>,
  { timeoutMs }: Pick<BackendOptions, 'timeoutMs'>,
): Backend {
  const open = openWorker(pathToFileURL(copyOf(overlay)));
  return framedBackend({ id: 'js', open, timeoutMs, isBuffered: true });
}
