/**
 * The reference as a backend, in this process: slow, and the bits that all others are held against. No time limit
 * applies. Every op of the generator is loaded when it starts, which no other backend should wait for.
 */

import type { Backend, BackendFactory } from '../conformance/backends/backend.ts';

const load = () => import('./reference_backend.ts');

const backend: Backend = {
  id: 'reference',
  start: async () => (await load()).referenceHello,
  run: async (request) => (await load()).referenceReply(request),
  stop: async () => undefined,
};

export const referenceBackend: BackendFactory = {
  id: 'reference',
  summary: 'the reference itself, in this process',
  isDefault: false,
  available: async () => ({ ok: true }),
  create: () => backend,
};
