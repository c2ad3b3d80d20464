/**
 * Says what is wrong with a backend: the shortest explanation that reproduces its wrong answers bit for bit,
 * else a description of the error.
 */

import type { DiagnosisEvent, Finding } from '../core/events.ts';
import type { Evidence, Failure } from '../core/evidence.ts';
import type { Hypothesis, Replayer } from './answer.ts';
import {
  crashFindings,
  damageFindings,
  isBrokenPromise,
  opsOf,
  overflowFindings,
  overflowText,
} from './findings.ts';
import { combine } from './pairs.ts';
import { patternFindings, shortList } from './patterns.ts';
import {
  type Answered,
  type Candidate,
  compareCandidates,
  cover,
  finalistsOf,
  recount,
  screen,
  sharpen,
  type Trial,
  trustIn,
  weigh,
} from './rank.ts';
import { editsBudget, variantCandidates } from './variant_search.ts';

/** Evaluations that one diagnosis may spend on its search, and as many on weighing what it finds. */
const budgetPerBackend = 60_000;

/** Findings that are printed; what is left is one line. */
const findingsMax = 4;

/** The least share of the failures that a line of its own is for. */
const shareMin = 0.05;

/** Failing cases that the values or the status of which are wrong. */
function answeredOf({ failures }: Evidence): Answered[] {
  return failures.filter((failure): failure is Answered => {
    const { reply, differences } = failure;
    if (reply === undefined || reply.status === 'error' || isBrokenPromise(failure)) return false;
    if (differences.some(({ kind }) => kind === 'poison')) return false;
    const missing = differences.some(
      ({ kind, expected, got }) => kind === 'overflow' && expected !== 'never' && got !== 'none',
    );
    return missing || differences.some(({ kind }) => kind !== 'overflow' && kind !== 'canary');
  });
}

function textOf({ hypotheses }: Candidate): string {
  const [first, second] = hypotheses as [Hypothesis, Hypothesis?];
  if (second === undefined) return first.bug;
  return `two mistakes together: ${first.bug}, and ${second.bug}`;
}

function fixOf({ hypotheses }: Candidate): string {
  return hypotheses.map(({ fix }) => fix).join('; ');
}

/** Other candidates that explain exactly as much. */
function rivalsOf(chosen: Candidate, candidates: readonly Candidate[]): string[] {
  const isEqual = (c: Candidate): boolean =>
    c.hypotheses[0] !== chosen.hypotheses[0] &&
    c.hypotheses.length === 1 &&
    c.contradicted === chosen.contradicted &&
    c.exact === chosen.exact &&
    c.explained.size === chosen.explained.size &&
    [...c.explained].every((failure) => chosen.explained.has(failure));
  return candidates.filter(isEqual).map(({ hypotheses }) => {
    const { id, clause, bug } = hypotheses[0]!;
    return `the cases do not tell this from: ${bug} (${id}, ${clause})`;
  });
}

function strayFlags(failures: Iterable<Failure>): string[] {
  const texts = new Set<string>();
  for (const { differences } of failures) {
    for (const d of differences) if (d.kind === 'overflow') texts.add(overflowText(d));
  }
  return [...texts].slice(0, 3);
}

function findingOf(chosen: Candidate, candidates: readonly Candidate[], fresh: number): Finding {
  const { hypotheses, explained, contradicted } = chosen;
  const notes: string[] = [];
  if (contradicted > 0) notes.push(`${contradicted} passing cases of these ops speak against it`);
  notes.push(...rivalsOf(chosen, candidates).slice(0, 2), ...strayFlags(explained));
  const [first] = hypotheses as [Hypothesis];
  return {
    kind: hypotheses.length > 1 ? 'combination' : first.kind,
    ids: hypotheses.map(({ id }) => id),
    text: textOf(chosen),
    clause: hypotheses.map(({ clause }) => clause).join(', '),
    fix: fixOf(chosen),
    explains: fresh,
    ops: opsOf([...explained]),
    notes,
  };
}

/** What an edit does, without the function in which it does it. */
function deed({ text }: Finding): string {
  return text.slice(text.indexOf(': ') + 2);
}

/** The same slip in several functions becomes one finding, in the place of the first. */
function mergeVariants(findings: readonly Finding[]): Finding[] {
  const merged: Finding[] = [];
  for (const finding of findings) {
    const same = merged.findIndex(
      (other) =>
        other.kind === 'variant' && finding.kind === 'variant' && deed(other) === deed(finding),
    );
    const first = merged[same];
    if (first === undefined) {
      merged.push(finding);
      continue;
    }
    const owner = finding.text.slice(0, finding.text.indexOf(': '));
    merged[same] = {
      ...first,
      ids: [...first.ids, ...finding.ids],
      text: `${first.text.slice(0, first.text.indexOf(': '))}, ${owner}: ${deed(first)}`,
      explains: first.explains + finding.explains,
      ops: [...new Set([...first.ops, ...finding.ops])].sort(),
    };
  }
  return merged;
}

interface Search {
  readonly findings: Finding[];
  readonly open: readonly Answered[];
  /** the best partial explanation, where none was good enough */
  readonly closest: Candidate | undefined;
}

function openAfter(
  { failures }: Trial,
  chosen: readonly Candidate[],
  count: (candidate: Candidate) => Candidate,
): readonly Answered[] {
  const covered = new Set(chosen.flatMap((candidate) => [...count(candidate).explained]));
  return failures.filter((failure) => !covered.has(failure));
}

/** Whether known mistakes leave nothing to look for. */
function isExplained(chosen: readonly Candidate[], open: readonly Answered[]): boolean {
  const [only, ...more] = chosen;
  if (only === undefined || more.length > 0 || open.length > 0) return false;
  return only.contradicted + only.outside === 0 && trustIn(only.hypotheses[0]!) === 1;
}

/** Known mistakes, single ones first, combinations for what they leave open. */
async function search(trial: Trial): Promise<Search> {
  const singles = finalistsOf(screen(trial)).map((hypothesis) => weigh(trial, [hypothesis]));
  const counted = new Map<Candidate, Candidate>();
  const count = (candidate: Candidate): Candidate => {
    const known = counted.get(candidate) ?? recount(trial, candidate);
    counted.set(candidate, known);
    return known;
  };
  const first = cover(singles, trial.failures);
  const isDone = isExplained(first, openAfter(trial, first, count));
  if (!isDone) await trial.replayer.prepareVariants();
  const variants = isDone ? [] : variantCandidates(trial, trial.failures);
  const alone = sharpen(trial, [...singles, ...variants]);
  const both = cover(alone, trial.failures);
  const left = openAfter(trial, both, count);
  const pairs = combine(
    trial,
    left,
    both.flatMap(({ hypotheses }) => hypotheses).filter(({ kind }) => kind !== 'variant'),
  );
  const candidates = [...alone, ...pairs];
  const open = new Set(trial.failures);
  const findings = cover(candidates, trial.failures).map((candidate) => {
    const { explained } = count(candidate);
    const fresh = [...explained].filter((failure) => open.has(failure)).length;
    for (const failure of explained) open.delete(failure);
    return findingOf(candidate, candidates, fresh);
  });
  const merged = mergeVariants(findings);
  const all = new Set(trial.failures);
  const [closest] = candidates.sort((a, b) => compareCandidates(a, b, all));
  return { findings: merged, open: [...open], closest };
}

function headline(backend: string, finding: Finding, failures: number): string {
  const { ids, text, clause, fix, explains } = finding;
  const cited = [...ids, ...(clause === undefined ? [] : [clause])].join(', ');
  const source = cited === '' ? '' : ` (${cited})`;
  const ending = fix === undefined ? '' : `; fix: ${fix}`;
  const count = `${explains} of ${failures} failures`;
  const share = finding.kind === 'pattern' ? count : `explains ${count}`;
  return `diagnosis: ${backend}: ${text}${source}: ${share}${ending}`;
}

function linesOf(backend: string, findings: readonly Finding[], failures: number): string[] {
  // what hardly adds to the first is one line
  const worth = findings.filter(({ explains }, i) => i === 0 || explains >= shareMin * failures);
  const shown = worth.slice(0, findingsMax);
  const lines = shown.flatMap((finding) => {
    const { kind, ops, notes } = finding;
    const place = kind === 'pattern' || kind === 'crash' ? [] : [`  in ${shortList(ops)}`];
    return [headline(backend, finding, failures), ...place, ...notes.map((note) => `  ${note}`)];
  });
  const rest = findings.filter((finding) => !shown.includes(finding));
  if (rest.length === 0) return lines;
  const count = rest.reduce((sum, { explains }) => sum + explains, 0);
  const ops = [...new Set(rest.flatMap((finding) => finding.ops))].sort();
  return [...lines, `  ${count} more failures in ${shortList(ops)}`];
}

function closestNote(closest: Candidate | undefined, failures: number): string[] {
  if (closest === undefined || closest.explained.size === 0) return [];
  const { id, clause, bug } = closest.hypotheses[0]!;
  return [
    `closest known mistake: ${bug} (${id}, ${clause}): explains ${closest.explained.size} of ${failures}`,
  ];
}

/** The diagnosis of one backend; undefined where nothing failed. */
export async function diagnose(
  evidence: Evidence,
  replayer: Replayer,
): Promise<DiagnosisEvent | undefined> {
  const { backend, failures, passed, capabilities } = evidence;
  if (failures.length === 0) return undefined;
  const trial: Trial = {
    failures: answeredOf(evidence),
    passed,
    observes: capabilities.includes('overflow'),
    replayer,
    budget: { left: budgetPerBackend },
    edits: { left: editsBudget },
    weighing: { left: budgetPerBackend },
  };
  const { findings: known, open, closest } = await search(trial);
  const patterns = patternFindings(trial, open).sort((a, b) => b.weight - a.weight);
  const plain = [
    ...crashFindings(evidence),
    ...damageFindings(evidence),
    ...overflowFindings(evidence),
  ];
  const causes = [...known, ...plain].map((finding) => ({ finding, weight: finding.explains }));
  const findings = [...causes, ...patterns]
    .sort((a, b) => b.weight - a.weight)
    .map(({ finding }) => finding);
  const note = known.length > 0 ? [] : closestNote(closest, failures.length);
  return {
    event: 'diagnosis',
    backend,
    failures: failures.length,
    findings,
    lines: [...linesOf(backend, findings, failures.length), ...note.map((line) => `  ${line}`)],
  };
}
