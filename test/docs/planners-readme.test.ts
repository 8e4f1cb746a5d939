/**
 * Contract: the table of planners in agents/README.md has a row for every registered planner, no row for one that is
 * not, and every row names exactly the options that the planner has.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import { planners } from '../../src/registry.js';

interface Row {
  readonly ids: readonly string[];
  readonly text: string; // the row without its ids
  readonly options: string; // its options cell
}

const OPTIONS_CELL = 4;
const words = (cell: string) => [...cell.matchAll(/`([\w-]+)`/g)].map((match) => match[1]);

const page = readFileSync(new URL('../../agents/README.md', import.meta.url), 'utf8');
const rows: readonly Row[] = page
  .slice(page.indexOf('\n## Planners\n'))
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [ids, ...rest] = line.slice(1, -1).split('|');
    return { ids: words(ids), text: rest.join('|'), options: rest[OPTIONS_CELL - 1] };
  });
const rowOf = (id: string) => rows.find(({ ids }) => ids.includes(id));

/** A planner that is given an option that does not exist tells which do. */
function optionsOf(id: string): string[] {
  try {
    planners.get(id).create({ 'no such option': 0 });
  } catch (error) {
    const message = String(error);
    return message.includes('(it takes none)') ? [] : /\(known: (.*)\)/.exec(message)![1].split(', ');
  }
  throw new Error(`${id} takes any option`);
}

/** What the row says, where it may point to the row of another planner. */
function toldOptions({ text, options }: Row): string[] {
  if (options.includes('as `parametric`')) return toldOptions(rowOf('parametric')!);
  const named = options.includes('those named here') ? words(text) : words(options.replace(/as `[\w-]+`/g, ''));
  return [...new Set(named)];
}

describe('the table of planners in agents/README.md', () => {
  const registered = planners.all().map(({ id }) => id);

  it('has one row for every planner and none for others', () => {
    expect(rows.flatMap(({ ids }) => ids).sort()).toEqual([...registered].sort());
  });

  it.each(registered)('names the options of %s', (id) => {
    expect(toldOptions(rowOf(id)!).sort()).toEqual(optionsOf(id).sort());
  });
});
