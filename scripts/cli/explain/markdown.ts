/** Markdown as text for a terminal: wrapped paragraphs and lists, aligned tables, indented code. */

import { plainText } from '../../spec/summary.ts';

const lengthOf = (text: string): number => [...text].length;

/** Words in lines of at most `width`; a word that is longer has a line of its own. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((w) => w !== '')) {
    if (line !== '' && lengthOf(line) + 1 + lengthOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line];
}

const pad = (text: string, width: number): string =>
  text + ' '.repeat(Math.max(0, width - lengthOf(text)));

function cellsOf(row: string): string[] {
  const inner = row.trim().replace(/^\||\|$/g, '');
  const cells = inner.split(/(?<!\\)\|(?=(?:[^`]*`[^`]*`)*[^`]*$)/);
  return cells.map((cell) => plainText(cell.trim()));
}

const gap = 2;

/** Column widths that fit: the widest column gives way until all do. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) =>
    Math.max(1, ...rows.map((row) => lengthOf(row[i] ?? ''))),
  );
  const room = width - gap * (count - 1);
  while (widths.reduce((a, b) => a + b, 0) > room && Math.max(...widths) > 8) {
    widths[widths.indexOf(Math.max(...widths))]!--;
  }
  return widths;
}

function rowLines(row: readonly string[], widths: readonly number[]): string[] {
  const cells = widths.map((width, i) => wrap(row[i] ?? '', width));
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, k) =>
    cells
      .map((lines, i) => pad(lines[k] ?? '', widths[i]!))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function tableLines(lines: readonly string[], width: number): string[] {
  const isRule = (line: string): boolean => /^\|[\s:|-]+\|$/.test(line);
  const rows = lines.filter((line) => !isRule(line)).map(cellsOf);
  const widths = columnWidths(rows, width);
  const [head = [], ...body] = rows;
  const line = widths.map((w) => '-'.repeat(w)).join(' '.repeat(gap));
  const hasHead = head.some((cell) => cell !== '');
  const top = hasHead ? [...rowLines(head, widths), line] : [];
  return [...top, ...body.flatMap((row) => rowLines(row, widths))];
}

const item = /^(\s*)([*-]|\d+\.)\s+(.*)$/;

function itemLines(first: string, rest: readonly string[], width: number): string[] {
  const [, indent = '', mark = '', text = ''] = item.exec(first)!;
  const lead = `${indent}${mark} `;
  const whole = plainText([text, ...rest.map((line) => line.trim())].join(' '));
  return wrap(whole, width - lengthOf(lead)).map((line, i) =>
    i === 0 ? lead + line : ' '.repeat(lengthOf(lead)) + line,
  );
}

/** Lines of one kind that belong together: a code block, a table, a heading, an item, a paragraph. */
function cut(lines: readonly string[]): string[][] {
  const groups: string[][] = [];
  let at = 0;
  const take = (goesOn: (line: string) => boolean): void => {
    const group = [lines[at++]!];
    while (at < lines.length && goesOn(lines[at]!)) group.push(lines[at++]!);
    groups.push(group);
  };
  const isText = (line: string): boolean => line.trim() !== '' && !/^(\||#|\s*```)/.test(line);
  while (at < lines.length) {
    const line = lines[at]!;
    if (/^\s*```/.test(line)) {
      take((l) => !/^\s*```/.test(l));
      at++;
    } else if (line.startsWith('|')) take((l) => l.startsWith('|'));
    else if (line.trim() === '' || line.startsWith('#')) take(() => false);
    else take((l) => isText(l) && !item.test(l));
  }
  return groups;
}

function groupLines(group: readonly string[], width: number): string[] {
  const [first = '', ...rest] = group;
  if (/^\s*```/.test(first)) return rest.map((line) => (line === '' ? '' : `    ${line}`));
  if (first.startsWith('|')) return tableLines(group, width);
  if (first.trim() === '') return [''];
  if (first.startsWith('#')) {
    const text = plainText(first.replace(/^#+ /, ''));
    return [text, '='.repeat(lengthOf(text))];
  }
  if (item.test(first)) return itemLines(first, rest, width);
  return wrap(plainText(group.join(' ')), width);
}

/** The lines of a text; no line of prose is longer than `width`, blank lines are never doubled. */
export function terminalText(markdown: string, width: number): string[] {
  const visible = markdown
    .split('\n')
    .filter((line) => !/^(?:<a id="[^"]+"><\/a>)+$|^<!--.*-->$/.test(line));
  const lines = cut(visible).flatMap((group) => groupLines(group, width));
  return lines.filter((line, i) => line !== '' || (i > 0 && lines[i - 1] !== ''));
}
