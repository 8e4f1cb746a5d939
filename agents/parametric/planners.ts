/** Parametric list scheduling, as the registry lists it. */
import type { PlannerSpec } from '../../src/registry.js';
import { COMBINATIONS } from './corners.js';
import { Parametric, type ParametricOptions } from './parametric.js';

const DESCRIPTIONS: Readonly<Record<string, string>> = {
  'parametric-sufferage': 'HEFT, but of the two most urgent tasks first the one that would lose more',
  'parametric-critical-path': 'HEFT with the critical path kept on one processor',
  'parametric-oct': 'HEFT order, PEFT choice of the processor',
  'parametric-work-below': 'tasks by the work that depends on them, each where it finishes first',
};

/** Options that are given go before the setting. */
const combinations = Object.entries(COMBINATIONS).map(
  ([id, setting]): PlannerSpec => ({
    id,
    description: DESCRIPTIONS[id],
    tags: ['list', 'parametric'],
    create: (options) => new Parametric({ ...setting, ...(options as Partial<ParametricOptions>) }, id),
  }),
);

export const parametricPlanners: readonly PlannerSpec[] = [
  {
    id: 'parametric',
    description: 'list scheduling from parts: priority, candidates, processor choice, gaps, critical path',
    tags: ['list', 'parametric'],
    create: (options) => new Parametric(options as Partial<ParametricOptions>),
  },
  ...combinations,
];
