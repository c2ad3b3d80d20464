/** `js`: typed-array kernels in a worker thread, a second implementation of the clauses. */

import type { BackendFactory } from '../backend.ts';
import { preparedBackend } from '../prepared.ts';
import { beginWorker, moduleBeside, openWorker } from '../worker_link.ts';

const worker = moduleBeside(import.meta.url, 'worker');

/** Opens the worker thread. */
export const openJs = openWorker(worker);

const beginJs = () => beginWorker(worker);

export const backends: readonly BackendFactory[] = [
  {
    id: 'js',
    summary: 'typed-array kernels in a worker thread of this process',
    isDefault: true,
    available: async () => ({ ok: true, version: `node ${process.versions.node}` }),
    create: ({ timeoutMs }) =>
      preparedBackend({ id: 'js', open: openJs, timeoutMs, isBuffered: true }, beginJs),
  },
];
