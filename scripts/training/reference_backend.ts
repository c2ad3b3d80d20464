/** The reference as a backend, in this process: slow, and the bits that all others are held against. */

import type { Backend, BackendFactory } from '../../conformance/backends/backend.ts';
import { answer, poisons } from '../../goldgen/case.ts';
import modelForwardOp from '../../goldgen/ops/training/model_forward.ts';
import trainingRun from '../../goldgen/ops/training/training_run.ts';
import {
  type HelloReply,
  protocolVersion,
  type RunReply,
  type RunRequest,
} from '../../schema/format/types.ts';
import { trainingContract } from './start.ts';

const ops = [trainingRun, modelForwardOp];

const hello: HelloReply = {
  verb: 'hello',
  protocol: protocolVersion,
  name: 'goldvec reference',
  version: '1',
  toolchain: `node ${process.versions.node}`,
  capabilities: [],
  ops: ops.map(({ name }) => name),
  contracts: [trainingContract],
  max_frame: 1 << 24,
};

async function run(request: RunRequest): Promise<RunReply> {
  const { seq, op: name, params, inputs, targets, rng } = request;
  const reply = { verb: 'run', seq, canary: 'intact' } as const;
  const op = ops.find((o) => o.name === name);
  if (op === undefined) return { ...reply, status: 'unsupported', message: `no op ${name}` };
  const expected = answer(
    op,
    trainingContract,
    { params, inputs, targets, rng },
    name,
    poisons.first,
  );
  if (expected.status !== 'ok') {
    return { ...reply, status: 'error', message: `${expected.status} ${expected.refusal ?? ''}` };
  }
  return { ...reply, status: 'ok', outputs: expected.outputs!, rng: expected.rng! };
}

const backend: Backend = {
  id: 'reference',
  start: async () => hello,
  run,
  stop: async () => undefined,
};

export const referenceBackend: BackendFactory = {
  id: 'reference',
  summary: 'the reference itself, in this process',
  isDefault: false,
  available: async () => ({ ok: true }),
  create: () => backend,
};
