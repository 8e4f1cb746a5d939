/** What presets for the system-on-chip scenarios learn on: mixtures of registered scenarios, some with noise added. */
import type { z } from 'zod';
import type { scenarioSchema } from '../scenario-mix.js';

type Mixture = readonly z.input<typeof scenarioSchema>[];

/** Where no rule is known to be hard to beat: the labels come from look-ahead. */
const PROFILES: Mixture = [
  ...[1, 5, 10].flatMap((profiles) => [
    { scenario: `soc/profiles-${profiles}-queue-3-scale-25` },
    { scenario: `soc/profiles-${profiles}-queue-3-scale-25-noise-0.3` },
  ]),
  { scenario: 'soc/profiles-5-queue-5-scale-25' },
  { scenario: 'soc/profiles-5-queue-5-scale-25-noise-0.3' },
];

/** Decisions as soon as a task is ready: synthetic graphs with and without noise, real applications, a driving workload. */
export const ON_READY_MIXTURE: Mixture = [
  ...PROFILES,
  { scenario: 'soc/ds3-mix-scale-50', weight: 1, anchor: true },
  { scenario: 'soc/ds3-mix-scale-200', weight: 1, anchor: true },
  { scenario: 'soc/automotive', weight: 1, anchor: true },
];

/** The same with late binding, where *wait* is offered. */
export const LATE_MIXTURE: Mixture = [
  ...[1, 5].flatMap((profiles) =>
    [0, 0.3].map((executionNoise) => ({
      scenario: `soc/late-profiles-${profiles}-queue-3-scale-25`,
      config: { executionNoise },
    })),
  ),
  { scenario: 'soc/late-ds3-mix-scale-50', weight: 0.5, config: { episode: { jobs: 30 } }, anchor: true },
];
