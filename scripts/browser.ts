/** A real Chromium for the tests of pages, where the machine has one. */

import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

/** The browser's program; undefined where there is none. Errors: on a build service, where one must be there. */
function findChromium(): string | undefined {
  const places = [
    process.env.GOLDVEC_CHROMIUM ?? '',
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ];
  const found = places.find((path) => path !== '' && existsSync(path));
  if (found !== undefined) return found;
  const hint = 'apt-get install chromium, or name one in GOLDVEC_CHROMIUM';
  if (process.env.CI !== undefined) throw new Error(`no Chromium: ${hint}`);
  process.stderr.write(`the pages are not read, because there is no Chromium: ${hint}\n`);
  return undefined;
}

export const chromiumPath = findChromium();

export async function launchChromium(): Promise<Browser> {
  return await chromium.launch({ executablePath: chromiumPath!, args: ['--no-sandbox'] });
}

export interface Look {
  readonly width?: number;
  readonly dark?: boolean;
}

export interface Visit {
  readonly page: Page;
  /** errors of the console and requests that failed */
  readonly problems: string[];
}

/** Opens a page that notes what goes wrong in it. */
export async function visit(
  browser: Browser,
  url: string,
  { width = 1280, dark = false }: Look = {},
): Promise<Visit> {
  const page = await browser.newPage({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
  });
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('requestfailed', (request) => problems.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  return { page, problems };
}
