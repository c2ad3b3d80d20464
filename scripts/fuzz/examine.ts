/** One call put to the reference and to a subject: what must come, what came, and whether it is a failure. */

import { type Judgement, judge } from '../../conformance/core/judge.ts';
import { observe, poisons, wireExpected } from '../../goldgen/case.ts';
import type { OpDef } from '../../goldgen/op.ts';
import type { ContractId } from '../../reference/contracts.ts';
import { newNumerics } from '../../reference/primitives.ts';
import { UndefinedBehaviour } from '../../reference/refusal.ts';
import { GoldError } from '../../schema/format/errors.ts';
import type {
  Canonical,
  RunReply,
  RunRequest,
  WireCall,
  WireCase,
  WireExpected,
} from '../../schema/format/types.ts';
import { misfitOfCall } from '../call_fits.ts';

export interface Asked {
  readonly op: OpDef;
  readonly contract: ContractId;
  readonly call: WireCall;
}

/**
 * The reference's answer. `misfit`: it is none, the parts of the call do not go together, and no guard is asked;
 * `undefined`: it meets what is undefined in C; `outside`: the engine throws; `broken`: the answer violates an
 * invariant.
 */
export type Expectation =
  | { readonly kind: 'answer'; readonly expected: WireExpected; readonly canonical?: Canonical }
  | { readonly kind: 'misfit' | 'undefined' | 'outside' }
  | { readonly kind: 'broken'; readonly message: string };

export function expectationOf({ op, contract, call }: Asked): Expectation {
  if (misfitOfCall(op.name, contract, call) !== undefined) return { kind: 'misfit' };
  const n = newNumerics(contract, { rngState: call.rng });
  try {
    const seen = observe(op, n, call, op.name, poisons.first);
    const expected = wireExpected(seen);
    const { outputs, rng } = seen;
    return expected.status === 'overflow'
      ? { kind: 'answer', expected, canonical: { outputs, rng } }
      : { kind: 'answer', expected };
  } catch (error) {
    if (!(error instanceof GoldError)) throw error;
    if (error.cause instanceof UndefinedBehaviour) return { kind: 'undefined' };
    if (error.cause instanceof TypeError || error.cause instanceof RangeError) {
      return { kind: 'outside' };
    }
    return { kind: 'broken', message: `${error.message} (${error.path})` };
  }
}

/** Who answers besides the reference: a backend, or the independent oracle. */
export interface Subject {
  readonly id: string;
  readonly capabilities: readonly string[];
  /** whether it may avoid an overflow by giving the canonical answer */
  readonly mayAvoid: boolean;
  /** why this call is not put to it, if it is not */
  declines(asked: Asked): string | undefined;
  /** the answer; no answer at all (crash, hang, garbage) is an error text */
  ask(request: RunRequest, expected: WireExpected): Promise<Answer>;
  /** the answers to calls that are sent together, where that is faster */
  askAll?(requests: readonly RunRequest[]): Promise<Answer[]>;
}

/** A reply, or why there is none. */
export type Answer = RunReply | string;

export type Answered = Extract<Expectation, { kind: 'answer' }>;

export interface Outcome {
  readonly judgement: Judgement;
  readonly reply?: RunReply;
  /** what kind of failure it is, the same for the same mistake in other numbers; empty for none */
  readonly kind: string;
  /** the kind with what was said, numbers left out: a smaller call must keep it */
  readonly signature: string;
}

function kindOf({ verdict, differences = [] }: Judgement): string {
  if (verdict === 'error') return 'no answer';
  if (verdict !== 'fail') return '';
  const [first] = differences;
  if (first === undefined) return 'fail';
  if (first.kind !== 'status') return first.kind;
  return `${first.got} for ${/^[AB]\d/.test(first.expected) ? 'refused' : first.expected}`;
}

export function signatureOf({ differences = [], message = '' }: Judgement, kind: string): string {
  const said = message.split('\n')[0]!.replace(/-?[\d.]+/g, '#');
  return `${kind} ${differences[0]?.name ?? ''} ${said}`;
}

const skipped: Outcome = {
  judgement: { verdict: 'skip', reason: 'overflow-unobservable' },
  kind: '',
  signature: '',
};

/** Whether the subject cannot show what is expected. */
function isBeyond(subject: Subject, { expected }: Answered): boolean {
  return expected.status === 'overflow' && !subject.capabilities.includes('overflow');
}

function outcomeOf(
  subject: Subject,
  request: RunRequest,
  { expected, canonical }: Answered,
  reply: Answer,
): Outcome {
  if (typeof reply === 'string') {
    const judgement = { verdict: 'error', message: reply } as const;
    return { judgement, kind: 'no answer', signature: signatureOf(judgement, 'no answer') };
  }
  const { op, params, inputs, targets, rng } = request;
  const test: WireCase = { id: op, flags: [], params, inputs, targets, rng, expected };
  const excuse = subject.mayAvoid ? canonical : undefined;
  const judgement = judge(test, request, reply, subject.capabilities, excuse);
  const kind = kindOf(judgement);
  return { judgement, reply, kind, signature: signatureOf(judgement, kind) };
}

/** A call with what must come of it. */
export interface Examination {
  readonly asked: Asked;
  readonly expectation: Answered;
}

/** Puts calls to a subject, together where it can take them so, and judges the answers; one outcome each. */
export async function examined(
  subject: Subject,
  examinations: readonly Examination[],
  firstSeq = 0,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = examinations.map(() => skipped);
  const open = [...examinations.entries()].filter(([, e]) => !isBeyond(subject, e.expectation));
  const requests = open.map(([i, { asked }]): RunRequest => {
    const { op, contract, call } = asked;
    return { verb: 'run', seq: firstSeq + i, contract, op: op.name, ...call };
  });
  const together = requests.length > 1 ? await subject.askAll?.(requests) : undefined;
  for (const [k, [i, { expectation }]] of open.entries()) {
    const request = requests[k]!;
    const answer = together?.[k] ?? (await subject.ask(request, expectation.expected));
    outcomes[i] = outcomeOf(subject, request, expectation, answer);
  }
  return outcomes;
}
