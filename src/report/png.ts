/**
 * SVG drawn as PNG by resvg, with the DejaVu fonts that come along as a package: no browser, no canvas, no fonts of the
 * system, hence the same picture everywhere.
 */
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import { ArenaError } from '../error.js';

export interface PngOptions {
  /** Width of the picture in pixels; null draws two pixels per unit of the SVG. */
  readonly width: number | null;
  /** CSS colour behind transparent parts. */
  readonly background: string;
}

export const DEFAULT_PNG: PngOptions = Object.freeze({ width: null, background: 'white' });

const FONTS = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf', 'DejaVuSans-Oblique.ttf', 'DejaVuSansMono.ttf'];

/** The picture as bytes of a PNG file. Errors: `ArenaError` for text that is no SVG. */
export function svgToPng(svg: string, options: Partial<PngOptions> = {}): Uint8Array {
  const { width, background } = { ...DEFAULT_PNG, ...options };
  const { resolve } = createRequire(import.meta.url);
  try {
    const drawing = new Resvg(svg, {
      background,
      fitTo: width === null ? { mode: 'zoom', value: 2 } : { mode: 'width', value: width },
      font: {
        loadSystemFonts: false,
        fontFiles: FONTS.map((file) => resolve(`dejavu-fonts-ttf/ttf/${file}`)),
        defaultFontFamily: 'DejaVu Sans',
        sansSerifFamily: 'DejaVu Sans',
        monospaceFamily: 'DejaVu Sans Mono',
      },
    });
    return drawing.render().asPng();
  } catch (error) {
    throw new ArenaError(`report/png: the SVG cannot be drawn (${(error as Error).message})`);
  }
}
