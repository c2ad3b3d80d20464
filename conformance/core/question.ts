/**
 * The request of a case as it goes to a backend. An ordinary case out of a vector file is sent as it stands there, and
 * an answer that holds the expected bytes, and nothing of which anybody would complain, is right without being read.
 */

import { encode } from '../../schema/format/codec.ts';
import type { EncodedCase } from '../../schema/format/encoded_case.ts';
import { hasAt, walkMap } from '../../schema/format/spans.ts';
import {
  type HelloReply,
  overflowKinds,
  type RunRequest,
  type WireObserved,
} from '../../schema/format/types.ts';
import type { Question } from '../backends/backend.ts';
import type { SkipReason } from './events.ts';
import type { Pieces } from './frame.ts';
import type { TestCase } from './load.ts';
import { requestOf, skipReason, unofferedReason } from './request.ts';

/** What a backend that observes overflow says where there is none. */
export const nothingObserved: WireObserved = {
  ...(Object.fromEntries(overflowKinds.map((kind) => [kind, 0])) as Record<
    (typeof overflowKinds)[number],
    number
  >),
  where: '',
};

/** A request whose call is read when somebody wants it. */
class LazyRequest implements RunRequest {
  readonly verb = 'run';
  readonly seq: number;
  readonly contract: string;
  readonly op: string;
  readonly #test: TestCase;

  constructor(test: TestCase, seq: number) {
    this.seq = seq;
    this.contract = test.contract;
    this.op = test.op;
    this.#test = test;
  }

  get params(): RunRequest['params'] {
    return this.#test.vector.params;
  }

  get inputs(): RunRequest['inputs'] {
    return this.#test.vector.inputs;
  }

  get targets(): RunRequest['targets'] {
    return this.#test.vector.targets;
  }

  get rng(): number {
    return this.#test.vector.rng;
  }
}

/** The head byte of a map with the four fields of a request and the four of a call. */
const mapOfEight = 0x88;

function payloadOf({ contract, op }: TestCase, seq: number, call: Uint8Array): Pieces {
  const head = encode({ verb: 'run', seq, contract, op });
  head[0] = mapOfEight;
  return [head, call];
}

const fields = ['verb', 'seq', 'status', 'outputs', 'rng', 'canary', 'observed'] as const;
const [run, ok, intact, silent] = ['run', 'ok', 'intact', nothingObserved].map(encode);
const allButObserved = 0b0111111;

/** Whether the payload is a reply with these values, each field once, and no further one. */
function isRight(
  payload: Uint8Array,
  seq: Uint8Array,
  { outputs, rng }: EncodedCase,
  observes: boolean,
): boolean {
  const wanted = [run!, seq, ok!, outputs, rng, intact!, silent!];
  let seen = 0;
  try {
    const end = walkMap(payload, 0, fields, (field, from) => {
      const value = wanted[field];
      if (value === undefined || (seen & (1 << field)) !== 0) throw unexpected;
      if (!hasAt(payload, from, value)) throw unexpected;
      seen |= 1 << field;
      return from + value.length;
    });
    const isWhole = payload[0] === 0x80 + (observes ? 7 : 6) && end === payload.length;
    return isWhole && seen === (observes ? allButObserved | 64 : allButObserved);
  } catch {
    // it is read as a whole, which says what is wrong
    return false;
  }
}

const unexpected = new Error('another reply');

/** The question of an ordinary case as its bytes. `observes`: whether the backend observes overflow. */
function encodedQuestion(
  test: TestCase,
  seq: number,
  encoded: EncodedCase,
  observes: boolean,
): Question {
  const seqBytes = encode(seq);
  return {
    request: new LazyRequest(test, seq),
    payload: payloadOf(test, seq, encoded.call),
    isAnsweredBy: (payload) => isRight(payload, seqBytes, encoded, observes),
  };
}

/** What a backend is asked for a case, or why it is not. */
export interface Asked {
  readonly question: Question;
  readonly reason?: SkipReason;
  /** of the case, where they are known without decoding it */
  readonly flags?: readonly string[];
}

/** Whether a frame surely holds request and reply: their bounds are never four times the bytes that they are here. */
function surelyFits({ call, outputs }: EncodedCase, maxFrame: number): boolean {
  return 4 * (call.length + outputs.length) + 4096 < maxFrame;
}

export function questionOf(test: TestCase, seq: number, hello: HelloReply): Asked {
  const encoded = unofferedReason(test, hello) === undefined ? test.encoded?.() : undefined;
  if (encoded !== undefined && surelyFits(encoded, hello.max_frame)) {
    const observes = hello.capabilities.includes('overflow');
    return { question: encodedQuestion(test, seq, encoded, observes), flags: encoded.flags };
  }
  const request = requestOf(test, seq);
  const reason = skipReason(test, hello, request);
  return { question: { request }, ...(reason === undefined ? {} : { reason }) };
}
