/** Large files are read fast (100 000 tasks in about a second), and a fault at their end is found. Limits leave room for slow machines. */
import { beforeAll, describe, expect, it } from 'vitest';
import { monotonicMs } from '../../../src/clock.js';
import { type DagFormat, parseDagFile, writeDagFile } from '../../../src/graph/files.js';
import { type DagInstance, numberedNames, relatedInstance, uniformLinks } from '../../../src/plan/instance.js';
import { createRng } from '../../../src/rng.js';
import type { Edge } from '../../../src/sim/dag.js';

const TASKS = 40_000;

/** Three successors per task, at most 1000 tasks away. */
function largeInstance(volume: number): DagInstance {
  const rng = createRng(1);
  const edges: Edge[] = [];
  for (let from = 0; from < TASKS; from++) {
    const base = from + 1 + rng.integer(300);
    for (const to of [base, base + 7, base + 500]) if (to < TASKS) edges.push([from, to, volume]);
  }
  const machines = { names: ['P0', 'P1'], speed: Float64Array.of(1, 2), ...uniformLinks(2) };
  const work = Float64Array.from({ length: TASKS }, () => 1 + rng.integer(50));
  return relatedInstance({ name: 'large', tasks: numberedNames('T', TASKS), work, edges }, machines);
}

describe('large files', () => {
  const texts = new Map<DagFormat, string>();
  beforeAll(() => {
    const instance = largeInstance(3);
    texts.set('json', writeDagFile(instance, 'json'));
    texts.set('stg', writeDagFile(largeInstance(0), 'stg'));
  });

  it.each(['json', 'stg'] as const)('%s', (format) => {
    const text = texts.get(format)!;
    const begin = monotonicMs();
    const file = parseDagFile(text, { file: 'large', format });
    const passed = monotonicMs() - begin;
    expect(file.tasks).toHaveLength(TASKS);
    expect(file.edges.length).toBeGreaterThan(119_000);
    expect(passed).toBeLessThan(4000);
  });

  it('a fault in the last line', () => {
    const text = texts.get('json')!;
    const last = text.lastIndexOf(',3]');
    const broken = `${text.slice(0, last)},"3"]${text.slice(last + 3)}`;
    const line = text.slice(0, last).split('\n').length;
    const begin = monotonicMs();
    expect(() => parseDagFile(broken, { file: 'large.json' })).toThrow(
      new RegExp(`^large\\.json:${line}: edge \\d+ has volume "3"`),
    );
    expect(monotonicMs() - begin).toBeLessThan(4000);
  });
});
