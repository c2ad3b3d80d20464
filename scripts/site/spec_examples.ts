/** The examples of the specification, each with the clause under which it stands. */

import { parse } from 'yaml';
import { parsePage } from '../docs/pages.ts';
import type { WrittenCall } from './calculator/form.ts';

export interface SpecExample {
  /** `S51`; the page's name where an example stands under no clause */
  readonly clause: string;
  /** counts the examples of the clause from 1 */
  readonly number: number;
  /** Markdown file, and the line of the block */
  readonly page: string;
  readonly line: number;
  readonly yaml: string;
  readonly call: WrittenCall;
}

const headingId = /^<a id="([^"]+)"><\/a>$/;

export function specExamplesOf(page: string, text: string): SpecExample[] {
  const { blocks, prose } = parsePage(page, text);
  const counts = new Map<string, number>();
  return blocks
    .filter(({ info }) => info === 'yaml example')
    .map(({ text: yaml, line }) => {
      const above = prose.slice(0, line).findLast((l) => headingId.test(l));
      const clause = headingId.exec(above ?? '')?.[1] ?? page;
      const number = (counts.get(clause) ?? 0) + 1;
      counts.set(clause, number);
      return { clause, number, page, line, yaml, call: parse(yaml) as WrittenCall };
    });
}
