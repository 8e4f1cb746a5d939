/** The built-in platforms and jobs are the reference data, number for number; bad input is refused in one clear line. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { jobNames, jobTemplate, requireRunnable, validateJob } from '../../../envs/soc/job.js';
import { platform, platformNames, validatePlatform } from '../../../envs/soc/platform.js';

const shared = new URL('../../../../shared/data/soc/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, shared), 'utf8'));

interface ClusterFacts {
  name: string;
  type: string;
  peIds: number[];
  governor: string;
  oppMHzmV: [number, number][];
  powerProfileW: Record<string, number[]>;
  tripFreqMHz: number[] | null;
  execTime: Record<string, number>;
}

interface PlatformFacts {
  timeUnit: string;
  memoryPE: number;
  pes: unknown[];
  clusters: ClusterFacts[];
  bandwidth?: number[][];
  bandwidthByCluster: [number, number, number][];
  bandwidthSelf: number;
}

/** The matrix that a list of cluster lines stands for, as the data's own description says. */
function expand(facts: PlatformFacts): number[][] {
  if (facts.bandwidth) return facts.bandwidth;
  const size = facts.pes.length;
  const matrix = Array.from({ length: size }, () => new Array<number>(size).fill(1));
  for (const [a, b, volume] of facts.bandwidthByCluster)
    for (const p of facts.clusters[a].peIds)
      for (const q of facts.clusters[b].peIds) {
        matrix[p][q] = p === q ? facts.bandwidthSelf : volume;
        matrix[q][p] = p === q ? facts.bandwidthSelf : volume;
      }
  return matrix;
}

describe.skipIf(!existsSync(shared))('reference data in ../shared', () => {
  const files = existsSync(shared) ? ['platforms.json', 'extra-platforms.json'] : [];
  const platforms = files.flatMap((file) => Object.entries<PlatformFacts>(read(file).platforms));
  it.each(platforms)('platform %s', (name, facts) => {
    const own = platform(name);
    expect(own.timeUnit).toBe(facts.timeUnit);
    expect(own.memoryProcessor).toBe(facts.memoryPE);
    expect(own.processorCount).toBe(facts.pes.length);
    expect(own.bandwidth).toEqual(expand(facts));
    expect(own.clusters).toEqual(
      facts.clusters.map((c) => ({
        name: c.name,
        type: c.type,
        processors: c.peIds,
        governor: c.governor,
        operatingPoints: c.oppMHzmV.map(([megahertz, millivolts]) => ({ megahertz, millivolts })),
        powerProfileWatts: c.powerProfileW,
        tripMegahertz: c.tripFreqMHz ?? [],
        executionTime: c.execTime,
      })),
    );
  });

  const jobs = (existsSync(shared) ? ['jobs.json', 'extra-jobs.json'] : []).flatMap((file) =>
    Object.entries<{
      name: string;
      head: number;
      tail: number;
      tasks: { name: string; pred: number[]; deadline: number }[];
      edges: [number, number, number][];
    }>(read(file).jobs),
  );
  it.each(jobs)('job %s', (name, facts) => {
    const own = jobTemplate(name);
    expect(own.sourceName).toBe(facts.name);
    expect([own.head, own.tail]).toEqual([facts.head, facts.tail]);
    expect(own.edges).toEqual(facts.edges);
    expect(own.tasks).toEqual(
      facts.tasks.map((t) => ({ name: t.name, predecessors: t.pred, deadlineTicks: t.deadline })),
    );
  });

  it('nothing is missing', () => {
    expect(platforms.length).toBe(20);
    expect(jobs.length).toBe(22);
  });
});

describe('catalogue', () => {
  it('every platform and job is valid', () => {
    expect(platformNames().map((name) => platform(name).name)).toEqual(platformNames());
    expect(jobNames().map((name) => jobTemplate(name).name)).toEqual(jobNames());
  });

  it('the synthetic pulse-Doppler job has the published 451 tasks and runs on its platform', () => {
    const job = jobTemplate('pulse-doppler-like');
    expect(job.tasks.length).toBe(451);
    requireRunnable(platform('ds3-pulse-doppler'), [job]);
    expect(() => requireRunnable(platform('ds3-accelerators'), [job])).toThrow(/can run task 0 \(pulse_start\)/);
  });

  it('unknown names suggest the nearest', () => {
    expect(() => platform('ds3-tap')).toThrow('did you mean "ds3-top"');
    expect(() => jobTemplate('wifi-xt')).toThrow('did you mean "wifi-tx"');
  });
});

describe('bad jobs', () => {
  const good = { name: 'x', tasks: ['a', 'b', 'c'], edges: [[0, 1, 1] as const, [1, 2, 1] as const] };
  it.each([
    [
      {
        ...good,
        edges: [
          [0, 1, 1],
          [1, 2, 1],
          [2, 1, 1],
        ],
      },
      /cycle through task 1/,
    ],
    [
      {
        ...good,
        edges: [
          [0, 1, 1],
          [1, 0, 1],
        ],
      },
      /cycle/,
    ],
    [{ ...good, edges: [[0, 1, 1]] }, /not connected: task 2/],
    [
      {
        ...good,
        edges: [
          [0, 2, 1],
          [1, 2, 1],
        ],
      },
      /tasks 0, 1 have no predecessor/,
    ],
    [
      {
        ...good,
        edges: [
          [0, 1, 1],
          [0, 2, 1],
        ],
      },
      /tasks 1, 2 have no successor/,
    ],
    [{ ...good, edges: [[0, 3, 1]] }, /task 3 does not exist \(0…2\)/],
    [
      {
        ...good,
        edges: [
          [0, 1, -1],
          [1, 2, 1],
        ],
      },
      /edges\.0\.2/,
    ],
    [
      {
        ...good,
        edges: [
          [0, 1, Number.NaN],
          [1, 2, 1],
        ],
      },
      /edges\.0\.2/,
    ],
    [
      {
        ...good,
        edges: [
          [0, 1, 1],
          [0, 1, 2],
          [1, 2, 1],
        ],
      },
      /twice/,
    ],
    [{ ...good, tasks: [] }, /tasks/],
    [{ ...good, deadlineTicks: [1] }, /1 deadlines for 3 tasks/],
    ['no object', /job "\?"/],
  ])('%#', (input, message) => {
    expect(() => validateJob(input)).toThrow(message);
    expect(() => validateJob(input)).toThrow(/^envs\/soc: job [^\n]*$/);
  });
});

describe('bad platforms', () => {
  const cpu = {
    name: 'cpu',
    type: 'CPU',
    processors: 2,
    operatingPoints: [{ megahertz: 1000, millivolts: 900 }],
    executionTime: { a: 3 },
  };
  const memory = { name: 'memory', type: 'MEM', processors: 1 };
  const good = { name: 'p', timeUnit: 'us', clusters: [cpu, memory], bandwidth: { self: 1, links: [] } };
  it('a good one round-trips', () => {
    const made = validatePlatform(good);
    expect(validatePlatform(JSON.parse(JSON.stringify(made)))).toEqual(made);
  });
  it.each([
    [{ ...good, clusters: [{ ...cpu, executionTime: { a: -1 } }, memory] }, /executionTime\.a/],
    [{ ...good, clusters: [{ ...cpu, executionTime: { a: Number.NaN } }, memory] }, /executionTime\.a/],
    [{ ...good, clusters: [{ ...cpu, operatingPoints: [] }, memory] }, /no operating point/],
    [{ ...good, clusters: [memory] }, /no cluster can run/],
    [{ ...good, bandwidth: [[1, 2]] }, /3 × 3 matrix/],
    [{ ...good, bandwidth: { self: 1, links: [[[0], [7], 1]] } }, /names cluster 7/],
    [{ ...good, memoryProcessor: 0 }, /memory processor 0 has execution times/],
    [{ ...good, memoryProcessor: 9 }, /memory processor 9 does not exist \(0…2\)/],
    [{ ...good, memory: 'm' }, /memory cluster "m"/],
    [{ ...good, clusterz: [] }, /clusterz/],
  ])('%#', (input, message) => {
    expect(() => validatePlatform(input)).toThrow(message);
    expect(() => validatePlatform(input)).toThrow(/^envs\/soc: platform [^\n]*$/);
  });
});
