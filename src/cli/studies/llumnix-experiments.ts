/**
 * The runs of the Llumnix study: who is compared on what. Each experiment is a list of cells; a cell is one policy on one
 * traffic, over all seeds. `latencies`: policies, workloads and loads. `bursts`: gamma arrivals. `priorities`: one request
 * in ten is urgent, with and without support, and the urgent ones alone on the cluster, which nobody can beat.
 * `scaling`: four instances at first, one to sixteen, at several thresholds; Llumnix also without migration, to tell
 * what migration saves from what its rule of scaling does.
 */
import { seedList } from '../../report/seeds.js';
import type { Json } from '../../space/space.js';
import type { EpisodeMetrics, StudyEpisode } from './episode-worker.js';
import {
  BURSTINESS,
  clusterConfig,
  LOADS,
  POLICIES,
  type PolicyName,
  policyAgent,
  WORKLOADS,
  workloadOf,
} from './llumnix-cells.js';

export type Experiment = 'latencies' | 'bursts' | 'priorities' | 'scaling';

export interface Cell {
  readonly experiment: Experiment;
  readonly setting: string; // cells of one setting are compared
  readonly policy: string;
  readonly agent: string;
  readonly options?: Json;
  readonly config: Json;
}

/** A cell with the metrics of every seed, in order of seed. */
export type PlayedCell = Cell & { readonly metrics: readonly EpisodeMetrics[] };

export const PRIORITY_RATE = 26; // requests/s, S-S
export const URGENT_SHARE = 0.1;
export const SCALING_RATE = 2; // requests/s, L-L
/** Freeness x at which instances are added; one goes at x + 50. */
export const THRESHOLDS = [5, 10, 25, 45, 85] as const;
/** Arrivals of the experiment on scaling: Poisson, and gamma. */
export const SCALING_BURSTINESS = [1, 4] as const;

/** More tokens than an instance has: nothing is kept in reserve for urgent requests. */
const NO_RESERVE = 1_000_000;

export interface Length {
  readonly requests: number; // of an episode
}

export function latencySetting(workload: string, load: number): string {
  return `${workload} ×${load}`;
}

function latencies({ requests }: Length): Cell[] {
  return WORKLOADS.flatMap(({ id, rate, lengths, threshold }) =>
    LOADS.flatMap((load) =>
      POLICIES.map((policy): Cell => {
        const config = clusterConfig({ lengths, rate: rate * load, requests });
        const setting = latencySetting(id, load);
        return { experiment: 'latencies', setting, policy, ...policyAgent(policy, threshold), config };
      }),
    ),
  );
}

function bursts({ requests }: Length): Cell[] {
  const { rate, lengths, threshold } = workloadOf('M-M');
  const policies: PolicyName[] = ['infaas', 'llumnix'];
  return BURSTINESS.flatMap((burstiness) =>
    policies.map((policy): Cell => {
      const config = clusterConfig({ lengths, rate, requests, burstiness });
      return { experiment: 'bursts', setting: `CV ${burstiness}`, policy, ...policyAgent(policy, threshold), config };
    }),
  );
}

function priorities({ requests }: Length): Cell[] {
  const { lengths } = workloadOf('S-S');
  const mixed = [
    { priority: 0, share: 1 - URGENT_SHARE },
    { priority: 1, share: URGENT_SHARE },
  ];
  return BURSTINESS.flatMap((burstiness): Cell[] => {
    const traffic = { lengths, rate: PRIORITY_RATE, requests, burstiness, priorities: mixed };
    const alone = {
      ...traffic,
      rate: PRIORITY_RATE * URGENT_SHARE,
      requests: Math.max(1, Math.round(requests * URGENT_SHARE)),
      priorities: [{ priority: 1, share: 1 }],
    };
    const shared = { experiment: 'priorities', setting: `CV ${burstiness}`, agent: 'llumnix' } as const;
    const without = { highPriorityTokens: NO_RESERVE };
    return [
      { ...shared, policy: 'without', options: without, config: clusterConfig(traffic) },
      { ...shared, policy: 'with', options: {}, config: clusterConfig(traffic, { urgentFirst: true }) },
      { ...shared, policy: 'alone', options: without, config: clusterConfig(alone) },
    ];
  });
}

export function scalingSetting(burstiness: number, threshold: number): string {
  return `${burstiness === 1 ? 'Poisson' : `CV ${burstiness}`}, x = ${threshold}`;
}

function scaling({ requests }: Length): Cell[] {
  const { lengths } = workloadOf('L-L');
  return SCALING_BURSTINESS.flatMap((burstiness) =>
    THRESHOLDS.flatMap((x): Cell[] => {
      const gamma = burstiness === 1 ? {} : { burstiness };
      const config = clusterConfig({ lengths, rate: SCALING_RATE, requests, ...gamma }, { scaling: true });
      const shared = { experiment: 'scaling', setting: scalingSetting(burstiness, x), config } as const;
      const thresholds = { startFreeness: x, drainFreeness: x + 50 };
      return [
        { ...shared, policy: 'infaas', agent: 'infaas', options: { scaleFreeness: x } },
        { ...shared, policy: 'llumnix', agent: 'llumnix', options: thresholds },
        { ...shared, policy: 'unmoved', agent: 'llumnix', options: { ...thresholds, migration: false } },
      ];
    }),
  );
}

export function cellsOf(length: Length): Cell[] {
  const half = { requests: Math.ceil(length.requests / 2) };
  return [...latencies(length), ...bursts(length), ...priorities(length), ...scaling(half)];
}

/** The episodes of all cells, seed by seed within each. */
export function episodesOf(cells: readonly Cell[], seeds: number, modules: readonly string[]): StudyEpisode[] {
  return cells.flatMap(({ config, agent, options }) =>
    seedList('test', seeds).map((seed) => ({
      modules,
      config,
      agent,
      seed,
      ...(options === undefined ? {} : { options }),
    })),
  );
}

export function playedCells(cells: readonly Cell[], metrics: readonly EpisodeMetrics[]): PlayedCell[] {
  const seeds = metrics.length / cells.length;
  return cells.map((cell, i) => ({ ...cell, metrics: metrics.slice(i * seeds, (i + 1) * seeds) }));
}

/** One metric of a cell. [seed] */
export function valuesOf({ metrics }: PlayedCell, key: string): number[] {
  return metrics.map((each) => each[key]);
}

/** The cell of an experiment, a setting and a policy. */
export function cellAt(
  cells: readonly PlayedCell[],
  experiment: Experiment,
  setting: string,
  policy: string,
): PlayedCell {
  return cells.find((cell) => cell.experiment === experiment && cell.setting === setting && cell.policy === policy)!;
}

/** Settings of an experiment, in order. */
export function settingsOf(cells: readonly PlayedCell[], experiment: Experiment): string[] {
  return [...new Set(cells.filter((cell) => cell.experiment === experiment).map(({ setting }) => setting))];
}
