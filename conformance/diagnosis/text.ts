/** Puts claims into words: the only place of the diagnosis that makes sentences. */

import type { Finding } from '../core/events.ts';
import type { Claim, Crash, Damage, Measured, Overflow, Reproduced } from './claim.ts';
import { conditionText, factText, placeText } from './fact_text.ts';

const opsShown = 6;

export function listOf(names: readonly string[]): string {
  const more = names.length - opsShown;
  return more > 1 ? `${names.slice(0, opsShown).join(', ')} and ${more} more` : names.join(', ');
}

const operations: Readonly<Record<string, string>> = {
  accumulate: 'an int32 accumulator add',
  multiply: 'an int32 multiplication',
  cast: 'a float to int32 cast',
};

interface Words {
  readonly text: string;
  readonly fix?: string;
}

function reproducedWords({ explained, ops, outputs, cleared }: Reproduced): Words {
  const { bug, fix } = explained.weighed.hypothesis;
  const where = outputs.length === 0 ? '' : ` (${listOf(outputs)})`;
  const but = cleared.length === 0 ? '' : `; not in ${listOf(cleared)}`;
  return { text: `${listOf(ops)}${where}: ${bug}${but}`, fix };
}

function measuredWords({ ops, output, description, near, users }: Measured): Words {
  if (near !== undefined) {
    const text = `fact: ${listOf(ops)}: ${output} is, up to its last digits, what this mistake gives: ${near.bug}`;
    return { text, fix: near.fix };
  }
  const { fact, held, place, condition } = description;
  const share =
    held.count === held.of ? '' : ` in ${held.count} of ${held.of} wrong answers looked at`;
  const where = place === undefined ? '' : `, ${placeText(place)}`;
  const only = condition === undefined ? '' : `; ${conditionText(condition)}`;
  const count =
    users.length === 1
      ? '1 further op that uses it fails'
      : `${users.length} further ops that use it fail`;
  const also = users.length === 0 ? '' : `; ${count} too`;
  return { text: `fact: ${listOf(ops)}: ${factText(fact, output)}${share}${where}${only}${also}` };
}

function crashWords({ ops, said }: Crash): Words {
  return { text: `${listOf(ops)} gives no answer: ${said}` };
}

function damageWords({ ops, what, name }: Damage): Words {
  const op = listOf(ops);
  switch (what) {
    case 'input':
      return { text: `${op} overwrites its input ${name}`, fix: `leave ${name} as it is` };
    case 'guard':
      return {
        text: `${op} writes outside of ${name}`,
        fix: 'write only the elements of the output',
      };
    case 'refused':
      return {
        text: `${op} writes ${name} before refusing`,
        fix: 'check every guard before the first write',
      };
    case 'unknown':
      return { text: `${op} does not say whether outputs were written before refusing` };
  }
}

function overflowWords({ what, operation, where }: Overflow): Words {
  const name = operations[operation] ?? 'an int32 computation';
  switch (what) {
    case 'uncounted':
      return { text: 'overflow counts are promised but not given' };
    case 'promise':
      return {
        text: 'answers although int32 overflows, which --overflow refuse promises to refuse',
        fix: 'check sums, products and casts, or run with --overflow flag',
      };
    case 'missing':
      return {
        text: `${name} that must overflow does not`,
        fix: 'sum and multiply in int32, without saturating and without leaving terms out',
      };
    case 'stray':
      return {
        text: `${name} overflows${where === '' ? '' : ` at ${where}`}, although the values agree`,
        fix: 'compute in the order and the types of the clause, without signed overflow on the way',
      };
  }
}

function wordsOf(claim: Claim): Words {
  switch (claim.kind) {
    case 'reproduced':
      return reproducedWords(claim);
    case 'measured':
      return measuredWords(claim);
    case 'crash':
      return crashWords(claim);
    case 'damage':
      return damageWords(claim);
    case 'overflow':
      return overflowWords(claim);
    case 'stateful':
      return {
        text: `fact: ${listOf(claim.ops)}: ${claim.isRight ? 'answers are right' : 'other numbers are drawn'} when the case is asked alone: something is kept between calls`,
        fix: 'start every call from what it is given',
      };
  }
}

function kindOf(claim: Claim): Finding['kind'] {
  if (claim.kind !== 'reproduced') return claim.kind;
  const { kind } = claim.explained.weighed.hypothesis;
  return kind === 'slip' ? 'mistake' : kind;
}

/** A measured description as names and values. */
function parametersOf({
  description: { fact, place, condition },
}: Measured): Record<string, string> {
  const all: Record<string, unknown> = {
    fact: fact.kind,
    ...fact.parameters,
    ...(place === undefined ? {} : { place: place.kind }),
    ...Object.fromEntries(
      Object.entries(place?.parameters ?? {}).map(([name, value]) => [`place_${name}`, value]),
    ),
    ...(condition === undefined ? {} : { where: conditionText(condition) }),
  };
  return Object.fromEntries(Object.entries(all).map(([name, value]) => [name, `${value}`]));
}

function reproducedRecord({ explained, outputs, cleared }: Reproduced): Partial<Finding> {
  const { weighed, rivals } = explained;
  const { id, functions, clause } = weighed.hypothesis;
  return {
    ids: [id],
    functions,
    ...(clause === '' ? {} : { clause }),
    ...(outputs.length === 0 ? {} : { outputs }),
    ...(cleared.length === 0 ? {} : { against: cleared }),
    ...(rivals.length === 0 ? {} : { rivals: rivals.map((rival) => rival.id) }),
  };
}

function recordOf(claim: Claim): Partial<Finding> {
  if (claim.kind === 'reproduced') return reproducedRecord(claim);
  if (claim.kind !== 'measured') return {};
  const ids = claim.near === undefined ? [] : [claim.near.id];
  return { ids, outputs: [claim.output], parameters: parametersOf(claim) };
}

/** The claim as an event holds it. */
export function findingOf(claim: Claim): Finding {
  const { cases, of, ops } = claim;
  const { text, fix } = wordsOf(claim);
  return {
    kind: kindOf(claim),
    confidence: claim.kind === 'reproduced' ? 'reproduced' : 'measured',
    ids: [],
    functions: [],
    text,
    ...(fix === undefined ? {} : { fix }),
    explains: cases,
    of,
    ops,
    ...recordOf(claim),
  };
}

/** The line that says a finding to people. */
export function headline(backend: string, finding: Finding): string {
  const { ids, clause, fix, explains, of, confidence, text } = finding;
  const cited = [...ids, ...(clause === undefined ? [] : [clause])].join(', ');
  const source = cited === '' ? '' : ` (${cited})`;
  const verb = confidence === 'reproduced' ? 'reproduces ' : '';
  const what = confidence === 'reproduced' ? 'wrong answers' : 'failing cases';
  const ending = fix === undefined ? '' : `; fix: ${fix}`;
  return `diagnosis: ${backend}: ${text}${source}: ${verb}${explains} of ${of} ${what}${ending}`;
}

/** Claims that are printed; what is left is one line. */
const claimsShown = 4;

function notesOf(claim: Claim): string[] {
  if (claim.kind === 'crash' && claim.untried > 0) {
    return [`  ${claim.untried} more cases were not tried after it`];
  }
  if (claim.kind !== 'reproduced') return [];
  return claim.explained.rivals
    .slice(0, 2)
    .map(({ id, bug }) => `  the cases do not tell this from: ${bug} (${id})`);
}

/** The lines for people: the most important claim first. */
export function linesOf(backend: string, claims: readonly Claim[]): string[] {
  const leading = claims.filter((claim) => !(claim.kind === 'measured' && claim.follows));
  const shown = (leading.length > 0 ? leading : claims).slice(0, claimsShown);
  const lines = shown.flatMap((claim) => [headline(backend, findingOf(claim)), ...notesOf(claim)]);
  const rest = claims.filter((claim) => !shown.includes(claim));
  if (rest.length === 0) return lines;
  const count = rest.reduce((sum, { cases }) => sum + cases, 0);
  const ops = [...new Set(rest.flatMap((claim) => claim.ops))].sort();
  return [...lines, `  ${count} more failing cases in ${listOf(ops)}`];
}
