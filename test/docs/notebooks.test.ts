/**
 * Contract: the notebooks in the repository are valid nbformat 4, run on the TypeScript kernel, tell a story, and hold
 * no outputs (figures in a repository grow old; `npm run notebooks` makes fresh ones).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from './markdown.js';

interface Cell {
  readonly id: string;
  readonly cell_type: 'code' | 'markdown';
  readonly source: readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

const folder = join(packageRoot, 'notebooks');
const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb'));

describe('notebooks', () => {
  it('are there', () => expect(names.length).toBeGreaterThanOrEqual(3));

  describe.each(names)('%s', (name) => {
    const notebook = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const cells: readonly Cell[] = notebook.cells;
    const code = cells.filter((cell) => cell.cell_type === 'code');

    it('is nbformat 4 for the TypeScript kernel', () => {
      expect(notebook.nbformat).toBe(4);
      expect(notebook.nbformat_minor).toBeGreaterThanOrEqual(5);
      expect(notebook.metadata.kernelspec.name).toBe('tslab');
      expect(new Set(cells.map((cell) => cell.id)).size).toBe(cells.length);
      for (const cell of cells) expect(cell.id).toMatch(/^[\w-]{1,64}$/);
    });

    it('holds no outputs and no execution counts', () => {
      expect(code.length).toBeGreaterThan(0);
      for (const cell of code) {
        expect(cell.outputs).toEqual([]);
        expect(cell.execution_count).toBeNull();
      }
    });

    it('opens with a heading and explains its code', () => {
      expect(cells[0]?.cell_type).toBe('markdown');
      expect(cells[0]?.source[0]).toMatch(/^# /);
      expect(cells.length - code.length).toBeGreaterThanOrEqual(code.length / 2);
    });

    it('avoids what the kernel cannot compile', () => {
      for (const cell of code) expect(cell.source.join('')).not.toMatch(/import\.meta|\bawait import\(/);
    });
  });
});
