/** The site: its pages are staged by `stage.ts`, which also writes the menus. */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { slugOf } from '../markdown.ts';
import type { SiteTree } from '../tree.ts';

const pages = fileURLToPath(new URL('../../../.build/site_pages/', import.meta.url));
const cache = fileURLToPath(new URL('../../../.build/site_cache/', import.meta.url));
const tree = JSON.parse(readFileSync(`${pages}tree.json`, 'utf8')) as SiteTree;

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f7d7d"/>' +
  '<path d="M7 21h18M11 21v-9M16 21V8M21 21v-5" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>';

/** What of a page can be searched: hundreds of rows of cases are left out. */
const unsearched = /<div class="cases"[\s\S]*?<\/table><\/div>|<figure[\s\S]*?<\/figure>/g;

/** The case generators read a recording from disk; a page only runs ops, never generates cases. */
const noFiles = {
  name: 'no-files',
  enforce: 'pre' as const,
  resolveId(id: string, _from: string | undefined, options?: { ssr?: boolean }) {
    return /^node:(fs|url)$/.test(id) && options?.ssr !== true ? `\0${id}` : undefined;
  },
  load(id: string) {
    if (!/^\0node:(fs|url)$/.test(id)) return undefined;
    return 'export const readFileSync = () => { throw new Error("no files in a browser"); };\nexport const fileURLToPath = String;';
  },
};

export default defineConfig({
  lang: 'en',
  title: 'goldvec',
  description: 'Bit-exact specification, gold vectors and conformance runner for integer training',
  head: [['link', { rel: 'icon', href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]],
  srcDir: pages,
  cacheDir: cache,
  markdown: { math: true, anchor: { slugify: slugOf }, toc: { slugify: slugOf } },
  vite: {
    plugins: [noFiles],
    publicDir: false,
    build: { chunkSizeWarningLimit: 4000, reportCompressedSize: false },
    server: { fs: { strict: false } },
  },
  themeConfig: {
    nav: tree.nav as never,
    sidebar: tree.sidebar as never,
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        miniSearch: { searchOptions: { combineWith: 'AND', prefix: true, fuzzy: false } },
        _render(src, env, md) {
          const html = md.render(src, env);
          return env.frontmatter?.search === false ? '' : html.replace(unsearched, '');
        },
      },
    },
    docFooter: { prev: 'Previous', next: 'Next' },
  },
});
