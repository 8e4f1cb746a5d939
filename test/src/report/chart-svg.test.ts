/** Contract: a Vega-Lite specification becomes one SVG document with its marks, labels and size, without a browser. */
import { expect, it } from 'vitest';
import { chartSvg } from '../../../src/report/chart-svg.js';

const spec = {
  width: 'container',
  height: 200,
  data: {
    values: [
      { agent: 'etf', latency: 3 },
      { agent: 'met', latency: 5 },
    ],
  },
  mark: 'bar',
  encoding: { x: { field: 'latency', type: 'quantitative' }, y: { field: 'agent', type: 'nominal' } },
};

it('draws every mark and label', async () => {
  const svg = await chartSvg(spec);
  expect(svg).toMatch(/^<svg[^>]*viewBox/);
  expect(svg.match(/aria-roledescription="bar"/g)).toHaveLength(2);
  expect(svg).toContain('>etf<');
  expect(svg).toContain('>met<');
});

it('gives charts that fill their container the width asked for', async () => {
  const widthOf = (svg: string) => Number(/<svg[^>]* width="(\d+)"/.exec(svg)![1]);
  const narrow = widthOf(await chartSvg(spec, { width: 300 }));
  const wide = widthOf(await chartSvg(spec, { width: 500 }));
  expect(wide - narrow).toBe(200);
});

it('refuses what is no specification', async () => {
  await expect(chartSvg({ mark: 'bar', encoding: { x: { field: 'a', type: 'nonsense' } }, data: 3 })).rejects.toThrow();
});
