/**
 * `pretty`: for people. Failing cases in full as they happen, then the table op × backend, then counts. The
 * last line is plain: `N passed, N failed, N skipped`.
 */

import type { Colours } from '../core/colour.ts';
import {
  type BackendEnd,
  type CaseEnd,
  plainTotals,
  type RunEnd,
  type RunEvent,
  type Totals,
  verdicts,
  zeroTotals,
} from '../core/events.ts';
import { caseLines } from './describe.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { type Cell, renderTable, tableWidth } from './table.ts';

interface State {
  readonly options: ReporterOptions;
  readonly backends: string[];
  /** op → backend → verdict counts, both in order of appearance */
  readonly ops: Map<string, Map<string, Record<keyof Totals, number>>>;
  /** `<backend> <op>` → failing cases so far */
  readonly failing: Map<string, number>;
  readonly skips: Map<string, number>;
  isEnded: boolean;
}

function opOf(id: string): string {
  return id.split('/')[1] ?? id;
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `    ${line}\n`).join('');
}

function paintFor(colours: Colours, t: Totals): (text: string) => string {
  if (t.fail + t.error + t.xpass > 0) return colours.red;
  return t.pass > 0 ? colours.green : colours.yellow;
}

function cellOf(state: State, totals: Totals | undefined): Cell {
  if (totals === undefined) return { text: '' };
  const parts: [string, number][] = [
    ['✗', totals.fail + totals.error + totals.xpass],
    ['✓', totals.pass],
    ['~', totals.xfail],
    ['–', totals.skip],
  ];
  const text = parts
    .filter(([, n]) => n > 0)
    .map(([sign, n]) => `${sign} ${n}`)
    .join(' ');
  return { text, paint: paintFor(state.options.colours, totals) };
}

/** Op × backend; columns are numbered where their names do not fit. */
function opTable(state: State): string {
  const body = [...state.ops].map(([op, perBackend]) => [
    { text: op },
    ...state.backends.map((backend) => cellOf(state, perBackend.get(backend))),
  ]);
  if (body.length === 0) return '';
  const named = [{ text: 'op' }, ...state.backends.map((text) => ({ text }))];
  if (tableWidth([named, ...body]) <= state.options.width) return renderTable([named, ...body]);
  const numbered = [{ text: 'op' }, ...state.backends.map((_, i) => ({ text: `[${i + 1}]` }))];
  const legend = state.backends.map((backend, i) => `[${i + 1}] ${backend}\n`).join('');
  return `${legend}\n${renderTable([numbered, ...body])}`;
}

function onCase(state: State, event: CaseEnd): string {
  const { options, ops, failing, skips } = state;
  const { backend, verdict, case: id } = event;
  const op = opOf(id);
  const perBackend = ops.get(op) ?? new Map<string, Record<keyof Totals, number>>();
  const totals = perBackend.get(backend) ?? zeroTotals();
  totals[verdict]++;
  ops.set(op, perBackend.set(backend, totals));
  if (verdict === 'skip') {
    const key = `${backend}: ${event.reason ?? 'no reason'}`;
    skips.set(key, (skips.get(key) ?? 0) + 1);
  }
  if (verdict === 'pass' || verdict === 'skip' || verdict === 'xfail') return '';
  const key = `${backend} ${op}`;
  const before = failing.get(key) ?? 0;
  failing.set(key, before + 1);
  if (before >= options.failuresShown) return '';
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

function hiddenFailures(state: State): string {
  const { failuresShown } = state.options;
  return [...state.failing]
    .filter(([, n]) => n > failuresShown)
    .map(([key, n]) => `... and ${n - failuresShown} more failing cases: ${key}\n`)
    .join('');
}

function skipLines(state: State): string {
  return [...state.skips].map(([reason, n]) => `skipped ${n} on ${reason}\n`).join('');
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
    stale.join(''),
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
      return `goldvec ${event.goldvec}: ${event.cases} cases of ${contracts}${shard}\n\n`;
    }
    case 'backend_start': {
      state.backends.push(event.backend);
      return `${event.backend}: ${event.name} ${event.version}, ${event.toolchain}\n`;
    }
    case 'case_end':
      return onCase(state, event);
    case 'backend_end':
      return onBackendEnd(state, event);
    case 'run_end':
      return onEnd(state, event);
  }
}

export function newPretty(options: ReporterOptions): Reporter {
  const state: State = {
    options,
    backends: [],
    ops: new Map(),
    failing: new Map(),
    skips: new Map(),
    isEnded: false,
  };
  return {
    event: (event) => onEvent(state, event),
    end: () => (state.isEnded ? '' : 'incomplete: the event stream has no run_end\n'),
  };
}
