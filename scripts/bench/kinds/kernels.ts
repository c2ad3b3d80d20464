/** Kernels in C, as programs of their own: a straightforward framework, the plain loops, and packed products. */

import { execFileSync } from 'node:child_process';
import { buildTarget } from '../../../conformance/backends/toolchain/build.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { BenchOptions, Contender, Kind, Series } from '../kind.ts';
import { programContender } from '../program.ts';

/** Multiply-accumulates per repetition: of a series with the baseline that walks by index functions, and of others. */
const walkedWork = 60e6;
const plainWork = 600e6;

interface Program {
  readonly name: string;
  readonly path: string;
  readonly words: readonly string[];
  readonly target?: string;
}

interface Job {
  readonly name: string;
  /** multiply-accumulates of one call */
  readonly work: number;
  readonly isWalked: boolean;
}

function linesOf({ path, words }: Program, args: readonly string[]): string[] {
  const text = execFileSync(path, [...args, ...words], { encoding: 'utf8' });
  return text.trim().split('\n');
}

function jobsOf(program: Program): Job[] {
  return linesOf(program, []).map((line) => {
    const [name, work, walked] = line.split(' ');
    return { name: name!, work: Number(work), isWalked: walked === 'naive' };
  });
}

/** Of the result of one call, by the program at `path`. */
export function checksumOf(path: string, job: string): number {
  const [text] = linesOf({ name: job, path, words: [] }, [job, '1']);
  return Number.parseInt(text!, 16);
}

/** The sums must be the same bits, or the times say nothing. Errors: internal. */
function demandEqualSums(job: Job, programs: readonly Program[]): void {
  const sums = programs.map((program) => linesOf(program, [job.name, '1']).join());
  const odd = sums.findIndex((sum) => sum !== sums[0]);
  if (odd < 0) return;
  const message = `${job.name}: ${programs[odd]!.name} computes other values than ${programs[0]!.name}`;
  throw new GoldError('internal', message);
}

function seriesOf(job: Job, programs: readonly Program[], work: number): Series {
  demandEqualSums(job, programs);
  const calls = Math.max(1, Math.round(work / job.work));
  const contenders = programs.map(({ name, path, words, target }) =>
    programContender(name, [path, job.name, `${calls}`, ...words], target),
  );
  return {
    title: `${job.name}, operands of 12 bits`,
    unit: 'multiply-accumulates',
    work: calls * job.work,
    contenders: contenders as [Contender, ...Contender[]],
  };
}

/** A convolution beside a matrix product of as many multiply-accumulates. */
function beside(jobs: readonly Job[], { path, name }: Program, work: number): Series {
  const contender = (title: string, target?: string): Contender => {
    const job = jobs.find((j) => j.name === title)!;
    const calls = Math.max(1, Math.round(work / job.work));
    return programContender(title, [path, title, `${calls}`], target);
  };
  return {
    title: `${name}, operands of 12 bits`,
    unit: 'multiply-accumulates',
    work,
    contenders: [contender('matmul_sym'), contender('conv1d_sym', 'at most 1.50 ×')],
  };
}

async function* series({ isShort }: BenchOptions): AsyncIterable<Series> {
  const program = async (name: string, id: string, words: readonly string[] = []) => ({
    name,
    path: (await buildTarget(id)).path,
    words,
  });
  const walked = await program('index functions, -O2', 'bench:O2', ['naive']);
  const plain = await program('plain loops, -O2', 'bench:O2');
  const plain3 = await program('plain loops, -O3', 'bench:O3');
  const packed = await program('packed, -O2', 'bench:O2-packed');
  const packed3 = await program('packed, -O3', 'bench:O3-packed');
  const share = isShort ? 0.1 : 1;
  const jobs = jobsOf(plain);
  for (const program of [packed, packed3]) yield beside(jobs, program, plainWork * share);
  for (const job of jobs) {
    const isTraining = job.name.startsWith('train');
    const asked = (target: string) => (isTraining ? {} : { target });
    const others = job.name.endsWith('float32')
      ? [plain3]
      : [
          { ...packed, ...asked('at least 3 G/s') },
          { ...packed3, ...asked('at least 4 G/s') },
        ];
    yield seriesOf(job, [plain, ...others], plainWork * share);
    if (!job.isWalked) continue;
    const limit = isTraining ? { target: 'at most 0.25 ×' } : {};
    yield seriesOf(job, [walked, plain, { ...packed, ...limit }], walkedWork * share);
  }
}

export const kernels: Kind = {
  summary: 'kernels in C against a straightforward framework',
  needsSources: true,
  series,
};
