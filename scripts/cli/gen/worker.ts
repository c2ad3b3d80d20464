/** Worker thread of `goldvec gen`: takes an op, answers with its file. */

import { findOp } from '../../../goldgen/registry.ts';
import { serveJobs } from '../pool.ts';
import { type BuildJob, buildBytes } from './build.ts';

serveJobs((job: BuildJob) => buildBytes(findOp(job.op)!, job));
