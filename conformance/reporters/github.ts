/**
 * `github`: annotations of a GitHub Actions run. One for each diagnosis, and one for the first failing case of each
 * op and backend, because a job shows few of them; `markdown` holds the rest.
 */

import { type CaseEnd, opOfCase, plainTotals, type RunEvent } from '../core/events.ts';
import { caseLines } from './describe.ts';
import type { Reporter } from './reporter.ts';
import { newTally, tallyCase } from './tally.ts';

function messageText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function propertyText(text: string): string {
  return messageText(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function annotation(level: 'error' | 'notice', title: string, lines: readonly string[]): string {
  return `::${level} title=${propertyText(title)}::${messageText(lines.join('\n'))}\n`;
}

function caseText(event: CaseEnd): string {
  const title = `${opOfCase(event.case)} on ${event.backend}`;
  return annotation('error', title, [`${event.verdict} ${event.case}`, ...caseLines(event)]);
}

export function newGithub(): Reporter {
  const tally = newTally();
  let isEnded = false;

  function onEvent(event: RunEvent): string {
    switch (event.event) {
      case 'run_start':
      case 'backend_start':
        return '';
      case 'case_end':
        return tallyCase(tally, event) === 0 ? caseText(event) : '';
      case 'backend_end': {
        if (event.state === 'done') return '';
        const title = `${event.backend}: ${event.state.replace('_', ' ')}`;
        return annotation('error', title, [event.message ?? 'not every case was tried']);
      }
      case 'diagnosis':
        return annotation('error', `What is wrong with ${event.backend}`, event.lines);
      case 'run_end': {
        isEnded = true;
        const stale = event.stale_known_failures.map((entry) =>
          annotation('error', 'Stale known failure', [entry]),
        );
        const unmet = (event.unmet ?? []).map((text) => annotation('error', 'Demand', [text]));
        return `${stale.join('')}${unmet.join('')}${plainTotals(event.totals)}\n`;
      }
    }
  }

  function end(): string {
    return isEnded ? '' : annotation('error', 'Incomplete', ['the event stream has no run_end']);
  }

  return { event: onEvent, end };
}
