/**
 * Text inside SVG: escaped, stripped of what XML 1.0 cannot carry, and cut to a width estimated from the average
 * width of a DejaVu Sans character (nothing here can measure fonts).
 */

const CHARACTER_WIDTH = 0.61; // of the font size

/** Text safe between tags and inside double-quoted attributes. */
export function escapeXml(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to remove
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** Estimated width of a text in the unit of the font size. */
export function textWidth(text: string, fontSize: number): number {
  return [...text].length * CHARACTER_WIDTH * fontSize;
}

/** The text, or as much of it as fits followed by an ellipsis; empty when fewer than `least` characters would remain. */
export function fitText(
  text: string,
  room: { readonly width: number; readonly fontSize: number; readonly least: number },
): string {
  const characters = [...text];
  const fits = Math.floor(room.width / (CHARACTER_WIDTH * room.fontSize));
  if (characters.length <= fits) return text;
  return fits - 1 < room.least ? '' : `${characters.slice(0, fits - 1).join('')}…`;
}
