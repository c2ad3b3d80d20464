/** `tap`: TAP 14, flat, one line per case and backend. */

import type { CaseEnd, RunEvent } from '../core/events.ts';
import { caseLines } from './describe.ts';
import type { Reporter } from './reporter.ts';

function tapText(text: string): string {
  return text.replace(/[\\#]/g, '\\$&').replace(/\s+/g, ' ');
}

function directive(event: CaseEnd): string {
  if (event.verdict === 'skip') return ` # SKIP ${event.reason ?? ''}`;
  return event.verdict === 'xfail' ? ' # TODO known failure' : '';
}

function caseText(event: CaseEnd, n: number): string {
  const isOk = event.verdict === 'pass' || event.verdict === 'skip';
  const name = tapText(`${event.backend} ${event.case}`);
  const line = `${isOk ? 'ok' : 'not ok'} ${n} - ${name}${directive(event)}\n`;
  if (isOk) return line;
  const body = [`verdict: ${event.verdict}`, `clause: ${event.clause}`];
  const details = caseLines(event).map((text) => `  - ${JSON.stringify(text)}`);
  return `${line}  ---\n${[...body, 'details:', ...details].map((l) => `  ${l}\n`).join('')}  ...\n`;
}

export function newTap(): Reporter {
  let n = 0;

  function onEvent(event: RunEvent): string {
    switch (event.event) {
      case 'run_start':
        return 'TAP version 14\n';
      case 'backend_start':
        return `# ${event.backend}: ${event.name} ${event.version}, ${event.toolchain}\n`;
      case 'case_end':
        n++;
        return caseText(event, n);
      case 'backend_end':
        return event.state === 'unavailable' ? `# ${event.backend} is unavailable\n` : '';
      case 'diagnosis':
        return event.lines.map((line) => `# ${line}\n`).join('');
      case 'run_end':
        return event.interrupted === 1 ? `1..${n}\nBail out! interrupted\n` : `1..${n}\n`;
    }
  }

  return { event: onEvent, end: () => '' };
}
