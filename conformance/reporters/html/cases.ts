/** The failing cases: a form that filters them, and all of them as compressed data for the script of the page. */

import { gzipSync } from 'node:zlib';
import { type CaseCall, type CaseEnd, opOfCase, type Verdict } from '../../core/events.ts';
import { caseLines } from '../describe.ts';
import type { ReporterOptions } from '../reporter.ts';
import type { Collected } from './collect.ts';
import { type Html, html, raw } from './tag.ts';

/** One failing case as the script finds it. */
export interface ShownCase {
  readonly id: string;
  readonly backend: string;
  readonly verdict: Verdict;
  readonly op: string;
  readonly contract: string;
  readonly clause: string;
  readonly flags: readonly string[];
  readonly lines: readonly string[];
  /** id of the clause of which the text is embedded */
  readonly text?: string;
  readonly call?: CaseCall;
}

export interface ShownCases {
  readonly cases: readonly ShownCase[];
  /** by id */
  readonly clauses: Readonly<Record<string, string>>;
}

function shownCase(event: CaseEnd, known: (id: string) => boolean): ShownCase {
  const { case: id, backend, verdict, clause, flags, rule, call } = event;
  const text = rule?.split(' ')[0] ?? '';
  return {
    id,
    backend,
    verdict,
    op: opOfCase(id),
    contract: id.split('/')[0]!,
    clause,
    flags,
    lines: caseLines(event),
    ...(known(text) ? { text } : {}),
    ...(call === undefined ? {} : { call }),
  };
}

function shownCases(
  { cases }: Collected,
  clauseText: NonNullable<ReporterOptions['clauseText']>,
): ShownCases {
  const clauses = new Map<string, string | undefined>();
  const isKnown = (id: string): boolean => {
    if (!clauses.has(id)) clauses.set(id, clauseText(id));
    return clauses.get(id) !== undefined;
  };
  const shown = cases.map((event) => shownCase(event, isKnown));
  const found = [...clauses].flatMap(([id, text]) => (text === undefined ? [] : [[id, text]]));
  return { cases: shown, clauses: Object.fromEntries(found) };
}

/** Compressed and in base64, where nothing that a backend said can be markup. */
function packed(cases: ShownCases): string {
  return gzipSync(JSON.stringify(cases), { level: 9 }).toString('base64');
}

const facets = ['verdict', 'backend', 'op', 'contract', 'flag'] as const;

/** The form and the place of the list; the data must be the last part of the page, after `caseData`. */
export function caseSection({ cases, casesLeft }: Collected): Html | undefined {
  if (cases.length === 0) return undefined;
  const fields = facets.map(
    (name) =>
      html`<label>${name} <select name="${name}"><option value="">all</option></select></label>
`,
  );
  const left =
    casesLeft === 0
      ? undefined
      : html`<p class="sub">${casesLeft} more are in the event stream only: this page holds the first ${cases.length}.</p>
`;
  return html`<section id="cases"><h2>Failing cases</h2>
<form id="filters">
<label class="wide">text <input name="text" type="search" placeholder="press / to come here" autocomplete="off"></label>
${fields}<button type="reset">Show all</button>
</form>
<p id="count" class="sub" role="status">${cases.length} cases</p>
<noscript><p class="sub">The cases are listed by a script; without one, read <code>goldvec report</code> with the reporter <code>pretty</code>.</p></noscript>
${left}<div id="list"></div>
<p><button id="more" type="button" hidden>Show more</button></p>
</section>
`;
}

/** The cases themselves, which a browser need not read before it draws the page. */
export function caseData(
  found: Collected,
  clauseText: ReporterOptions['clauseText'] = () => undefined,
): Html | undefined {
  if (found.cases.length === 0) return undefined;
  const data = packed(shownCases(found, clauseText));
  return html`<script type="application/gzip" id="data">${raw(data)}</script>
`;
}
