/** What is wrong: every finding of the diagnosis with everything it says, the most important first. */

import type { DiagnosisEvent, Finding } from '../../core/events.ts';
import type { Collected } from './collect.ts';
import { filterLink } from './link.ts';
import { type Html, html, type Part } from './tag.ts';

function row(name: string, value: Part): Html {
  return html`<dt>${name}</dt><dd>${value}</dd>`;
}

function codes(names: readonly string[]): Html[] {
  return names.map((name, i) => html`${i > 0 ? ', ' : ''}<code>${name}</code>`);
}

function opLinks(backend: string, ops: readonly string[]): Html[] {
  return ops.map(
    (op, i) => html`${i > 0 ? ', ' : ''}<a href="${filterLink({ op, backend })}">${op}</a>`,
  );
}

function rowsOf(backend: string, f: Finding): Html[] {
  const parameters = Object.entries(f.parameters ?? {}).map(([name, value]) => `${name} ${value}`);
  const what = f.confidence === 'reproduced' ? 'wrong answers reproduced' : 'failing cases';
  const rows: (Html | undefined)[] = [
    row('accounts for', `${f.explains} of ${f.of} ${what}`),
    f.fix === undefined ? undefined : row('what to do', f.fix),
    f.ids.length === 0 ? undefined : row('known as', codes(f.ids)),
    f.clause === undefined ? undefined : row('clause', f.clause),
    f.functions.length === 0 ? undefined : row('in place of', codes(f.functions)),
    row('ops', opLinks(backend, f.ops)),
    (f.outputs ?? []).length === 0 ? undefined : row('outputs', codes(f.outputs!)),
    parameters.length === 0 ? undefined : row('measured', parameters.join('; ')),
    (f.against ?? []).length === 0 ? undefined : row('not in', codes(f.against!)),
    (f.rivals ?? []).length === 0 ? undefined : row('not told from', codes(f.rivals!)),
  ];
  return rows.filter((r) => r !== undefined);
}

function findingCard(backend: string, finding: Finding): Html {
  return html`<li class="card"><p class="cause">${finding.text}</p><dl>${rowsOf(backend, finding)}</dl></li>
`;
}

function backendDiagnosis({ backend, failures, findings, lines }: DiagnosisEvent): Html {
  const heading = html`<h3>${backend}: ${failures} ${failures === 1 ? 'failure' : 'failures'}</h3>
`;
  if (findings.length === 0)
    return html`${heading}<pre>${lines.join('\n')}</pre>
`;
  return html`${heading}<ol class="findings">
${findings.map((finding) => findingCard(backend, finding))}</ol>
`;
}

export function diagnosisSection({ diagnoses }: Collected): Html | undefined {
  if (diagnoses.size === 0) return undefined;
  return html`<h2 id="wrong">What is wrong</h2>
${[...diagnoses.values()].map(backendDiagnosis)}`;
}
