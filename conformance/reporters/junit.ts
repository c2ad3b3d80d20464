/** `junit`: one `<testsuite>` per backend and op, for CI systems. Written at the end of the stream. */

import {
  type BackendStart,
  type CaseEnd,
  type DiagnosisEvent,
  opOfCase,
  type RunEvent,
} from '../core/events.ts';
import { caseLines } from './describe.ts';
import type { Reporter } from './reporter.ts';

interface Suite {
  readonly backend: string;
  readonly op: string;
  readonly cases: CaseEnd[];
}

const bodyCharactersMax = 8000;

/** Characters that XML 1.0 does not allow, lone surrogates included. */
const illegal =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must be removed
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu;

function xmlText(text: string): string {
  return text
    .replace(illegal, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/\n/g, '&#10;');
}

function trimMiddle(text: string): string {
  if (text.length <= bodyCharactersMax) return text;
  const half = bodyCharactersMax / 2;
  const cut = text.length - bodyCharactersMax;
  return `${text.slice(0, half)}\n[... ${cut} characters left out ...]\n${text.slice(-half)}`;
}

function attributes(fields: Readonly<Record<string, string | number>>): string {
  return Object.entries(fields)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}

function caseElement(event: CaseEnd): string {
  const seconds = ((event.duration_us ?? 0) / 1e6).toFixed(6);
  const name = attributes({ name: event.case, classname: event.backend, time: seconds });
  if (event.verdict === 'pass') return `    <testcase${name}/>\n`;
  const lines = caseLines(event);
  if (event.verdict === 'skip' || event.verdict === 'xfail') {
    const message = event.reason ?? `known failure: ${lines[0] ?? ''}`;
    return `    <testcase${name}><skipped${attributes({ message })}/></testcase>\n`;
  }
  const tag = event.verdict === 'error' ? 'error' : 'failure';
  const message = event.verdict === 'xpass' ? 'a known failure passed' : (lines[0] ?? '');
  const open = `<${tag}${attributes({ type: event.verdict, message })}>`;
  const body = trimMiddle([`clause ${event.clause}`, ...lines].join('\n'));
  return `    <testcase${name}>${open}${xmlText(body)}</${tag}></testcase>\n`;
}

interface BackendParts {
  readonly start: BackendStart | undefined;
  readonly diagnosis: DiagnosisEvent | undefined;
  readonly timestamp: string;
}

function suiteElement(suite: Suite, { start, diagnosis, timestamp }: BackendParts): string {
  const count = (...words: string[]) => suite.cases.filter((c) => words.includes(c.verdict)).length;
  const time = suite.cases.reduce((sum, c) => sum + (c.duration_us ?? 0), 0) / 1e6;
  const open = attributes({
    name: `${suite.backend} ${suite.op}`,
    tests: suite.cases.length,
    failures: count('fail', 'xpass'),
    errors: count('error'),
    skipped: count('skip', 'xfail'),
    time: time.toFixed(6),
    timestamp,
  });
  const properties = Object.entries({
    name: start?.name ?? '',
    version: start?.version ?? '',
    toolchain: start?.toolchain ?? '',
    capabilities: (start?.capabilities ?? []).join(' '),
    ...(diagnosis === undefined ? {} : { diagnosis: trimMiddle(diagnosis.lines.join('\n')) }),
  }).map(([name, value]) => `      <property${attributes({ name, value })}/>\n`);
  const head = `    <properties>\n${properties.join('')}    </properties>\n`;
  return `  <testsuite${open}>\n${head}${suite.cases.map(caseElement).join('')}  </testsuite>\n`;
}

export function newJunit(): Reporter {
  const suites = new Map<string, Suite>();
  const starts = new Map<string, BackendStart>();
  const diagnoses = new Map<string, DiagnosisEvent>();
  const unavailable: string[] = [];
  let timestamp = '';

  function onEvent(event: RunEvent): string {
    if (event.event === 'run_start') timestamp = event.time.replace(/\.\d+Z$|Z$/, '');
    else if (event.event === 'backend_start') starts.set(event.backend, event);
    else if (event.event === 'diagnosis') diagnoses.set(event.backend, event);
    else if (event.event === 'backend_end' && event.state === 'unavailable') {
      const message = xmlText(event.message ?? '');
      const fields = { name: event.backend, tests: 1, failures: 0, errors: 1, skipped: 0 };
      const open = `  <testsuite${attributes(fields)}>\n    <testcase name="start"`;
      const error = `<error type="unavailable">${trimMiddle(message)}</error>`;
      unavailable.push(`${open} classname="${xmlText(event.backend)}">${error}</testcase>\n`);
      unavailable.push('  </testsuite>\n');
    } else if (event.event === 'case_end') {
      const op = opOfCase(event.case);
      const key = `${event.backend} ${op}`;
      const suite = suites.get(key) ?? { backend: event.backend, op, cases: [] };
      suite.cases.push(event);
      suites.set(key, suite);
    }
    return '';
  }

  function end(): string {
    const elements = [...suites.values()].map((suite) =>
      suiteElement(suite, {
        start: starts.get(suite.backend),
        diagnosis: diagnoses.get(suite.backend),
        timestamp,
      }),
    );
    const body = [...elements, ...unavailable].join('');
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="goldvec">\n${body}</testsuites>\n`;
  }

  return { event: onEvent, end };
}
