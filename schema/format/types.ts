/**
 * The records of a vector file and of the wire protocol, as they stand in memory after decoding.
 * `schema/README.md` describes the bytes. All floats travel as bit patterns; no field is ever null.
 */

import type { GoldErrorCode } from './errors.ts';

/** Format of a vector folder: a call once, its answer once per group of contracts that agree. */
export const formatVersion = 2;
/** The older format: a file per op and contract. In memory, and where it is hashed, an op's cases have this form. */
export const singleFormat = 1;
export const protocolVersion = 1;

export type WireDtype = 'INT32' | 'FLOAT32' | 'SYM_INT32' | 'SYM' | 'ASYM' | 'BOOL';
export type WireRounding = 'HALF_AWAY' | 'SR_HALF_AWAY';

/** A target: a tensor's shape and quantization record before the operation, without data. */
export interface WireTarget {
  readonly dtype: WireDtype;
  readonly shape: readonly number[];
  /** only where it is not the identity */
  readonly order?: readonly number[];
  /** SYM_INT32, SYM, ASYM: float32 bits of the scale */
  readonly scale_bits?: number;
  /** ASYM */
  readonly zero_point?: number;
  /** SYM_INT32 (label), SYM, ASYM: width */
  readonly bits?: number;
  readonly rounding?: WireRounding;
}

/** A tensor with its payload in storage order, little-endian (packed formats: S5). */
export interface WireTensor extends WireTarget {
  readonly data: Uint8Array;
}

/** A parameter: an int32/uint32 number, a word, or 8 bytes (a double, little-endian). */
export type WireParam = number | string | Uint8Array;
export type WireParams = Readonly<Record<string, WireParam>>;

/** What an operation is given; exactly this travels to a backend. */
export interface WireCall {
  readonly params: WireParams;
  readonly inputs: Readonly<Record<string, WireTensor>>;
  readonly targets: Readonly<Record<string, WireTarget>>;
  /** xorshift32 state before the operation */
  readonly rng: number;
}

export type WireWhen = 'never' | 'always' | 'order_dependent';
export interface WireOverflowEntry {
  readonly when: WireWhen;
  readonly count: number;
}
export const overflowKinds = ['accumulate', 'multiply', 'cast'] as const;
export type OverflowKind = (typeof overflowKinds)[number];
export type WireOverflow = Readonly<Record<OverflowKind, WireOverflowEntry>>;

export type WireStatus = 'ok' | 'refused' | 'overflow';

export interface WireExpected {
  readonly status: WireStatus;
  /** refusal code (A12 …) where status is `refused` */
  readonly refusal?: string;
  /** present where status is `ok`: every target and every inout input */
  readonly outputs?: Readonly<Record<string, WireTensor>>;
  /** state after the operation, where status is not `refused` */
  readonly rng?: number;
  readonly overflow: WireOverflow;
}

export interface WireCase extends WireCall {
  /** `<op>/<set>/<n>`, assigned by the tool, never reused */
  readonly id: string;
  readonly flags: readonly string[];
  readonly expected: WireExpected;
}

export interface WireNote {
  /** which mistake a case with this flag catches */
  readonly bug: string;
  /** what goes wrong in training if it is made */
  readonly effect: string;
  readonly clause: string;
}

/** The cases of one op under one contract: what a file of format 1 holds, and a part of one of format 2. */
export interface VectorFile {
  readonly format: number;
  readonly contract: string;
  readonly op: string;
  readonly op_version: number;
  readonly clause: string;
  readonly source: { readonly name: string; readonly version: string };
  readonly notes: Readonly<Record<string, WireNote>>;
  /** output name → policy; every policy is `bit_exact` unless a reason is written */
  readonly compare: Readonly<Record<string, string>>;
  readonly cases: readonly WireCase[];
}

/** Outputs and generator state of wrapped sums and products, and of casts that give INT32_MIN out of range. */
export interface Canonical {
  readonly outputs: Readonly<Record<string, WireTensor>>;
  readonly rng: number;
}

/** The answer of a call under the contracts that agree. */
export interface SharedAnswer {
  /** places in the list of contracts of the file, ascending */
  readonly contracts: readonly number[];
  /** `<n>` of the case under each of them */
  readonly numbers: readonly number[];
  readonly expected: WireExpected;
  /** of a case that overflows, for a backend that avoids it */
  readonly canonical?: Canonical;
}

export interface SharedCase extends WireCall {
  readonly set: string;
  readonly flags: readonly string[];
  readonly answers: readonly SharedAnswer[];
}

/** A vector file of format 2: the cases of an op under all contracts. */
export interface SharedFile {
  readonly format: number;
  readonly op: string;
  readonly clause: string;
  readonly source: VectorFile['source'];
  readonly notes: VectorFile['notes'];
  readonly compare: VectorFile['compare'];
  /** sorted by name */
  readonly contracts: readonly { readonly contract: string; readonly op_version: number }[];
  readonly cases: readonly SharedCase[];
}

/** Of a folder of format 1: answers of the overflow cases of one vector file. */
export interface OverflowPart {
  /** of the vector file */
  readonly path: string;
  readonly sha256: string;
  readonly answers: readonly ({ readonly id: string } & Canonical)[];
}

export interface OverflowFile {
  readonly format: number;
  readonly files: readonly OverflowPart[];
}

/** What a vector file holds under one contract. */
export interface ManifestPart {
  readonly contract: string;
  readonly op_version: number;
  readonly cases: number;
  /** of the file of format 1 with the cases of this contract */
  readonly sha256: string;
}

/** One vector file in `vectors/manifest.json`. */
export interface ManifestFile {
  /** relative to the manifest */
  readonly path: string;
  readonly op: string;
  readonly bytes: number;
  readonly sha256: string;
  /** sorted by name; exactly one in format 1 */
  readonly contracts: readonly ManifestPart[];
}

/** A manifest of either format. */
export interface Manifest {
  readonly format: number;
  /** sorted by path */
  readonly files: readonly ManifestFile[];
  /** cases: of all contracts together */
  readonly totals: { readonly files: number; readonly cases: number; readonly bytes: number };
}

/** A file in a manifest of format 1. */
export interface SingleManifestFile extends ManifestPart {
  readonly path: string;
  readonly op: string;
  readonly bytes: number;
}

export interface SingleManifest {
  readonly format: number;
  readonly files: readonly SingleManifestFile[];
  readonly totals: Manifest['totals'];
}

/** One op under one contract, and the file that holds it. */
export interface ManifestEntry extends ManifestPart {
  readonly path: string;
  readonly op: string;
}

/** State of a training after a step; the words are 8 hexadecimal digits. */
export interface Checkpoint {
  /** 1 = the first */
  readonly step: number;
  readonly loss_bits: string;
  /** FNV-1a over all parameters */
  readonly digest: string;
}

/** `vectors/training/<example>.json`: checkpoints of whole trainings on the built-in data. */
export interface GoldTrajectories {
  readonly format: number;
  readonly example: 'ecg' | 'har';
  readonly contract: string;
  /** sha256 of the training rows */
  readonly data: string;
  readonly seed: number;
  readonly batch: number;
  readonly epochs: number;
  readonly rate_bits: string;
  readonly momentum_bits: string;
  readonly runs: readonly {
    readonly variant: string;
    readonly checkpoints: readonly Checkpoint[];
  }[];
}

/** Observed overflow: counts per kind and the first place each kind happened, where known. */
export interface WireObserved extends Readonly<Record<OverflowKind, number>> {
  /** `file:line` of the first finding, '' if none or unknown */
  readonly where: string;
}

export interface RunRequest extends WireCall {
  readonly verb: 'run';
  readonly seq: number;
  readonly contract: string;
  readonly op: string;
}

export interface HelloRequest {
  readonly verb: 'hello';
  readonly protocol: number;
}

export interface ByeRequest {
  readonly verb: 'bye';
}

export interface HelloReply {
  readonly verb: 'hello';
  readonly protocol: number;
  readonly name: string;
  readonly version: string;
  readonly toolchain: string;
  /** words such as `overflow` (observes overflow), `poison`, `platform_libm` */
  readonly capabilities: readonly string[];
  readonly ops: readonly string[];
  readonly contracts: readonly string[];
  /** largest request and reply frame payload in bytes */
  readonly max_frame: number;
}

export interface RunReply {
  readonly verb: 'run';
  readonly seq: number;
  readonly status: 'ok' | 'refused' | 'unsupported' | 'error';
  /** one sentence where status is not `ok` */
  readonly message?: string;
  readonly outputs?: Readonly<Record<string, WireTensor>>;
  readonly rng?: number;
  readonly observed?: WireObserved;
  /** `intact`, or the name of the tensor whose guard bytes were overwritten */
  readonly canary: string;
  /** refused only: `untouched`, or the name of an output that was written before refusing */
  readonly poison?: string;
}

export interface ByeReply {
  readonly verb: 'bye';
}

export type Request = HelloRequest | RunRequest | ByeRequest;
export type Reply = HelloReply | RunReply | ByeReply;

export interface Problem {
  readonly code: GoldErrorCode;
  readonly path: string;
  readonly message: string;
}

/** A case of `large.json`, drawn when it is wanted. */
export interface LargeEntry {
  /** `<contract>/<op>/large/<n>` */
  readonly id: string;
  readonly flags: readonly string[];
  /** SHA-256 of the map of params, inputs, targets and rng */
  readonly call: string;
  /** SHA-256 of what is expected */
  readonly answer: string;
}

/** `large.json`: digests of large cases. */
export interface LargeFile {
  readonly format: 1;
  readonly notes: Readonly<Record<string, WireNote>>;
  readonly cases: readonly LargeEntry[];
}
