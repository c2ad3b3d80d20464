/**
 * `goldvec bench frames`: how fast small requests go through backends. Prints what it measured; numbers say
 * something only beside other numbers of the same machine and minute, so each line has its ratio to the first.
 */

import { Argument, type Command } from 'commander';
import type { BackendFactory } from '../../../conformance/backends/backend.ts';
import { requestOf } from '../../../conformance/core/drive.ts';
import { loadCorpus, type TestCase } from '../../../conformance/core/load.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { HelloReply } from '../../../schema/format/types.ts';
import { backendsOption, integerFrom, milliseconds, vectorsOption } from '../options.ts';
import { columns, print } from '../print.ts';
import { requiredBackends } from '../required_backends.ts';

interface Options {
  readonly backend: readonly string[];
  readonly count: number;
  readonly vectors: string;
  readonly timeoutMs: number;
}

function payloadSize({ vector }: TestCase): number {
  return Object.values(vector.inputs).reduce((sum, { data }) => sum + data.length, 0);
}

/** The smallest ordinary case that the backend offers. */
function smallestCase(dir: string, hello: HelloReply): TestCase {
  const { cases } = loadCorpus(
    dir,
    ({ contract, op }) => hello.contracts.includes(contract) && hello.ops.includes(op),
  );
  const ordinary = cases.filter(({ vector }) => vector.expected.status === 'ok');
  const [smallest] = ordinary.sort((a, b) => payloadSize(a) - payloadSize(b));
  if (smallest !== undefined) return smallest;
  throw new GoldError('selection-empty', 'the backend offers no op of the vectors');
}

async function secondsFor(factory: BackendFactory, options: Options): Promise<[number, string]> {
  const backend = factory.create({ timeoutMs: options.timeoutMs });
  try {
    const test = smallestCase(options.vectors, await backend.start());
    const started = performance.now();
    for (let seq = 1; seq <= options.count; seq++) await backend.run(requestOf(test, seq));
    return [(performance.now() - started) / 1000, test.id];
  } finally {
    await backend.stop();
  }
}

async function bench(_what: string, options: Options): Promise<void> {
  const rows: (string | number)[][] = [
    ['backend', 'frames', 'seconds', 'frames/s', 'ratio', 'case'],
  ];
  let first: number | undefined;
  if (options.backend.length === 0) {
    throw new GoldError('usage-bad-value', 'no backend is named', { hint: 'as in --backend js' });
  }
  for (const factory of await requiredBackends(options.backend)) {
    const [seconds, id] = await secondsFor(factory, options);
    first ??= seconds;
    const rate = Math.round(options.count / seconds);
    const ratio = (seconds / first).toFixed(2);
    rows.push([factory.id, options.count, seconds.toFixed(2), rate, ratio, id]);
  }
  for (const line of columns(rows)) print(line);
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('bench')
    .description('send small requests to backends one after another and print the time')
    .addArgument(new Argument('<what>', 'what to measure').choices(['frames']))
    .addOption(backendsOption())
    .option('--count <n>', 'requests per backend', integerFrom(1), 2000)
    .addOption(vectorsOption())
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 30_000)
    .action(bench);
}
