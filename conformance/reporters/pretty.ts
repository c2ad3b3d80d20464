/**
 * `pretty`: for people. Failing cases in full as they happen, then the table op × backend, then counts. The
 * last line is plain: `N passed, N failed, N skipped`.
 */

import {
  type BackendEnd,
  type CaseEnd,
  type DiagnosisEvent,
  plainTotals,
  type RunEnd,
  type RunEvent,
  type Totals,
  verdicts,
} from '../core/events.ts';
import { caseLines } from './describe.ts';
import { renderOpTable } from './op_table.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { counted, newTally, offerText, type Tally, tallyCase } from './tally.ts';

interface State extends Tally {
  readonly options: ReporterOptions;
  /** in the order in which they were asked for, whatever order they ran in */
  backends: readonly string[];
  /** backends that started */
  readonly columns: Set<string>;
  isEnded: boolean;
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}\n`).join('');
}

function opTable({ backends, columns, ops, options }: State): string {
  const shown = backends.filter((backend) => columns.has(backend));
  return renderOpTable({ backends: shown, ops }, options.width, options.colours);
}

function onCase(state: State, event: CaseEnd): string {
  const { options } = state;
  const { backend, verdict, case: id } = event;
  const before = tallyCase(state, event);
  if (before === undefined || before >= options.failuresShown) return '';
  const { colours } = options;
  const word = colours.red(verdict.toUpperCase());
  const heading = `${word} ${colours.bold(id)} on ${backend}, clause ${event.clause}`;
  return `${heading}\n${indent(caseLines(event))}\n`;
}

function onBackendEnd(state: State, event: BackendEnd): string {
  if (event.state === 'done') return '';
  const { red, yellow } = state.options.colours;
  const paint = event.state === 'interrupted' ? yellow : red;
  const message = event.message === undefined ? '' : `: ${event.message}`;
  return `${paint(event.state.replace('_', ' '))} ${event.backend}${message}\n\n`;
}

function onDiagnosis({ options }: State, { lines }: DiagnosisEvent): string {
  const { bold } = options.colours;
  const text = lines.map((line) => (line.startsWith(' ') ? line : bold(line)));
  return `${text.join('\n')}\n\n`;
}

function hiddenFailures(state: State): string {
  const { failuresShown } = state.options;
  return [...state.failing]
    .filter(([, n]) => n > failuresShown)
    .map(([key, n]) => `... and ${n - failuresShown} more failing cases: ${key}\n`)
    .join('');
}

/** One line per reason and number, with every backend that it applies to. */
function skipLines(state: State): string {
  const lines: string[] = [];
  for (const [reason, counts] of state.skips) {
    const byCount = new Map<number, string[]>();
    for (const backend of state.backends) {
      const n = counts.get(backend);
      if (n !== undefined) byCount.set(n, [...(byCount.get(n) ?? []), backend]);
    }
    for (const [n, backends] of byCount) {
      lines.push(`skipped ${n} (${reason}): ${backends.join(', ')}\n`);
    }
  }
  return lines.join('');
}

/** A backend that does not answer what its hello offers. */
function gapLine({ skips }: State, backend: string): string | undefined {
  const unsupported = skips.get('unsupported-case')?.get(backend);
  if (unsupported === undefined) return undefined;
  return `${backend} did not answer ${counted(unsupported, 'case')} of ops that its hello offers\n`;
}

function offerLines(state: State): string {
  const offers = state.backends.flatMap((backend) => offerText(state, backend) ?? []);
  const gaps = state.backends.flatMap((backend) => gapLine(state, backend) ?? []);
  const { yellow } = state.options.colours;
  return [...offers.map((text) => `${text}\n`), ...gaps.map((text) => yellow(text))].join('');
}

function countsLine(totals: Totals): string {
  const counts = verdicts.filter((v) => totals[v] > 0).map((v) => `${v} ${totals[v]}`);
  return counts.length === 0 ? '' : `${counts.join(' · ')}\n`;
}

function onEnd(state: State, event: RunEnd): string {
  state.isEnded = true;
  const stale = event.stale_known_failures.map((entry) => `stale known failure: ${entry}\n`);
  const sections = [
    hiddenFailures(state),
    opTable(state),
    skipLines(state),
    offerLines(state),
    stale.join(''),
    (event.unmet ?? []).map((text) => `not met: ${text}\n`).join(''),
    event.interrupted === 1 ? state.options.colours.yellow('interrupted\n') : '',
    countsLine(event.totals),
  ].filter((text) => text !== '');
  return `${sections.join('\n')}${plainTotals(event.totals)}\n`;
}

function onEvent(state: State, event: RunEvent): string {
  switch (event.event) {
    case 'run_start': {
      const shard = event.shard === undefined ? '' : `, shard ${event.shard}`;
      const contracts = event.contracts.join(', ');
      state.backends = event.backends;
      return `goldvec ${event.goldvec}: ${event.cases} cases of ${contracts}${shard}\n\n`;
    }
    case 'backend_start': {
      state.columns.add(event.backend);
      return `${event.backend}: ${event.name} ${event.version}, ${event.toolchain}\n`;
    }
    case 'case_end':
      return onCase(state, event);
    case 'backend_end':
      return onBackendEnd(state, event);
    case 'diagnosis':
      return onDiagnosis(state, event);
    case 'run_end':
      return onEnd(state, event);
  }
}

export function newPretty(options: ReporterOptions): Reporter {
  const state: State = {
    ...newTally(),
    options,
    backends: [],
    columns: new Set(),
    isEnded: false,
  };
  return {
    event: (event) => onEvent(state, event),
    end: () => (state.isEnded ? '' : 'incomplete: the event stream has no run_end\n'),
  };
}
