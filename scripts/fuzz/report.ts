/** What a fuzzing run prints. */

import { floatText } from '../../conformance/core/elements.ts';
import { differenceText } from '../../conformance/reporters/describe.ts';
import { toJson } from '../../schema/format/json.ts';
import type { WireParam } from '../../schema/format/types.ts';
import { tensorLines } from '../cli/show.ts';
import { draftOf, elementsOf } from './draft.ts';
import type { Envelope } from './envelope.ts';
import type { Outcome } from './examine.ts';
import type { Counts, FuzzFailure } from './tally.ts';

const differencesShown = 6;
const elementsShown = 8;

/** What is wrong with an answer, a line each. */
export function outcomeLines({ judgement }: Outcome): string[] {
  const { differences = [], message = '' } = judgement;
  const lines = differences.slice(0, differencesShown).map(differenceText);
  if (message !== '') lines.push(...message.split('\n').slice(0, differencesShown));
  return lines;
}

function paramText(value: WireParam, isFloat: boolean): string {
  if (isFloat && typeof value === 'number') return `${floatText(value)}`;
  return typeof value === 'object' ? JSON.stringify(toJson(value)) : `${value}`;
}

function callLines({ asked: { op, call } }: FuzzFailure): string[] {
  const params = Object.entries(call.params).map(([name, value]) => {
    return `${name} ${paramText(value, op.params[name]?.kind === 'f32')}`;
  });
  const inputs = Object.entries(call.inputs).flatMap(([name, t]) =>
    tensorLines(name, t, elementsShown).map((line) => line.slice(2)),
  );
  const targets = Object.entries(call.targets).map(([name, t]) => {
    const { dtype, shape, ...rest } = t;
    return `${name}: to be written, ${dtype} [${shape.join(', ')}] ${JSON.stringify(rest)}`;
  });
  return [
    ...(params.length > 0 ? [params.join(', ')] : []),
    ...inputs,
    ...targets,
    `generator ${call.rng}`,
  ];
}

export function envelopeOf(failure: FuzzFailure): Envelope {
  const { asked, found, outcome, subject, kind, changes } = failure;
  const { op, contract, call } = asked;
  const [first = ''] = outcomeLines(outcome);
  const note = `${subject}: ${kind}: ${first} (made smaller from ${found.label})`;
  const flags = [...found.flags, ...changes.map((name) => `wild_${name}`)];
  return { ...call, op: op.name, contract, flags: [...new Set(flags)], note };
}

/** The report of one failure; `file` is where its call was written. */
export function failureLines(failure: FuzzFailure, number: number, file: string): string[] {
  const { asked, found, outcome, subject, kind, changes } = failure;
  const [small, large] = [asked.call, found.call].map((call) => elementsOf(draftOf(call)));
  const changed = found.steps.length === 0 ? '' : `, changes: ${changes.join(', ') || 'none'}`;
  return [
    `FAIL ${number}: ${asked.contract}/${asked.op.name} on ${subject}, ${kind}, clause ${asked.op.clause}`,
    ...outcomeLines(outcome).map((line) => `    ${line}`),
    `    call ${found.label}, ${small} of ${large} elements left${changed}`,
    ...callLines(failure).map((line) => `      ${line}`),
    `    replay: npx goldvec fuzz --replay ${file} ${subject === 'oracle' ? '--oracle' : `--backend ${subject}`}`,
    '',
  ];
}

/** `fuzz: 12000 calls, 3400 a second, 800 discarded, 2 failures` */
export function progressText(counts: Counts, failures: number, seconds: number): string {
  const { calls, discarded, skipped } = counts;
  const rate = Math.round(calls / Math.max(seconds, 0.001));
  return `fuzz: ${calls} calls, ${rate} a second, ${discarded} discarded, ${skipped} skipped, ${failures} failures`;
}
