/** Teaches a worker thread TypeScript, then runs the module named in its data. */

import { workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
await import(workerData.module);
