/** A chart on a page: its title, its picture, and in words what it shows. */

import { type Html, html, raw } from '../html/tag.ts';
import type { TopLevelSpec } from './vega.ts';

export interface Caption {
  readonly title: string;
  /** the text alternative: what the picture shows, in words and numbers */
  readonly text: string;
}

export interface Legend {
  readonly name: string;
  /** number of the colour, from 0 to 7 */
  readonly colour: number;
}

function legendOf(entries: readonly Legend[]): Html | undefined {
  if (entries.length === 0) return undefined;
  const items = entries.map(
    ({ name, colour }) => html`<li><i style="background: var(--c${colour})"></i>${name}</li>`,
  );
  return html`<ul class="legend">${items}</ul>
`;
}

/** Loads what draws, while something else is waited for; what is wrong with it is told when it draws. */
export function prepareFigures(): void {
  void import('./draw.ts').catch(() => undefined);
}

/**
 * The figure of a chart. What can be followed in it is a `group`, anything else an `img`, of which nothing but the text
 * is told.
 */
export async function figure(
  { title, text }: Caption,
  chart: TopLevelSpec,
  { legend = [], role = 'img' }: { legend?: readonly Legend[]; role?: 'img' | 'group' } = {},
): Promise<Html> {
  const { drawSvg } = await import('./draw.ts');
  const config = { ...chart.config, aria: role === 'group' };
  const svg = raw(await drawSvg({ ...chart, config }));
  return html`<figure><figcaption>${title}</figcaption>
<div class="scroll plot" role="${role}" aria-label="${`${title}. ${text}`}">${svg}</div>
${legendOf(legend)}<p class="alt">${text}</p></figure>
`;
}
