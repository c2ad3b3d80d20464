/**
 * Goal: whatever becomes of a thread, its pool ends, names the job and leaves no other thread behind. Method: jobs that
 * end their thread in every way there is, beside one that would never end.
 */

import { describe, expect, it } from 'vitest';
import { runJobs } from './pool.ts';

const module = new URL('./fakes/dying_worker.ts', import.meta.url);

/** Of a job; there is none to name where a thread has answered its last one. */
const named = (job: string): string => `[${job.trim()}]`;

function run(jobs: readonly string[], threads: number): Promise<string[]> {
  const answers: string[] = [];
  const done = (answer: string): void => void answers.push(answer);
  const pool = { module, threads, jobs, nameOf: named, done };
  return runJobs<string, string>(pool).then(() => answers);
}

describe('a pool of threads', () => {
  it('has every answer', async () => {
    const jobs = ['answers', 'answers', 'answers'];
    expect(await run(jobs, 2)).toEqual(jobs);
    expect(await run([], 2)).toEqual([]);
  });

  it.each([
    ['throws an error', 'offset is out of bounds'],
    ['throws nothing', 'undefined'],
    ['throws what cannot be cloned', ''],
    ['rejects unheard', 'nobody listens'],
    ['exits without a word', 'its thread exited with status 0'],
    ['exits with a status', 'its thread exited with status 7'],
    ['leaves its port', 'its thread exited with status 0'],
    ['answers what cannot be cloned', '{}'],
  ])('ends where a thread %s, while another one waits', async (way, said) => {
    const error = await run(['silent', 'answers', way], 2).catch((e: Error) => e);
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).toContain(`[${way}]: `);
    expect((error as Error).message).toContain(said);
  });

  it('tries every job, and gives the error of the first that failed', async () => {
    const jobs = ['fails twice', 'fails', 'cannot be sent', 'is well'];
    const [served, answers] = [new URL('./fakes/job_worker.ts', import.meta.url), [] as string[]];
    const done = (answer: string): void => void answers.push(answer);
    const pool = { module: served, threads: 2, nameOf: String, done };
    const error = await runJobs<string, string>({ ...pool, jobs }).catch((e: Error) => e);
    expect(error).toMatchObject({ code: 'op-unknown', message: 'fails twice', hint: 'none' });
    expect(answers).toEqual(['is well']);
    await expect(runJobs({ ...pool, jobs: ['cannot be sent'] })).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('could not be cloned'),
    });
  });

  it('ends where an answer is not taken', async () => {
    const done = (): void => {
      throw new RangeError('too large');
    };
    const pool = { module, threads: 2, jobs: ['silent', 'answers'], nameOf: String, done };
    await expect(runJobs<string, string>(pool)).rejects.toThrow('too large');
  });

  it('ends where a job cannot be sent', async () => {
    const jobs = [() => 1];
    const pool = { module, threads: 1, jobs, nameOf: String, done: () => undefined };
    await expect(runJobs(pool)).rejects.toThrow('could not be cloned');
  });
});
