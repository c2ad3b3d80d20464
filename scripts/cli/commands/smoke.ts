/** `goldvec smoke`: does this backend work at all? A hello and three cases that it offers. */

import type { Command } from 'commander';
import { noKnownFailures } from '../../../conformance/core/known_failures.ts';
import { loadCorpus, type TestCase } from '../../../conformance/core/load.ts';
import { runAll } from '../../../conformance/core/run.ts';
import { openOutputs } from '../../../conformance/reporters/outputs.ts';
import { GoldError } from '../../../schema/format/errors.ts';
import type { HelloReply } from '../../../schema/format/types.ts';
import { backendsWith } from '../../config/backends.ts';
import { loadConfig } from '../../config/load.ts';
import { allBackends } from '../backends.ts';
import { interruptSignal } from '../interrupt.ts';
import { configOption, milliseconds, vectorsOption } from '../options.ts';
import { toolVersion } from '../paths.ts';
import { print } from '../print.ts';
import { requiredBackends } from '../required_backends.ts';

interface Options {
  readonly backend: string;
  readonly config?: string;
  readonly vectors: string;
  readonly timeoutMs: number;
}

const casesWanted = 3;

/** The first ordinary case of each of the first few ops that the backend offers. */
function chooseCases(dir: string, hello: HelloReply): readonly TestCase[] {
  const chosen: TestCase[] = [];
  loadCorpus(dir, ({ contract, op }) => {
    return hello.contracts.includes(contract) && hello.ops.includes(op);
  }).cases.forEach((test) => {
    const isNew = chosen.every(({ op }) => op !== test.op);
    const isOrdinary = test.vector.expected.status === 'ok';
    if (isNew && isOrdinary && chosen.length < casesWanted) chosen.push(test);
  });
  return chosen;
}

async function smoke(options: Options): Promise<void> {
  const { backend: name, timeoutMs, vectors } = options;
  const { config } = await loadConfig(options.config);
  const [factory, ...more] = await requiredBackends([name], backendsWith(config, allBackends));
  if (more.length > 0) {
    throw new GoldError('usage-bad-value', `"${name}" names ${more.length + 1} backends`, {
      hint: 'smoke tries one',
    });
  }
  const backend = factory!.create({ timeoutMs });
  const hello = await backend.start();
  await backend.stop();
  print(`${backend.id}: ${hello.name} ${hello.version}, ${hello.toolchain}`);
  print(`capabilities: ${hello.capabilities.join(', ') || 'none'}`);
  print(`contracts: ${hello.contracts.join(', ')}`);
  print(`ops: ${hello.ops.length}, frames up to ${hello.max_frame} bytes\n`);
  const cases = chooseCases(vectors, hello);
  if (cases.length === 0) {
    const message = `${backend.id} offers no op under a contract that the folder has cases of`;
    throw new GoldError('selection-empty', message, { hint: 'see `goldvec list ops`' });
  }
  const { signal, abort, release } = interruptSignal();
  const outputs = openOutputs(
    { reporters: ['pretty'], colour: 'auto', failuresShown: casesWanted, onFailure: abort },
    process.stdout,
  );
  const end = await runAll({
    version: toolVersion(),
    cases,
    corpus: new Set(cases.map(({ id }) => id)),
    backends: [backend],
    known: noKnownFailures,
    jobs: 1,
    giveUpAfter: 1,
    allowEmpty: false,
    signal,
    emit: outputs.event,
    now: () => performance.now(),
    time: new Date().toISOString(),
  });
  release();
  await outputs.end();
  process.exitCode = end.exit_code;
}

/** Adds the command to the program. */
export function register(program: Command): void {
  program
    .command('smoke')
    .description('start one backend, say hello, run three cases')
    .requiredOption('-b, --backend <id>', 'backend')
    .addOption(configOption())
    .addOption(vectorsOption())
    .option('--timeout-ms <n>', 'longest wait for one reply', milliseconds, 30_000)
    .action(smoke);
}
