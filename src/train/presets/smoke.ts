/** Presets that take seconds: to see a run from end to end, not to learn much. */
import type { PresetSpec } from '../preset-schema.js';

/** The smallest run; the network starts as a good scheduler, so it is not expected to improve in six iterations. */
const queueSmoke: PresetSpec = {
  id: 'queue-smoke',
  description: 'A run of some seconds on the queue with unequal servers: shows that everything works',
  tuned: false,
  settings: {
    policy: { id: 'pairnet' },
    algorithm: {
      id: 'reinforce',
      options: {
        collect: { mode: 'episodes', sequences: 1, rolloutsPerSequence: 4 },
        credit: { kind: 'monte-carlo', discountRate: 0.1 },
        learningRate: 1e-3,
      },
    },
    scenarios: [{ scenario: 'queue/heterogeneous', config: { jobs: 40 } }],
    iterations: 6,
    evaluation: { every: 2, seeds: 3 },
    test: { seeds: 6, baselines: ['etf', 'mct', 'random'] },
    checkpoints: { every: 2, keep: 2 },
  },
};

export const smokePresets: readonly PresetSpec[] = [queueSmoke];
