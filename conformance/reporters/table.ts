/** Plain text tables: columns padded to their widest cell, the first left-aligned, the others right. */

export interface Cell {
  readonly text: string;
  /** applied after padding, so that escape sequences do not count as width */
  readonly paint?: (text: string) => string;
}

/** Width in columns; the texts of the reports have no wide or combining characters. */
function widthOf(text: string): number {
  return [...text].length;
}

export function columnWidths(rows: readonly (readonly Cell[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column]?.text ?? ''))),
  );
}

const gap = '  ';

export function tableWidth(rows: readonly (readonly Cell[])[]): number {
  const widths = columnWidths(rows);
  return widths.reduce((sum, w) => sum + w, 0) + gap.length * Math.max(0, widths.length - 1);
}

/** The rows as lines, with a rule under the first. */
export function renderTable(rows: readonly (readonly Cell[])[]): string {
  const widths = columnWidths(rows);
  const lines = rows.map((row) =>
    row
      .map((cell, column) => {
        const padding = ' '.repeat(widths[column]! - widthOf(cell.text));
        const padded = column === 0 ? cell.text + padding : padding + cell.text;
        return cell.paint === undefined ? padded : cell.paint(padded);
      })
      .join(gap)
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((w) => '─'.repeat(w)).join(gap));
  return `${lines.join('\n')}\n`;
}
