/** `js`: typed-array kernels in a worker thread, a second implementation of the clauses. */

import type { BackendFactory } from '../backend.ts';
import { framedBackend } from '../framed.ts';
import { moduleBeside, openWorker } from '../worker_link.ts';

export const backends: readonly BackendFactory[] = [
  {
    id: 'js',
    summary: 'typed-array kernels in a worker thread of this process',
    isDefault: true,
    available: async () => ({ ok: true, version: `node ${process.versions.node}` }),
    create: ({ timeoutMs }) =>
      framedBackend({
        id: 'js',
        open: openWorker(moduleBeside(import.meta.url, 'worker')),
        timeoutMs,
        isBuffered: true,
      }),
  },
];
