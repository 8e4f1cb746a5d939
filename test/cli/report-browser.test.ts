/**
 * The report page in a real browser: charts are drawn, tables sort, tabs and schedules switch, light and dark both
 * work, and the console stays silent. Needs Chromium (Debian: `apt-get install chromium`); skipped where there is none.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sched, withTiny } from './program.js';
import { workspace } from './workspace.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

describe.skipIf(executablePath === undefined)('the report in a browser (skipped without Chromium)', () => {
  const cwd = workspace();
  const complaints: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const choice = [
      '--scenarios',
      'tiny/queue,tiny/rush',
      '--agents',
      'tiny-fastest,tiny-crash,etf,met',
      '--seeds',
      '4',
    ];
    expect(sched([...withTiny, 'leaderboard', ...choice, '--out', 'run'], cwd).code).toBe(0);
    browser = await chromium.launch({ executablePath: executablePath!, args });
    page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!/^(file|data):/.test(request.url())) complaints.push(`asked for ${request.url()}`);
    });
    await page.goto(pathToFileURL(join(cwd, 'run', 'report.html')).href);
    await page.waitForSelector('html[data-drawn]');
  });

  afterAll(async () => {
    await browser?.close();
  });

  const shown = '[role=tabpanel]:not([hidden])';

  /** Texts of the cells of one column of the table that is shown, from the top. */
  async function column(title: string): Promise<string[]> {
    const headings = await page.locator(`${shown} th`).allTextContents();
    return page.locator(`${shown} tbody td:nth-child(${headings.indexOf(title) + 1})`).allTextContents();
  }

  const heading = (title: string) => page.locator(`${shown} th`, { hasText: title }).first();

  it('draws every chart with marks in it', async () => {
    for (const id of ['scores', 'profile', 'decisions', 'latency']) {
      const chart = page.locator(`#chart-${id} svg.marks`);
      expect(await chart.count(), id).toBe(1);
      expect(await chart.locator('.mark-symbol path, .mark-line path').count(), id).toBeGreaterThan(2);
    }
  });

  it('sorts numbers as numbers, both ways, with missing ones last', async () => {
    const numbers = async () => (await column('Score IQM')).map((text) => Number(text.replace('−', '-')));
    await heading('Score IQM').getByRole('button').click();
    const falling = await numbers();
    expect(await heading('Score IQM').getAttribute('aria-sort')).toBe('descending');
    expect(falling.slice(0, -1)).toEqual([...falling.slice(0, -1)].sort((a, b) => b - a));
    expect(falling.at(-1)).toBeNaN();
    await heading('Score IQM').getByRole('button').click();
    const rising = await numbers();
    expect(rising.slice(0, -1)).toEqual(falling.slice(0, -1).reverse());
    expect(rising.at(-1)).toBeNaN();
  });

  it('sorts texts by the keyboard too', async () => {
    await heading('Agent').getByRole('button').focus();
    await page.keyboard.press('Enter');
    const agents = await column('Agent');
    expect(agents).toEqual([...agents].sort());
    expect(await heading('Score IQM').getAttribute('aria-sort')).toBeNull();
  });

  it('switches between scenarios', async () => {
    await page.getByRole('tab', { name: 'tiny/rush-v1' }).click();
    expect(await page.locator(shown).count()).toBe(1);
    expect(await column('Agent')).toHaveLength(6);
    await page.getByRole('tab', { name: 'tiny/rush-v1' }).press('ArrowRight');
    expect(await page.getByRole('tab', { name: 'Overall' }).getAttribute('aria-selected')).toBe('true');
  });

  it('shows the schedule of the agent that is chosen', async () => {
    const select = page.locator('select[data-gantt=gantt-0-first]');
    await select.selectOption({ label: 'tiny-random' });
    expect(await page.locator('#gantt-0-first svg').textContent()).toContain('tiny-random');
    expect(await page.locator('#gantt-0-first svg rect').count()).toBeGreaterThan(20);
  });

  it('shows another scenario in the score chart', async () => {
    const before = await page.locator('#chart-scores svg.marks').innerHTML();
    await page.locator('#chart-scores select').selectOption('tiny/rush-v1');
    await expect.poll(() => page.locator('#chart-scores svg.marks').innerHTML()).not.toBe(before);
  });

  it('redraws for dark, and fits a narrow window', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect.poll(() => page.locator('.chart svg.marks').count()).toBe(4);
    await page.setViewportSize({ width: 420, height: 800 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(420);
  });

  it('has nothing to complain about and asks the network for nothing', () => {
    expect(complaints).toEqual([]);
  });
});
