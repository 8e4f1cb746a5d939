/**
 * Draws a Vega-Lite specification as SVG without a browser, for notebooks and papers. Vega is loaded on the first
 * call: it has a top-level await, which programs that `require()` this package (notebook kernels) could not load.
 * Text widths are estimated, since there is no canvas to measure them on; interaction is left out.
 */
import type { TopLevelSpec } from 'vega-lite';
import type { ChartSpec } from './charts.js';

/** How to draw a chart. */
export interface ChartSvgOptions {
  /** Width of a chart that would fill its container on a page. */
  readonly width?: number; // pixels
  readonly background?: string; // CSS colour
}

/** Defaults of {@link ChartSvgOptions}. */
export const DEFAULT_CHART_SVG = Object.freeze({ width: 640, background: 'white' });

/** The chart as an SVG document. Errors: whatever Vega-Lite finds wrong with the specification. */
export async function chartSvg(spec: ChartSpec, options: ChartSvgOptions = {}): Promise<string> {
  const { width, background } = { ...DEFAULT_CHART_SVG, ...options };
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  const sized = { ...spec, background, width: spec.width === 'container' ? width : (spec.width ?? width) };
  const compiled = compile(sized as unknown as TopLevelSpec).spec;
  const view = new vega.View(vega.parse(compiled), { renderer: 'none', logLevel: vega.Error });
  try {
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
