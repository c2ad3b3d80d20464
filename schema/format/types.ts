/**
 * The records of a vector file and of the wire protocol, as they stand in memory after decoding.
 * `schema/README.md` describes the bytes. All floats travel as bit patterns; no field is ever null.
 */

import type { GoldErrorCode } from './errors.ts';

export const formatVersion = 1;
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

/** One vector file in `vectors/manifest.json`. */
export interface ManifestFile {
  /** `<contract>/<op>.mp`, relative to the manifest */
  readonly path: string;
  readonly contract: string;
  readonly op: string;
  readonly op_version: number;
  readonly cases: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: number;
  /** sorted by path */
  readonly files: readonly ManifestFile[];
  readonly totals: { readonly files: number; readonly cases: number; readonly bytes: number };
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
  /** words such as `overflow` (observes overflow), `poison` */
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
