/** Links of the built pages that lead nowhere: to a page that is not there, or to an id it does not have. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const unescaped = (text: string): string => text.replaceAll('&amp;', '&');

/** The file of the site that an address means, relative to its folder. */
function fileOf(page: string, path: string, base: string): string | undefined {
  if (path === '') return page;
  if (path.startsWith('/') && !path.startsWith(base)) return undefined;
  const file = path.startsWith('/')
    ? path.slice(base.length)
    : posix.join(posix.dirname(page), path);
  return file === '' || file.endsWith('/') ? `${file}index.html` : file;
}

export function brokenLinks(folder: string, base: string): string[] {
  const pages = (readdirSync(folder, { recursive: true }) as string[]).filter((name) =>
    name.endsWith('.html'),
  );
  const texts = new Map(pages.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
  const ids = new Map(
    [...texts].map(([name, text]) => [
      name,
      new Set([...text.matchAll(/ id="([^"]+)"/g)].map((m) => unescaped(m[1]!))),
    ]),
  );
  return [...texts].flatMap(([page, text]) =>
    [...text.matchAll(/<a [^>]*href="([^"]+)"/g)].flatMap((found) => {
      const href = unescaped(found[1]!);
      if (/^\w+:/.test(href)) return [];
      const [path = '', hash] = href.split('#');
      const file = fileOf(page, path, base);
      const known = file === undefined ? undefined : ids.get(file);
      if (known === undefined) return [`${page}: ${href} is no page`];
      // what stands behind the # of a calculator is its fields
      if (hash === undefined || hash === '' || file!.startsWith('try/')) return [];
      return known.has(decodeURIComponent(hash)) ? [] : [`${page}: ${href} has no such place`];
    }),
  );
}
