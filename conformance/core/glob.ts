/**
 * Globs, matched without backtracking: every place in the pattern that the text read so far can have led to is
 * kept, so the time is at most the product of both lengths, whatever the stars.
 */

import { GoldError } from '../../schema/format/errors.ts';

export type Matcher = (text: string) => boolean;

/** A character that stands for itself, or a wildcard. */
type Token = { readonly text: string } | 'one' | 'part' | 'any';

export interface GlobOptions {
  /** `*` and `?` stop at this character, which only `**` crosses */
  readonly separator: string;
}

const globLengthMax = 256;

function tokensOf(glob: string): Token[] {
  const pieces = glob.match(/\*+|[^*]/gsu) ?? [];
  return pieces.map((piece) => {
    if (piece === '?') return 'one';
    if (!piece.startsWith('*')) return { text: piece };
    return piece.length === 1 ? 'part' : 'any';
  });
}

/** The places in a pattern that one text has reached. */
interface Places {
  readonly list: number[];
  add(place: number): void;
  clear(): void;
}

function newPlaces(tokens: readonly Token[]): Places {
  const list: number[] = [];
  const has = new Uint8Array(tokens.length + 1);

  function add(place: number): void {
    if (has[place] === 1) return;
    has[place] = 1;
    list.push(place);
    // a star may stand for nothing
    if (tokens[place] === 'part' || tokens[place] === 'any') add(place + 1);
  }

  function clear(): void {
    for (const place of list) has[place] = 0;
    list.length = 0;
  }

  return { list, add, clear };
}

/**
 * `*` is any text without the separator, `**` any text, `?` one character that is no separator; everything else
 * stands for itself. Errors: usage-bad-value for a pattern of more than 256 characters.
 */
export function newGlob(glob: string, { separator }: GlobOptions): Matcher {
  if (glob.length > globLengthMax) {
    const message = `a pattern has at most ${globLengthMax} characters, this one ${glob.length}`;
    throw new GoldError('usage-bad-value', message);
  }
  const [head = ''] = glob.split(/[*?]/, 1);
  if (head === glob) return (text) => text === glob;
  const tokens = tokensOf(glob);
  let [places, next] = [newPlaces(tokens), newPlaces(tokens)];

  function step(place: number, character: string): void {
    const token = tokens[place];
    if (token === undefined) return;
    if (token === 'any') next.add(place);
    else if (typeof token === 'object') {
      if (token.text === character) next.add(place + 1);
    } else if (character !== separator) next.add(token === 'part' ? place : place + 1);
  }

  return (text) => {
    if (!text.startsWith(head)) return false;
    places.clear();
    places.add(0);
    for (const character of text) {
      for (const place of places.list) step(place, character);
      places.clear();
      [places, next] = [next, places];
      if (places.list.length === 0) return false;
    }
    return places.list.includes(tokens.length);
  };
}
