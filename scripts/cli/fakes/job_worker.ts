/** A thread of a pool whose jobs fail as their texts say, for tests of the pool. */

import { GoldError } from '../../../schema/format/errors.ts';
import { serveJobs } from '../pool.ts';

serveJobs((job: string): unknown => {
  if (job.startsWith('fails')) throw new GoldError('op-unknown', job, { hint: 'none' });
  return job === 'cannot be sent' ? () => job : job;
});
