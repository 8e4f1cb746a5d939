/**
 * Frequency governors of a cluster: `performance` (highest point), `powersave` (lowest), `ondemand` (highest when
 * utilisation is above 0.8, one point down when below 0.3) and `constant-<MHz>`. As in DS3; what counts as
 * utilisation, and when a governor may act while the chip is throttled, is the engine's business.
 */
import { ArenaError, didYouMean } from '../../src/error.js';
import type { Cluster, Platform } from './platform.js';

export const ONDEMAND = Object.freeze({ high: 0.8, low: 0.3 });

export type Governor =
  | { readonly kind: 'performance' | 'powersave' | 'ondemand' }
  | { readonly kind: 'constant'; readonly point: number }; // index of the operating point

/** @throws ArenaError for an unknown governor or a frequency that is no operating point of the cluster. */
export function parseGovernor(text: string, cluster: Cluster): Governor {
  const constant = /^constant-(\d+)$/.exec(text);
  if (constant) {
    const point = cluster.operatingPoints.findIndex(({ megahertz }) => megahertz === Number(constant[1]));
    if (point < 0) {
      const allowed = cluster.operatingPoints.map(({ megahertz }) => megahertz).join(', ');
      throw new ArenaError(`envs/soc: governor "${text}": cluster "${cluster.name}" runs at ${allowed} MHz only`);
    }
    return { kind: 'constant', point };
  }
  if (text === 'performance' || text === 'powersave' || text === 'ondemand') return { kind: text };
  const known = ['performance', 'powersave', 'ondemand', 'constant-<MHz>'];
  throw new ArenaError(`envs/soc: governor "${text}" does not exist (${known.join(', ')})${didYouMean(text, known)}`);
}

/**
 * One governor per cluster: the platform's own, or the one given by cluster name; null for clusters without a clock.
 * @throws ArenaError if a name is no cluster with a clock.
 */
export function governorsOf(platform: Platform, given: Readonly<Record<string, string>> = {}): (Governor | null)[] {
  const names = platform.clusters.filter((c) => c.operatingPoints.length > 0).map((c) => c.name);
  for (const name of Object.keys(given))
    if (!names.includes(name))
      throw new ArenaError(
        `envs/soc: governor for cluster "${name}", which platform "${platform.name}" does not have (${names.join(', ')})`,
      );
  return platform.clusters.map((cluster) =>
    cluster.operatingPoints.length === 0 ? null : parseGovernor(given[cluster.name] ?? cluster.governor, cluster),
  );
}

/** The operating point (index) that a governor asks for before it has seen any load; `count` points exist. */
export function initialPoint(governor: Governor, count: number): number {
  if (governor.kind === 'constant') return governor.point;
  return governor.kind === 'powersave' ? 0 : count - 1;
}
