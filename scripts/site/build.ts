/**
 * `npm run site`: writes the pages to .build/site_pages and builds the static site .build/site from them.
 *
 * GOLDVEC_SITE_BASE is the path below which the site will stand (`/goldvec/`), GOLDVEC_REPOSITORY the
 * address of the repository for links to source files; without it they are plain text.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vitepress';
import { writeApiPages } from './api.ts';
import { stage, stagedDir } from './stage.ts';

export const siteDir = fileURLToPath(new URL('../../.build/site/', import.meta.url));

const base = process.env.GOLDVEC_SITE_BASE ?? '/';
if (!/^\/(.*\/)?$/.test(base))
  throw new Error(`GOLDVEC_SITE_BASE must begin and end with /, got ${base}`);
await stage(process.env.GOLDVEC_REPOSITORY);
await writeApiPages(join(stagedDir, 'api'));
await build(fileURLToPath(new URL('.', import.meta.url)), { base, outDir: siteDir });
process.stdout.write(`the site is in ${siteDir}\n`);
