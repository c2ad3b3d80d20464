/** The backend side of the protocol for JavaScript kernels: one request in, one reply out. */

import { own } from '../../../schema/format/own.ts';
import {
  type HelloReply,
  protocolVersion,
  type Reply,
  type Request,
  type RunReply,
  type RunRequest,
} from '../../../schema/format/types.ts';
import { defaultMaxPayload } from '../../core/frame.ts';
import { JsCall, type JsContext, type JsKernels, KernelRefusal, KernelUnsupported } from './api.ts';
import { type Buffers, newBuffers } from './buffers.ts';
import { misfitOf } from './declared.ts';
import { jsContracts } from './gen/contracts.ts';
import { vectorKernels } from './simd/index.ts';
import { withWorkspace } from './workspace.ts';

function hello(kernels: JsKernels): HelloReply {
  const dispatch = vectorKernels === undefined ? '' : ' simd128';
  return {
    verb: 'hello',
    protocol: protocolVersion,
    name: 'goldvec typed-array kernels',
    version: '1',
    toolchain: `node ${process.versions.node} v8 ${process.versions.v8}${dispatch}`,
    capabilities: ['canary', 'poison'],
    ops: Object.keys(kernels),
    contracts: [...jsContracts.keys()],
    max_frame: defaultMaxPayload,
  };
}

function failed(
  seq: number,
  status: 'refused' | 'unsupported' | 'error',
  cause: unknown,
): Pick<RunReply, 'verb' | 'seq' | 'status' | 'message'> {
  return { verb: 'run', seq, status, message: cause instanceof Error ? cause.message : `${cause}` };
}

function run(kernels: JsKernels, request: RunRequest): RunReply {
  const { seq } = request;
  const kernel = own(kernels, request.op);
  const contract = jsContracts.get(request.contract);
  if (kernel === undefined || contract === undefined) {
    const what = kernel === undefined ? `op ${request.op}` : `contract ${request.contract}`;
    return { ...failed(seq, 'unsupported', `no ${what}`), canary: 'intact' };
  }
  let buffers: Buffers;
  try {
    buffers = newBuffers(request);
  } catch (cause) {
    return { ...failed(seq, 'error', cause), canary: 'intact' };
  }
  const misfit = misfitOf(request, buffers.tensors);
  if (misfit !== undefined) return { ...failed(seq, 'error', misfit), canary: 'intact' };
  const ctx: JsContext = { rng: request.rng, contract };
  try {
    withWorkspace(() => kernel(ctx, new JsCall(request.params, buffers.tensors)));
  } catch (cause) {
    const canary = buffers.canary();
    if (cause instanceof KernelRefusal) {
      return { ...failed(seq, 'refused', cause), canary, poison: buffers.poison() };
    }
    const status = cause instanceof KernelUnsupported ? 'unsupported' : 'error';
    return { ...failed(seq, status, cause), canary };
  }
  return {
    verb: 'run',
    seq,
    status: 'ok',
    outputs: buffers.outputs(),
    rng: ctx.rng >>> 0,
    canary: buffers.canary(),
  };
}

/** Answers one request; never throws for anything a kernel does. */
export function answer(kernels: JsKernels, request: Request): Reply {
  switch (request.verb) {
    case 'hello':
      return hello(kernels);
    case 'run':
      return run(kernels, request);
    case 'bye':
      return { verb: 'bye' };
  }
}
