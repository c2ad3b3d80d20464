/**
 * Goal: the page of a training can be read anywhere, and says how its numbers came about.
 * Method: two epochs of two variants, the page read in a real Chromium.
 */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type Look, launchChromium, visit } from '../browser.ts';
import { root } from '../cli/paths.ts';

const names = ['ecg', 'har'] as const;
const folder = (name: string): string => join(root, '.build', 'pages', `train_${name}`);
const given = '--epochs 2 --seeds 2 --variant float,sym --quiet --out';

let browser: Browser;

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  for (const name of names) {
    const argv = ['scripts/goldvec.mjs', 'train', name, ...given.split(' '), folder(name)];
    execFileSync(process.execPath, argv, { cwd: root, stdio: 'ignore' });
  }
  browser = await launchChromium();
});

afterAll(async () => await browser?.close());

const looks: readonly (readonly [string, Look])[] = [
  ['light', {}],
  ['dark', { dark: true }],
  ['phone', { width: 375 }],
];
const visits = names.flatMap((name) => looks.map(([look, options]) => ({ name, look, options })));

describe.skipIf(chromiumPath === undefined)('the page of a training', () => {
  it.each(visits)('$name, $look: loads without a complaint and fits', async (given) => {
    const { name, look, options } = given;
    const url = pathToFileURL(join(folder(name), 'report.html')).href;
    const { page, problems } = await visit(browser, url, options);
    const width = await page.evaluate('document.documentElement.scrollWidth');
    const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    const picture = join(root, '.build', 'pages', `train_${name}_${look}.png`);
    await page.screenshot({ path: picture, fullPage: true });
    await page.close();
    expect(problems).toEqual([]);
    expect(width).toBe(options.width ?? 1280);
    expect(paper).toBe(options.dark === true ? 'rgb(13, 17, 23)' : 'rgb(255, 255, 255)');
  });

  it.each(names)('%s: says how its numbers came about, and aligns them', async (name) => {
    const { page } = await visit(browser, pathToFileURL(join(folder(name), 'report.html')).href);
    const origin = await page.locator('dl dd').allTextContents();
    const align = await page.evaluate(
      "getComputedStyle(document.querySelector('table tbody td:nth-child(4)')).textAlign",
    );
    await page.close();
    expect(origin.slice(0, 4)).toEqual([
      'sym-2026-07-21',
      expect.stringMatching(/^goldvec \d/),
      '42, 43',
      'js',
    ]);
    expect(origin[4]).toMatch(/^[0-9a-f]{64}$/);
    expect(origin.at(-1)).toContain(`npx goldvec train ${name} ${given}`);
    expect(align).toBe('right');
  });
});
