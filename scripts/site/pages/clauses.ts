/** Where each id of the specification is defined, and links to it. */

import { siteLink, sitePath } from '../map.ts';

export interface ClauseIndex {
  /** the link to an id, `undefined` where the specification has none */
  readonly linkOf: (id: string) => string | undefined;
  /** the text with a link on every id that the specification has */
  readonly linked: (text: string) => string;
}

interface PageText {
  readonly path: string;
  readonly text: string;
}

/** A heading below the anchor defines an id; a row of a table that holds it only lists it. */
export function clauseIndex(pages: readonly PageText[]): ClauseIndex {
  const links = new Map<string, string>();
  const anchors = [
    /<a id="([^"]+)"><\/a>/g,
    /^<a id="([^"]+)"><\/a>(?=(?:<a id="[^"]+"><\/a>)*\n\n#)/gm,
  ];
  for (const pattern of anchors) {
    for (const { path, text } of pages) {
      for (const [, id] of text.matchAll(pattern)) {
        links.set(id!, `${siteLink(sitePath(path))}#${id}`);
      }
    }
  }
  const linkOf = (id: string): string | undefined => links.get(id);
  const linked = (text: string): string =>
    text.replace(/(?<![\w.-])(?:[AB]-M?|[SLHUVAB])\d+(?:\.\d+)?(?![\w.]*\w)/g, (id) => {
      const link = linkOf(id);
      return link === undefined ? id : `[${id}](${link})`;
    });
  return { linkOf, linked };
}
