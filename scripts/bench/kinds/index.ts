/** What can be measured; each kind is loaded when it is asked for. A new one is a file and a line here. */

import type { Kind } from '../kind.ts';

export const kinds: Readonly<Record<string, () => Promise<Kind>>> = {
  start: async () => (await import('./start.ts')).start,
  'js-kernels': async () => (await import('./js_kernels.ts')).jsKernels,
  kernels: async () => (await import('./kernels.ts')).kernels,
  instructions: async () => (await import('./instructions.ts')).instructions,
  scalars: async () => (await import('./scalars.ts')).scalars,
  products: async () => (await import('./products.ts')).products,
  memory: async () => (await import('./memory.ts')).memory,
  scaling: async () => (await import('./scaling.ts')).scaling,
  jobs: async () => (await import('./jobs.ts')).jobs,
  frames: async () => (await import('./frames.ts')).frames,
  waits: async () => (await import('./waits.ts')).waits,
};
