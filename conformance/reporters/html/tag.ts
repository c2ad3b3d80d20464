/** HTML as tagged templates: every interpolated text is escaped unless it is HTML already. */

/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** What can be interpolated: a list is written without separators, `undefined` is nothing. */
export type Part = string | number | Html | undefined | readonly Part[];

const names: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** The text with everything escaped that means something in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => names[c]!);
}

function isList(part: Part): part is readonly Part[] {
  return Array.isArray(part);
}

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (isList(part)) return part.map(textOf).join('');
  return typeof part === 'object' ? part.html : escapeHtml(String(part));
}

/** html`<b>${text}</b>`: the template is HTML, what stands in it is text. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const after = parts.map((part, i) => textOf(part) + strings[i + 1]!);
  return { html: strings[0]! + after.join('') };
}

/** Text of our own that is HTML, a style sheet for example; never anything that a backend said. */
export function raw(text: string): Html {
  return { html: text };
}
