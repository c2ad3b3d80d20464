/** Small pieces of the figures. Colours and fonts come from the style sheet of the site. */

import { escapeHtml } from '../markdown.ts';

export interface Figure {
  readonly width: number;
  readonly height: number;
  /** what the picture shows, in words, for readers who do not see it */
  readonly text: string;
  readonly caption: string;
  readonly parts: readonly string[];
}

type Anchor = 'start' | 'middle' | 'end';

export function label(
  x: number,
  y: number,
  text: string,
  kind = '',
  anchor: Anchor = 'middle',
): string {
  return `<text class="${kind}" x="${x}" y="${y}" text-anchor="${anchor}">${escapeHtml(text)}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, kind = ''): string {
  return `<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"/>`;
}

export function dot(x: number, y: number, kind = ''): string {
  return `<circle class="${kind}" cx="${x}" cy="${y}" r="4.5"/>`;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A rounded box with lines of text in its middle; the first line is the stronger one. */
export function box({ x, y, width, height }: Box, lines: readonly string[], kind = ''): string {
  const first = y + height / 2 + 5 - (lines.length - 1) * 8.5;
  const texts = lines.map((text, i) =>
    label(x + width / 2, first + 17 * i, text, i === 0 && lines.length > 1 ? 'strong' : 'small'),
  );
  return `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${texts.join('')}`;
}

/** An arrow with its head at the second point; mostly horizontal or vertical. */
export function arrow(x1: number, y1: number, x2: number, y2: number): string {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const [bx, by] = [x2 - 8 * ux, y2 - 8 * uy];
  const head = [
    [x2, y2],
    [bx - 4 * uy, by + 4 * ux],
    [bx + 4 * uy, by - 4 * ux],
  ].map(([x, y]) => `${x!.toFixed(1)},${y!.toFixed(1)}`);
  return `${line(x1, y1, bx, by, 'arrow')}<polygon class="arrow" points="${head.join(' ')}"/>`;
}

export function figureMarkup({ width, height, text, caption, parts }: Figure): string {
  const svg = `<svg viewBox="0 0 ${width} ${height}" style="max-width: ${Math.floor(width * 1.1)}px; min-width: ${Math.min(width, 520)}px" role="img" aria-label="${escapeHtml(text)}">${parts.join('')}</svg>`;
  return `<figure class="drawing" v-pre><div class="scroll">${svg}</div><figcaption>${caption}</figcaption></figure>`;
}
