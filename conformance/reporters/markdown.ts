/** `markdown`: a summary for a pull request or the step summary of a GitHub job: what is wrong, and op × backend. */

import {
  type CaseEnd,
  type DiagnosisEvent,
  plainTotals,
  type RunEnd,
  type RunEvent,
} from '../core/events.ts';
import { caseLines } from './describe.ts';
import { signedCounts } from './op_table.ts';
import type { Reporter, ReporterOptions } from './reporter.ts';
import { newTally, offerText, type Tally, tallyCase } from './tally.ts';

/** Text that is shown as it is: inside a code span, with whatever would end it or a cell taken out. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '¦').replace(/\s+/g, ' ')}\``;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** A block of lines, fenced by more backticks than any of them holds. */
function fenced(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((l) => (l.match(/`+/g) ?? []).map((run) => run.length)),
  );
  const fence = '`'.repeat(longest + 1);
  return `${fence}text\n${lines.join('\n')}\n${fence}\n`;
}

/** Ops that a backend offers; of what each does not, a line. */
function table(tally: Tally, backends: readonly string[]): string {
  const rows = [...tally.ops].sort(([a], [b]) => (a < b ? -1 : 1));
  const head = ['op', ...backends.map(code)];
  const lines = [head, head.map((_, i) => (i === 0 ? '---' : '---:'))];
  for (const [op, counts] of rows) {
    const cells = backends.map((backend) => {
      const totals = counts.get(backend);
      return totals === undefined ? '' : signedCounts(totals).join(' ');
    });
    lines.push([code(op), ...cells]);
  }
  const texts = backends.flatMap((backend) => offerText(tally, backend) ?? []);
  const rest =
    texts.length === 0 ? '' : `\n${texts.map((text) => `- ${escaped(text)}\n`).join('')}`;
  return `${lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}${rest}`;
}

interface State {
  readonly tally: Tally;
  readonly failures: CaseEnd[];
  readonly diagnoses: DiagnosisEvent[];
  readonly columns: Set<string>;
  end: RunEnd | undefined;
}

function failureText(event: CaseEnd): string {
  const title = escaped(`${event.verdict} ${event.case} on ${event.backend}`);
  return `<details><summary>${title}</summary>\n\n${fenced(caseLines(event))}\n</details>\n`;
}

function render({ tally, failures, diagnoses, columns, end }: State): string {
  const isGood = end?.exit_code === 0;
  const totals = end === undefined ? 'incomplete: the run has no end' : plainTotals(end.totals);
  const demands = [
    ...(end?.stale_known_failures ?? []).map((e) => `stale known failure: ${e}`),
    ...(end?.unmet ?? []),
  ];
  const sections = [
    `## goldvec: ${isGood ? '✓' : '✗'} ${totals}\n`,
    ...diagnoses.map(
      ({ backend, lines }) => `### What is wrong with ${code(backend)}\n\n${fenced(lines)}`,
    ),
    demands.map((text) => `- ${code(text)}\n`).join(''),
    columns.size === 0 ? '' : table(tally, [...columns]),
    failures.map(failureText).join('\n'),
  ];
  return sections.filter((text) => text !== '').join('\n');
}

export function newMarkdown({ failuresShown }: ReporterOptions): Reporter {
  const state: State = {
    tally: newTally(),
    failures: [],
    diagnoses: [],
    columns: new Set(),
    end: undefined,
  };

  function onEvent(event: RunEvent): void {
    if (event.event === 'backend_start') state.columns.add(event.backend);
    if (event.event === 'diagnosis') state.diagnoses.push(event);
    if (event.event === 'run_end') state.end = event;
    if (event.event !== 'case_end') return;
    const before = tallyCase(state.tally, event);
    if (before !== undefined && before < failuresShown) state.failures.push(event);
  }

  return {
    event: (event) => {
      onEvent(event);
      return '';
    },
    end: () => render(state),
  };
}
