/** A program of somebody else: `package.slow.test.ts` compiles it strictly against the packed package, and runs it. */

import {
  type ContractId,
  contractIds,
  defaultContractId,
  loadVectors,
  newNumerics,
  type RunBackendResult,
  runBackend,
} from 'goldvec';
import { type RunReply, type RunRequest, serve } from 'goldvec/protocol';
import { float32Tensor } from 'goldvec/reference';
import { int32OfBytes } from 'goldvec/vectors';

const contract: ContractId = defaultContractId;

function answerNothing({ seq }: RunRequest): RunReply {
  return { verb: 'run', seq, status: 'unsupported', message: 'nothing yet', canary: 'intact' };
}

if (process.argv[2] === 'serve') {
  const hello = { name: 'consumer', version: '1', toolchain: 'node', capabilities: [] };
  const offered = { ops: ['round'], contracts: [...contractIds], max_frame: 1 << 20 };
  serve({ hello: { ...hello, ...offered }, run: answerNothing });
} else {
  const n = newNumerics(contract);
  const rounded: number = n.fn.round(n, 2.5, 'HALF_AWAY');
  const [file] = loadVectors({ contracts: [contract], ops: ['round'] });
  const expected = file?.cases[0]?.expected.outputs?.y;
  const result: RunBackendResult = await runBackend({
    backend: 'js',
    contracts: [contract],
    ops: ['round'],
  });
  const served = await runBackend({
    backend: `cmd:${process.execPath} ${process.argv[1]} serve`,
    contracts: [contract],
    ops: ['round'],
  });
  const report = {
    rounded,
    first: expected === undefined ? [] : [...int32OfBytes(expected.data)].slice(0, 2),
    extents: float32Tensor([1, 2, 3]).shape,
    failed: result.failures.length,
    exitCode: result.exitCode,
    unsupported: served.totals.skip > 0 && served.totals.pass === 0,
  };
  process.stdout.write(`${JSON.stringify(report)}\n`);
}
