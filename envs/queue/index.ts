/** The queueing environment: registers its scenarios on import, each with a complete configuration. */
import { envs, type ScoreSpec } from '../../src/registry.js';
import type { Json } from '../../src/space/space.js';
import { DEFAULT_QUEUE_CONFIG, parseQueueConfig, type QueueConfigInput } from './config.js';
import { QueueEnv } from './env.js';

export { DEFAULT_QUEUE_CONFIG, parseQueueConfig, type QueueConfig, type QueueConfigInput } from './config.js';
export { QueueEnv } from './env.js';
export { QueueSimulator } from './simulator.js';

/** A scenario is graded where a scheduler can make a difference: `reference` earns 1, `floor` 0. */
function scenario(name: string, description: string, score: ScoreSpec, given: QueueConfigInput): void {
  envs.register({
    id: `queue/${name}`,
    description,
    tags: ['queue'],
    config: parseQueueConfig(given) as unknown as Json,
    score,
    create: (json, options) => new QueueEnv(json, options),
  });
}

scenario(
  'mm3-v1',
  'M/M/3 at load 0.8, sizes hidden: all that never idle have the same mean, the order of service makes the tail',
  { metric: 'latencyP99', lowerIsBetter: true, reference: 'fifo', floor: 'random' },
  DEFAULT_QUEUE_CONFIG,
);
scenario(
  'heterogeneous-v1',
  'servers of speed 2, 0.4 and 0.2 at load 0.58: a slow one now, or wait for the fast one',
  { metric: 'latencyMean', lowerIsBetter: true, reference: 'etf', floor: 'random' },
  {
    ...DEFAULT_QUEUE_CONFIG,
    servers: [
      { name: 'fast', speed: 2 },
      { name: 'slow', speed: 0.4 },
      { name: 'slowest', speed: 0.2 },
    ],
    arrival: { process: 'poisson', meanInterval: 1 / 1.5 },
  },
);
scenario(
  'known-sizes-v1',
  'M/M/3 at load 0.8, sizes told on arrival: short jobs may overtake',
  { metric: 'latencyMean', lowerIsBetter: true, reference: 'shortest-job', floor: 'fifo' },
  { ...DEFAULT_QUEUE_CONFIG, sizes: 'known' },
);
