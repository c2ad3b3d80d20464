/** The js backend with edited kernels: a copy of its folder, which imports the rest of the sources from where they are. */

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeFolder } from '../../../schema/format/make_folder.ts';
import type { Backend, BackendOptions } from '../../backends/backend.ts';
import { framedBackend } from '../../backends/framed.ts';
import { buildRoot } from '../../backends/toolchain/build_folder.ts';
import { openWorker } from '../../backends/worker_link.ts';

const backends = fileURLToPath(new URL('../../backends/', import.meta.url));

/** The text of a source below `conformance/backends/`. */
export function readJs(path: string): string {
  return readFileSync(join(backends, path), 'utf8');
}

/** The sources of the backend, below `conformance/backends/`. */
function sourcesOf(folder: string): string[] {
  const entries = readdirSync(join(backends, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sourcesOf(path);
    return /(?<!\.test)\.ts$/.test(path) ? [path] : [];
  });
}

/** The text with what it imports from outside of the folder by absolute paths. */
function movable(path: string, text: string): string {
  return text.replace(/from '(\.\.\/[^']+)'/g, (found, to: string) => {
    const file = join(backends, dirname(path), to);
    return file.startsWith(join(backends, 'js')) ? found : `from '${pathToFileURL(file).href}'`;
  });
}

/** Copies the backend with the texts in place of its own; the path of its worker. */
function copyOf(overlay: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256').update(JSON.stringify(overlay)).digest('hex').slice(0, 20);
  const root = join(buildRoot, `js_${hash}`);
  for (const path of sourcesOf('js')) {
    makeFolder(dirname(join(root, path)));
    writeFileSync(join(root, path), movable(path, overlay[path] ?? readJs(path)));
  }
  return join(root, 'js', 'worker.ts');
}

/** The js backend with other texts of some of its sources. */
export function editedJs(
  overlay: Readonly<Record<string, string>>,
  { timeoutMs }: Pick<BackendOptions, 'timeoutMs'>,
): Backend {
  const open = openWorker(pathToFileURL(copyOf(overlay)));
  return framedBackend({ id: 'js', open, timeoutMs, isBuffered: true });
}
