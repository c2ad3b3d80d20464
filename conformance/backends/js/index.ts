/** `js`: typed-array kernels in a worker thread, a second implementation of the clauses. */

import type { BackendFactory } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import { moduleBeside, openWorker } from '../worker_link.ts';

/** Opens the worker thread. */
export const openJs = openWorker(moduleBeside(import.meta.url, 'worker'));

export const backends: readonly BackendFactory[] = [
  {
    id: 'js',
    summary: 'typed-array kernels in a worker thread of this process',
    isDefault: true,
    available: async () => ({ ok: true, version: `node ${process.versions.node}` }),
    create: ({ timeoutMs }) =>
      framedBackend({ id: 'js', open: openJs, timeoutMs, isBuffered: true }),
  },
];
