/** Links from one part of the page to the failing cases, filtered; the script of the page reads them. */

export interface FilterLink {
  readonly op?: string;
  readonly backend?: string;
}

/** `#op=round&backend=js` */
export function filterLink(filter: FilterLink): string {
  const parts = Object.entries(filter).map(([name, value]) => `${name}=${encode(value)}`);
  return `#${parts.join('&')}`;
}

/** A lone surrogate has no encoding. */
function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
