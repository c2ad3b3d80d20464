/** Builds the site and reads it in a real Chromium, as a reader would. */

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, type Look, launchChromium, type Visit, visit } from '../browser.ts';
import { root } from '../cli/paths.ts';
import { brokenLinks } from './links.ts';
import { serve } from './serve.ts';

const base = '/gv/';
const siteFolder = join(root, '.build', 'site');
const pictures = join(root, '.build', 'site_pictures');
let browser: Browser;
let server: Server;
let url: string;

function buildSite(): void {
  execFileSync('npx', ['tsx', 'scripts/site/build.ts'], {
    cwd: root,
    env: { ...process.env, GOLDVEC_SITE_BASE: base },
    stdio: 'inherit',
  });
}

beforeAll(async () => {
  if (chromiumPath === undefined) return;
  // to look at a change of this test only, GOLDVEC_SITE_BUILT=1 reads what the last run has built
  if (process.env.GOLDVEC_SITE_BUILT === undefined) buildSite();
  mkdirSync(pictures, { recursive: true });
  ({ url, server } = await serve(siteFolder, base));
  browser = await launchChromium();
}, 1_800_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

async function open(path: string, look: Look = {}): Promise<Visit> {
  const opened = await visit(browser, url + path, look);
  if (/^try\/\w/.test(path)) await opened.page.locator('table.answers').waitFor();
  return opened;
}

/** One page of every kind. */
const kinds = {
  home: '',
  guide: 'guide.html',
  spec: 'spec/',
  clause: 'spec/requantization.html',
  ops: 'ops/',
  op: 'ops/requant_dynamic.html',
  contracts: 'contracts/',
  contract: 'contracts/sym-2026-07-21.html',
  mutants: 'mutants/',
  mutant: 'mutants/rounding.html',
  trainings: 'trainings.html',
  protocol: 'protocol.html',
  c: 'c/',
  changes: 'changes.html',
  try: 'try/',
  calculator: 'try/requant_dynamic.html',
} as const;

describe.skipIf(chromiumPath === undefined)('the pages', () => {
  const looks: readonly (readonly [string, Look])[] = [
    ['light', {}],
    ['dark', { dark: true }],
    ['phone', { width: 375 }],
  ];
  const visits = Object.entries(kinds).flatMap(([kind, path]) =>
    looks.map(([look, options]) => ({ kind, path, look, options })),
  );

  it.each(visits)(
    '$kind, $look: loads without a complaint and fits',
    async ({ kind, path, look, options }) => {
      const { page, problems } = await open(path, options);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      const isDark = await page.evaluate("document.documentElement.classList.contains('dark')");
      await page.screenshot({ path: join(pictures, `${kind}_${look}.png`) });
      await page.close();
      expect(problems).toEqual([]);
      expect(width).toBe(options.width ?? 1280);
      expect(isDark).toBe(options.dark === true);
    },
  );

  it('have no link that leads nowhere', () => {
    expect(brokenLinks(siteFolder, base)).toEqual([]);
  });

  it('typeset nothing from elsewhere: every request goes to the site', async () => {
    const page = await browser.newPage();
    const foreign: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(url)) foreign.push(request.url());
    });
    await page.goto(`${url}spec/rounding.html`, { waitUntil: 'networkidle' });
    await page.close();
    expect(foreign).toEqual([]);
  });
});

describe.skipIf(chromiumPath === undefined)('search', () => {
  it('finds "half away" and leads to the clause', async () => {
    const { page, problems } = await open('guide.html');
    await page.keyboard.press('/');
    await page.locator('#localsearch-input').fill('half away');
    const hit = page
      .locator('.VPLocalSearchBox .result', { hasText: 'S16 Half away from zero' })
      .first();
    await hit.click();
    await page.waitForURL(/spec\/rounding\.html#S16$/);
    await page.close();
    expect(problems).toEqual([]);
  });
});

describe.skipIf(chromiumPath === undefined)('deep links', () => {
  const places: readonly (readonly [string, string])[] = [
    ['spec/requantization.html#S51', 'S51 Dynamic requantization'],
    ['spec/accumulation.html#S57', 'S57 SYM_INT32 increment'],
    ['ops/requant_dynamic.html#sym-2026-07-21/directed/3', 'directed/3'],
    ['mutants/rounding.html#sr_floor', 'sr_floor'],
    ['contracts/sym-2026-07-21.html#requant', 'requant'],
  ];

  it.each(places)('%s is scrolled to "%s"', async (path, text) => {
    const { page } = await open(path);
    const id = path.slice(path.indexOf('#') + 1);
    // the anchor of a row is an empty element in its first cell
    const shown = page.locator(`h2[id="${id}"], tr[id="${id}"], td:has(> a[id="${id}"])`);
    const found = await shown.textContent();
    const box = await shown.boundingBox();
    await page.close();
    expect(found).toContain(text);
    expect(box!.y).toBeGreaterThanOrEqual(0);
    expect(box!.y).toBeLessThan(400);
  });
});

async function outputs(page: Page, column: number): Promise<string[]> {
  const rows = page.locator('table.answers tr', { has: page.locator('[data-output^="y"]') });
  return rows.locator(`td:nth-of-type(${column}) b`).allTextContents();
}

describe.skipIf(chromiumPath === undefined)('the calculators', () => {
  it('give what the specification prints, and what the other contract gives', async () => {
    const { page, problems } = await open('spec/requantization.html');
    await page.getByRole('link', { name: 'Run this example' }).first().click();
    await page.locator('table.answers').waitFor();
    const answers = [await outputs(page, 1), await outputs(page, 2)];
    await page.screenshot({ path: join(pictures, 'requant_two_contracts.png'), fullPage: true });
    const hex = await page.locator('[data-output="y.scale"] .hex').first().textContent();
    await page.close();
    expect(answers).toEqual([
      ['0.10034197', '2047', '1023'],
      ['0.10034197', '2047', '1024'],
    ]);
    expect(hex).toBe('0x3dcd8017');
    expect(problems).toEqual([]);
  });

  it('follow the fields, and the link follows them', async () => {
    const { page, problems } = await open('try/requant_dynamic.html');
    await page.locator('[name="x.data"]').fill('-2047, 2047, 1, 0');
    await page.locator('[name="x.shape"]').fill('4');
    await page.locator('[name="x.scale"]').fill('1');
    await page.locator('[name="y.shape"]').fill('4');
    await page.locator('[name="y.rounding"]').selectOption('SR_HALF_AWAY');
    await page.locator('[name="rng"]').fill('3673643993');
    const typed = await outputs(page, 1);
    const shared = page.url();
    await page.close();
    const second = await open(shared.slice(url.length));
    await second.page.locator('table.answers').waitFor();
    const again = await outputs(second.page, 1);
    await second.page.close();
    expect(typed).toEqual(['1', '-2048', '2047', '1', '0']);
    expect(again).toEqual(typed);
    expect([...problems, ...second.problems]).toEqual([]);
  });

  it('say what is wrong with a field, and go on', async () => {
    const { page } = await open('try/round.html');
    await page.locator('[name="rng"]').fill('0');
    expect(await page.getByRole('alert').textContent()).toContain('0 is not within 1');
    await page.locator('[name="rng"]').fill('1');
    await page.locator('table.answers').waitFor();
    await page.close();
  });

  it('show an overflow of int32', async () => {
    const link =
      'contract=sym-2026-07-21&rng=1&a.dtype=SYM_INT32&a.shape=1x3&a.bits=12&a.scale=1&a.data=32767,32767,32767' +
      '&b.dtype=SYM_INT32&b.shape=3x1&b.bits=12&b.scale=1&b.data=32767,32767,32767&y.dtype=SYM_INT32&y.shape=1x1&y.bits=12';
    const { page } = await open(`try/matmul_sym.html#${link}`);
    await page.locator('[data-overflow]').first().waitFor();
    const text = await page.locator('[data-overflow]').first().textContent();
    await page.close();
    expect(text).toContain('sums leave int32 in every order');
  });

  it('can be used by keyboard', async () => {
    const { page } = await open('try/round.html');
    const summary = page.locator('.steps summary').first();
    await summary.focus();
    const before = await page.locator('.steps li').count();
    await page.keyboard.press('Enter');
    await page.waitForFunction(`document.querySelectorAll('.steps li').length < ${before}`);
    await page.close();
  });
});
