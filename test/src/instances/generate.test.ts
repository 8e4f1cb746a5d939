/** Whole instances: the same seed gives the same bytes, planners can schedule them, a million tasks are no trouble. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heft } from '../../../agents/heft/heft.js';
import {
  generateInstance,
  instanceFamilies,
  instancePresets,
  publishedInstances,
} from '../../../src/instances/index.js';
import type { DagInstance } from '../../../src/plan/instance.js';
import { createRng } from '../../../src/rng.js';
import type { Edge } from '../../../src/sim/dag.js';
import { compileDag, type Dag } from '../../../src/sim/dag.js';
import { validateSchedule } from '../../../src/sim/validate.js';
import { dagOf, draw, type Partial } from './drawing.js';

/** SHA-256 over all names and all bytes of an instance, 16 digits. */
function digest({ name, tasks, processors, work, speed, problem }: DagInstance): string {
  const hash = createHash('sha256').update(JSON.stringify([name, tasks, processors, problem.contention]));
  const { cost, successorStart, successor, volume, bandwidth, startup } = problem;
  for (const part of [cost, successorStart, successor, volume, bandwidth, startup, work, speed])
    hash.update(part === null ? 'none' : new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  return hash.digest('hex').slice(0, 16);
}

describe('determinism', () => {
  it('the bytes of every preset with seed 1', () => {
    const digests = Object.entries(instancePresets).map(([name, config]) => {
      return `${name} ${digest(generateInstance(config, createRng(1)))}`;
    });
    expect(digests).toMatchInlineSnapshot(`
      [
        "layered-60 51a500a7d20fe255",
        "layered-ccr5 a0da1afe22cecd57",
        "layered-wide 9a81bfcd697cc63a",
        "layered-long 49ab621ec8c75008",
        "layered-related b06782ea3e02577b",
        "erdos-40 0e6cd28f00d3cb1e",
        "in-tree fc1f9d369c22b697",
        "out-tree 0c8fb6b329688292",
        "chain a6dd59cda99e1a31",
        "chains 50125bc917135905",
        "fork-join ef241ec3b2995894",
        "fft-16 5bbf491ac1e6374e",
        "gaussian-10 44967903a8b8e2b1",
        "cholesky-6 002bc1bd7d7d0f47",
        "lu-5 4c640fe68dec7c0c",
        "molecular b0a0d7538d1845b7",
        "montage-50 2f6cfc975b07a804",
        "epigenomics-50 aa8b2f2c72a31fe0",
        "cybershake-50 d4265ff9894e068b",
        "ligo-50 a26b6034061864b8",
        "sipht-30 765011c5aceb14e5",
        "blast-43 1e9bb46e95068888",
        "bwa-44 70cad8ae7e2df785",
        "seismology-41 e534d35a3a8bb688",
        "pisa-small 171f420940f2f021",
      ]
    `);
  });
  it('depends on the path of the generator, not on how far it has advanced; other seeds differ', () => {
    const config = instancePresets['layered-60'];
    const advanced = createRng(1);
    for (let i = 0; i < 10; i++) advanced();
    expect(digest(generateInstance(config, advanced))).toBe(digest(generateInstance(config, createRng(1))));
    expect(digest(generateInstance(config, createRng(2)))).not.toBe(digest(generateInstance(config, createRng(1))));
  });
});

describe('random configurations', () => {
  const families = Object.keys(instanceFamilies);
  const small: Record<string, object> = { layered: { tasks: 30 }, montage: { images: 4 }, blast: { width: 5 } };
  const configuration: fc.Arbitrary<Partial> = fc.record({
    graph: fc.tuple(fc.constantFrom(...families), fc.boolean()).map(([family, joinEnds]) => {
      return { family, joinEnds, ...small[family] };
    }),
    processors: fc.record({
      count: fc.integer({ min: 1, max: 5 }),
      machines: fc.constantFrom('unrelated', 'related'),
      heterogeneity: fc.constantFrom(0, 0.3, 0.99),
      meanCost: fc.constantFrom(1e-3, 1, 1e4),
      costs: fc.constantFrom('shape', 'uniform', 'normal', 'constant'),
    }),
    communication: fc.record({
      ccr: fc.constantFrom(0, 0.1, 1, 10),
      volumes: fc.constantFrom('shape', 'uniform', 'normal', 'constant'),
      scaling: fc.constantFrom('expected', 'realised'),
      bandwidthHeterogeneity: fc.constantFrom(0, 0.9),
      startup: fc.constantFrom(0, 2),
    }),
  });
  it('are DAGs with distinct names, and HEFT schedules them', () => {
    fc.assert(
      fc.property(configuration, fc.nat(1e6), (config, seed) => {
        const { tasks, problem } = draw(config, seed);
        expect(new Set(tasks).size).toBe(problem.taskCount);
        dagOf(problem);
        for (let from = 0; from < problem.taskCount; from++) {
          for (let e = problem.successorStart[from] + 1; e < problem.successorStart[from + 1]; e++)
            if (problem.successor[e] <= problem.successor[e - 1]) expect.fail(`successors of ${from} do not ascend`);
        }
        expect(validateSchedule(problem, new Heft().plan(problem))).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('size', () => {
  it('a chain of a million tasks and layers of 50 000', () => {
    const chain = draw({ graph: { family: 'chain', length: 1_000_000 }, processors: { count: 1 } });
    expect(chain.problem.successor.length).toBe(999_999);
    expect(chain.tasks[999_999]).toBe('link_999999');
    const layered = draw({ graph: { family: 'layered', tasks: 50_000 }, processors: { count: 2 } });
    expect(layered.problem.taskCount).toBe(50_000);
  });
});

describe('published instances', () => {
  it('the two worked examples, with the papers’ names and HEFT’s makespans', () => {
    expect(Object.keys(publishedInstances)).toEqual(['topcuoglu-2002', 'arabnejad-2014']);
    const makespans = Object.values(publishedInstances).map(({ name, tasks, processors, problem }) => {
      expect(publishedInstances[name].problem).toBe(problem);
      expect([tasks[0], tasks[9], tasks.length]).toEqual(['n1', 'n10', 10]);
      expect(processors).toEqual(['P0', 'P1', 'P2']);
      return new Heft().plan(problem).makespan;
    });
    expect(makespans).toEqual([80, 133]);
  });
});

const GOLDEN = fileURLToPath(new URL('../../../../shared/goldens/dag/related_instances.json', import.meta.url));

/** Independent instances of the same forms: {id, cost, edges}; an entry and an exit are added where there are several. */
describe.skipIf(!existsSync(GOLDEN))('the forms of the shared goldens', () => {
  const goldens: { id: string; cost: number[]; edges: Edge[] }[] = existsSync(GOLDEN)
    ? JSON.parse(readFileSync(GOLDEN, 'utf8'))
    : [];
  const golden = (part: string) => goldens.find(({ id }) => id.includes(part))!;

  /** Level and degrees of each task with the degrees of its neighbours, sorted: equal for equal graphs. */
  function signature(dag: Dag): string[] {
    const { predecessorStart: p, successorStart: s, level } = dag;
    const own = Array.from(level, (l, i) => `${l}:${p[i + 1] - p[i]}:${s[i + 1] - s[i]}`);
    const names = (nodes: Int32Array) => [...nodes].map((i) => own[i]).sort();
    return own
      .map((text, i) => {
        const [above, below] = [dag.predecessor.slice(p[i], p[i + 1]), dag.successor.slice(s[i], s[i + 1])];
        return `${text} < ${names(above)} > ${names(below)}`;
      })
      .sort();
  }

  it.each([
    ['gauss_m5', { family: 'gaussian', size: 5 }],
    ['gauss_m8', { family: 'gaussian', size: 8 }],
    ['fft_m4', { family: 'fft', points: 4 }],
    ['fft_m8', { family: 'fft', points: 8 }],
    ['forkjoin_w5_s3', { family: 'fork-join', stages: 3, width: 5 }],
    ['outtree_b2_d3', { family: 'out-tree', levels: 4, branching: 2 }],
    ['intree_b3_d3', { family: 'in-tree', levels: 4, branching: 3 }],
    ['chains_k3_l4', { family: 'chains', chains: 3, length: 4 }],
  ])('%s', (part, graph) => {
    const { cost, edges } = golden(part);
    expect(signature(dagOf(draw({ graph: { ...graph, joinEnds: true } }).problem))).toEqual(
      signature(compileDag(cost.length, edges)),
    );
  });
  it.each([4, 5])('cholesky of %i tiles, without the entry and exit that the golden adds to its own', (tiles) => {
    const { cost, edges } = golden(`cholesky_t${tiles}`);
    const inner = edges.filter(([from, to]) => from > 0 && to < cost.length - 1);
    const shifted = inner.map(([from, to, volume]): Edge => [from - 1, to - 1, volume]);
    expect(signature(dagOf(draw({ graph: { family: 'cholesky', tiles } }).problem))).toEqual(
      signature(compileDag(cost.length - 2, shifted)),
    );
  });
});
