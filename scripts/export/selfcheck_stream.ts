/** The cases of a self-check as one stream of bytes, in the order in which `conformance/c/selfcheck` reads them. */

import { encode } from '../../schema/format/codec.ts';
import { overflowKinds, type WireTensor } from '../../schema/format/types.ts';
import { byOp, type Entry } from './entry.ts';

/** Tensors of an answer that take more than this are compared by a digest, where digests are asked for. */
export const digestAbove = 128;

/** GV_OVERFLOWS of the C side */
const overflows = 0x40;
const whenCodes = { never: 0, always: 1, order_dependent: 2 } as const;
const seq = 1;
const utf8 = new TextEncoder();

export function requestOf({ contract, op, call }: Entry): Uint8Array {
  const { params, inputs, targets, rng } = call;
  return encode({ verb: 'run', seq, contract, op, params, inputs, targets, rng });
}

/** Fields and their order are those of the harness's replies. */
function replyTensor(t: WireTensor): WireTensor {
  const { dtype, shape, order, scale_bits, zero_point, bits, rounding, data } = t;
  const fields = { dtype, shape, order, scale_bits, zero_point, bits, rounding, data };
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as unknown as WireTensor;
}

interface Answer {
  /** a reply up to the generator state, without the header of its map, which counts what a build adds behind */
  readonly bytes: Uint8Array;
  /** elements of its tensors, in order */
  readonly payloads: readonly Uint8Array[];
}

export function answerOf({ call, expected, canonical }: Entry): Answer {
  if (expected.status === 'refused') {
    return { bytes: encode({ verb: 'run', seq, status: 'refused' }).subarray(1), payloads: [] };
  }
  const { outputs = {}, rng } = expected.status === 'overflow' ? canonical! : expected;
  const ordered: Record<string, WireTensor> = {};
  for (const name of [...Object.keys(call.inputs), ...Object.keys(call.targets)]) {
    const tensor = outputs[name];
    if (tensor !== undefined) ordered[name] = replyTensor(tensor);
  }
  const bytes = encode({ verb: 'run', seq, status: 'ok', outputs: ordered, rng }).subarray(1);
  return { bytes, payloads: Object.values(ordered).flatMap(({ data }) => data ?? []) };
}

function flagsOf({ expected }: Entry): number {
  const codes = overflowKinds.map((kind, i) => whenCodes[expected.overflow[kind].when] << (2 * i));
  const first = expected.status === 'overflow' ? overflows : 0;
  return codes.reduce((flags, code) => flags | code, first);
}

/** 7 bits a byte, the lowest first, and the highest bit where another byte follows. */
function numberBytes(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...numberBytes(Math.floor(value / 128))];
}

/** FNV-1a of 64 bits, the lowest byte first. */
function digestOf(bytes: Uint8Array): number[] {
  let digest = 0xcbf29ce484222325n;
  for (const byte of bytes) {
    digest = BigInt.asUintN(64, (digest ^ BigInt(byte)) * 0x100000001b3n);
  }
  return Array.from({ length: 8 }, (_, i) => Number((digest >> BigInt(8 * i)) & 0xffn));
}

type Sink = (bytes: Iterable<number>) => void;

/** An answer as pieces: bytes, or the digest of all of it. */
function putAnswer(put: Sink, answer: Uint8Array, hasDigests: boolean): void {
  const isDigest = hasDigests && answer.length > digestAbove;
  put(numberBytes(2 * answer.length + (isDigest ? 1 : 0)));
  put(isDigest ? digestOf(answer) : answer);
}

/** Calls of an op, and among them those that contracts have in common, beside each other: the window reaches them. */
export function besideEachOther(entries: readonly Entry[]): Entry[] {
  return [...byOp(entries).values()].flatMap(commonBesideEachOther);
}

function commonBesideEachOther(entries: readonly Entry[]): Entry[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const request = requestOf({ ...entry, contract: '' });
    const key = Buffer.from(request.buffer, request.byteOffset, request.length).toString('latin1');
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].flat();
}

export function streamOf(entries: readonly Entry[], hasDigests: boolean): Uint8Array {
  const stream: number[] = [];
  const put: Sink = (bytes) => {
    for (const byte of bytes) stream.push(byte);
  };
  for (const entry of entries) {
    const request = requestOf(entry);
    const id = utf8.encode(entry.title);
    put([flagsOf(entry), ...numberBytes(id.length), ...id]);
    put(numberBytes(request.length));
    put(request);
    putAnswer(put, answerOf(entry).bytes, hasDigests);
  }
  return Uint8Array.from(stream);
}

/** Bytes of the longest name. */
export function idBytes(entries: readonly Entry[]): number {
  return Math.max(...entries.map(({ title }) => utf8.encode(title).length));
}
