/**
 * A thread that ends in the way that its first task names, for tests of those who wait for threads: a text as a job of
 * a pool, the name of a backend as a task of a diagnosis.
 */

import { parentPort } from 'node:worker_threads';

const ways: Readonly<Record<string, () => void>> = {
  'throws an error': () => {
    throw new RangeError('offset is out of bounds');
  },
  'throws nothing': () => {
    throw undefined;
  },
  'throws what cannot be cloned': () => {
    throw () => 1;
  },
  'rejects unheard': () => void Promise.reject(new Error('nobody listens')),
  'exits without a word': () => process.exit(0),
  'exits with a status': () => process.exit(7),
  'leaves its port': () => parentPort!.close(),
  'loops for ever': () => {
    for (;;);
  },
  'answers what cannot be cloned': () => parentPort!.postMessage({ answer: () => 1 }),
};

parentPort!.on('message', (task: string | { readonly evidence: { readonly backend: string } }) => {
  const name = typeof task === 'string' ? task : task.evidence.backend;
  const [way, later] = name.split(', ');
  if (way === 'answers') {
    parentPort!.postMessage({ answer: name, event: { event: 'diagnosis', backend: name } });
  }
  if (later !== undefined) setImmediate(() => ways[later]!());
  else ways[way!]?.();
});
