/**
 * Foreign text made harmless, once for every report: what a backend, a vector file or a recorded report says may
 * neither steer a terminal, nor forge a line of a report, nor command the system that shows the log.
 */

import type { RunEvent } from './events.ts';

/** Controls, marks that turn the direction of text or have no width, other ends of lines, lone surrogates. */
const steering =
  /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Log commands of build services: `::error::` at the start of a line, `##[…]`, `##vso[…]` anywhere. */
const command = /^(\s*:)(?=:)|#(?=#[\w.]*\[)/gm;

const named: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function visible(character: string): string {
  const code = character.codePointAt(0)!.toString(16);
  return named.get(character) ?? (code.length > 2 ? `\\u{${code}}` : `\\x${code.padStart(2, '0')}`);
}

/** The text as one line: what could steer something stands there as a visible escape. */
export function harmlessLine(text: string): string {
  return text.replace(steering, visible).replace(command, (found) => `${found} `);
}

/** The same for a text of several lines; tabs stay. */
export function harmlessText(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(steering, (found) => (found === '\n' || found === '\t' ? found : visible(found)))
    .replace(command, (found) => `${found} `);
}

function harmlessValue(value: unknown, field: string): unknown {
  if (typeof value === 'string')
    return field === 'message' ? harmlessText(value) : harmlessLine(value);
  if (Array.isArray(value)) return value.map((item) => harmlessValue(item, field));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, harmlessValue(item, name)]),
  );
}

/** The event with every text in it made harmless; only messages have several lines. */
export function harmlessEvent(event: RunEvent): RunEvent {
  return harmlessValue(event, '') as RunEvent;
}
