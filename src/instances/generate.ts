/**
 * From a configuration to an instance: the form of the graph, costs, links, volumes. Each part draws from its own fork
 * of the generator, so two configurations that differ in CCR alone share graph and costs: comparisons are paired.
 */
import { ensure } from '../error.js';
import { type DagInstance, numberedNames, relatedInstance, unrelatedInstance } from '../plan/instance.js';
import type { Rng } from '../rng.js';
import type { Edge } from '../sim/dag.js';
import { type CommunicationConfig, type InstanceConfig, type ProcessorConfig, parseInstanceConfig } from './config.js';
import { joiningEnds, NO_ENDS } from './ends.js';
import { graphFamilies } from './families.js';
import type { GraphShape } from './graph-shape.js';
import { drawSizes, meanOf } from './sizes.js';

/** The most entries of a cost matrix. */
const MOST_COSTS = 2 ** 28;

/**
 * The instance that a configuration and a seed stand for. It depends on `rng.path` alone, not on how far `rng` has
 * advanced: for a series, fork one generator per instance. Errors: as `parseInstanceConfig`, and for too large a graph.
 */
export function generateInstance(config: InstanceConfig, rng: Rng): DagInstance {
  const { graph, processors, communication } = parseInstanceConfig(config);
  const { family, ...parameters } = graph;
  const who = `instances: ${family}`;
  const shape = graphFamilies[family].build(parameters, rng.fork('graph'));
  const ends = parameters.joinEnds ? joiningEnds(shape) : NO_ENDS;
  const tasks = shape.tasks.concat(ends.tasks);
  const [n, m] = [tasks.length, processors.count];
  ensure(n * m <= MOST_COSTS, `${who}: ${n} tasks × ${m} processors are too many (at most ${MOST_COSTS} costs)`);
  const name = `${family}-${n}x${m}-ccr${communication.ccr}`;
  const names = numberedNames('P', m);
  const bandwidth = drawBandwidths(m, communication, rng.fork('bandwidth'));
  const startup = new Float64Array(m * m).fill(communication.startup);
  const links = { bandwidth, startup, contention: communication.contention };
  const mean = meanCosts(shape, processors, rng.fork('mean-cost'));
  const edgesAt = (computation: number): readonly Edge[] => {
    const draw = { shape, bandwidth, communication, meanCost: processors.meanCost, rng: rng.fork('volume') };
    return edgesOf(shape, volumes(draw, computation)).concat(ends.edges);
  };
  if (processors.machines === 'related') {
    const speed = drawSizes(m, { kind: 'uniform', spread: processors.heterogeneity }, rng.fork('speed'));
    const edges = edgesAt(meanOf(mean) * meanOf(speed.map((s) => 1 / s)));
    return relatedInstance({ name, tasks, work: extended(mean, n), edges }, { names, speed, ...links }, who);
  }
  const cost = unrelatedCosts(mean, processors, rng.fork('cost'));
  const edges = edgesAt(meanOf(cost));
  return unrelatedInstance({ name, tasks, processors: names, cost: extended(cost, n * m), edges, ...links }, who);
}

/** The values, then zeros. */
function extended(values: Float64Array, length: number): Float64Array {
  const longer = new Float64Array(length);
  longer.set(values);
  return longer;
}

/** [n] w̄: mean costs of the tasks; a family's own amounts of work are scaled to the mean exactly. */
function meanCosts(shape: GraphShape, processors: ProcessorConfig, rng: Rng): Float64Array {
  const { costs, costSpread, meanCost } = processors;
  const own = costs === 'shape' ? shape.work : null;
  const kind = costs === 'shape' ? 'uniform' : costs;
  const sizes = own ?? drawSizes(shape.tasks.length, { kind, spread: costSpread }, rng);
  const scale = own ? meanCost / (meanOf(own) || 1) : meanCost;
  return sizes.map((size) => size * scale);
}

/** [n·m] U(w̄(1 − β/2), w̄(1 + β/2)). */
function unrelatedCosts(mean: Float64Array, { count, heterogeneity }: ProcessorConfig, rng: Rng): Float64Array {
  const cost = new Float64Array(mean.length * count);
  for (let i = 0; i < cost.length; i++) {
    const wbar = mean[Math.floor(i / count)];
    cost[i] = wbar * (1 - heterogeneity / 2) + wbar * heterogeneity * rng();
  }
  return cost;
}

/** [m·m] symmetric; the diagonal, which is not used, is 1. */
function drawBandwidths(m: number, { bandwidthHeterogeneity: b }: CommunicationConfig, rng: Rng): Float64Array {
  const bandwidth = new Float64Array(m * m).fill(1);
  for (let k = 0; k < m; k++) {
    for (let l = k + 1; l < m; l++) {
      bandwidth[k * m + l] = 1 - b + 2 * b * rng();
      bandwidth[l * m + k] = bandwidth[k * m + l];
    }
  }
  return bandwidth;
}

interface VolumeDraw {
  readonly shape: GraphShape;
  readonly bandwidth: Float64Array; // [m·m]
  readonly communication: CommunicationConfig;
  readonly meanCost: number;
  readonly rng: Rng;
}

/** [e] data moved; `computation` is the realised mean cost. */
function volumes({ shape, bandwidth, communication, meanCost, rng }: VolumeDraw, computation: number): Float64Array {
  const { ccr, volumes: kind, volumeSpread, scaling } = communication;
  const own = kind === 'shape' ? shape.volume : null;
  const drawn = { kind: kind === 'shape' ? 'uniform' : kind, spread: volumeSpread } as const;
  const sizes = own ?? drawSizes(shape.from.length, drawn, rng);
  const transfer = meanOf(sizes) * meanInverse(bandwidth);
  const realised = transfer > 0 ? (ccr * computation) / transfer : 0;
  const scale = own || scaling === 'realised' ? realised : ccr * meanCost;
  return sizes.map((size) => size * scale);
}

/** Mean of 1 / bandwidth over ordered pairs of different processors; 1 for one processor. */
function meanInverse(bandwidth: Float64Array): number {
  const m = Math.round(Math.sqrt(bandwidth.length));
  if (m === 1) return 1;
  let sum = 0;
  for (let k = 0; k < m; k++) for (let l = 0; l < m; l++) if (k !== l) sum += 1 / bandwidth[k * m + l];
  return sum / (m * (m - 1));
}

function edgesOf({ from, to }: GraphShape, volume: Float64Array): Edge[] {
  const edges: Edge[] = new Array(from.length);
  for (let e = 0; e < from.length; e++) edges[e] = [from[e], to[e], volume[e]];
  return edges;
}
