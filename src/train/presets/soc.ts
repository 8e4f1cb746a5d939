/**
 * Presets of the pair network on the system-on-chip scenarios: plain policy gradient from nothing, proximal policy
 * optimisation on one profile, and expert iteration on mixtures. Times are in ticks of the scenarios.
 */
import type { PresetSpec } from '../preset-schema.js';
import { LATE_MIXTURE, ON_READY_MIXTURE } from './soc-mixtures.js';

/** Learning from nothing, to see that it learns: no head start and no roll-outs; what ETF and the linear agent would do is told. */
const canonicalReinforce: PresetSpec = {
  id: 'soc-canonical-reinforce',
  description: 'REINFORCE from nothing on the ten-task graph: baselines over rollouts of the same arrivals',
  tuned: false,
  settings: {
    policy: { id: 'pairnet', options: { start: 'none', drain: false } },
    algorithm: {
      id: 'reinforce',
      options: {
        collect: {
          mode: 'episodes',
          sequences: 2,
          rolloutsPerSequence: 4,
          curriculum: { initialMean: 500, growth: 1.02, finalMean: 5000 },
        },
        credit: { kind: 'monte-carlo', discountRate: 0.005 },
        learningRate: 1e-3,
        entropyCoefficient: { kind: 'linear', from: 0.05, to: 0.001, iterations: 150 },
      },
    },
    scenarios: [{ scenario: 'soc/canonical' }],
    iterations: 200,
    evaluation: { every: 10, seeds: 10 },
  },
};

/** The head start of the network is kept by small steps. */
const profilesPpo: PresetSpec = {
  id: 'soc-profiles-1-ppo',
  description: 'PPO on one profile at queue 3: advantages discounted by time, not by decisions',
  tuned: false,
  settings: {
    policy: { id: 'pairnet' },
    algorithm: {
      id: 'ppo',
      options: {
        collect: { mode: 'lanes', lanes: 8, decisionsPerLane: 512 },
        credit: { kind: 'gae', discountRate: 0.005, lambda: 0.95 },
        learningRate: { kind: 'linear', from: 3e-4, to: 3e-5, iterations: 200 },
        entropyCoefficient: 0.005,
        valueCoefficient: 0.5,
        klStop: { target: 0.02 },
      },
    },
    scenarios: [{ scenario: 'soc/profiles-1-queue-3-scale-25' }],
    iterations: 200,
    evaluation: { every: 10, seeds: 20 },
  },
};

/**
 * Every candidate is tried in the simulator for seven mean task times, with the linear agent to go on; what is learned is to
 * raise the expected advantage. Cost counts what is finished, not only who waits: a full chip turns jobs away.
 */
const EXPERT_ITERATION = {
  labels: {
    kind: 'look-ahead',
    horizon: 7,
    horizonUnit: 'mean-cost',
    objective: 'ratio',
    base: { id: 'linear' },
  },
  lesson: { kind: 'expected-advantage', limit: 6, anchorCoefficient: 0.5 },
  collect: { mode: 'lanes', lanes: 24, decisionsPerLane: 1500 },
  recordShare: 0.3,
  keepIterations: 16,
  epochs: 1,
  entropyCoefficient: 0.1,
  learningRate: { kind: 'linear', from: 0.002, to: 0.0002, iterations: 16 },
} as const;

/** What the settings of expert iteration were chosen by. */
const SEARCH =
  'hand, on validation seeds: lesson (regression, imitation of a teacher, expected advantage), cost, horizon, start, anchors';

/** The agent of this package for decisions on ready tasks. */
const mixtureExpert: PresetSpec = {
  id: 'soc-profiles-mixture-expert',
  description: 'Expert iteration on synthetic profiles, bound when they become ready; anchored on real applications',
  tuned: SEARCH,
  settings: {
    policy: { id: 'pairnet' },
    algorithm: { id: 'expert-iteration', options: EXPERT_ITERATION },
    scenarios: [...ON_READY_MIXTURE],
    iterations: 10,
    evaluation: { every: 2, seeds: 8 },
    test: { baselines: ['etf', 'linear', 'rollout', 'heft'] },
  },
};

/** The agent of this package where tasks are bound late. */
const lateMixtureExpert: PresetSpec = {
  id: 'soc-late-mixture-expert',
  description: 'Expert iteration on synthetic profiles with late binding',
  tuned: SEARCH,
  settings: {
    policy: { id: 'pairnet' },
    algorithm: { id: 'expert-iteration', options: EXPERT_ITERATION },
    scenarios: [...LATE_MIXTURE],
    iterations: 8,
    evaluation: { every: 2, seeds: 8 },
    test: { baselines: ['etf', 'linear', 'rollout', 'heft'] },
  },
};

export const socPresets: readonly PresetSpec[] = [canonicalReinforce, profilesPpo, mixtureExpert, lateMixtureExpert];
