/** `html`: one self-contained page for people, written at the end of the stream. */

import type { Reporter, ReporterOptions } from '../reporter.ts';
import { collectEvent, newCollected } from './collect.ts';
import { reportPage } from './page.ts';

export function newHtml({ clauseText }: ReporterOptions): Reporter {
  const found = newCollected();
  return {
    event(event) {
      collectEvent(found, event);
      return '';
    },
    end: () => reportPage(found, clauseText),
  };
}
