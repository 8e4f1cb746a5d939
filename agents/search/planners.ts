/** Searches, as the registry lists them. */
import type { PlannerSpec } from '../../src/registry.js';
import { Annealing, type AnnealingOptions } from './annealing.js';
import { Exact, type ExactOptions } from './exact.js';
import { Genetic, type GeneticOptions } from './genetic.js';
import { Hybrid, type HybridOptions } from './hybrid.js';
import { type WbaOptions, WorkflowBasedAllocation } from './wba.js';

export const searchPlanners: readonly PlannerSpec[] = [
  {
    id: 'exact',
    description: 'branch and bound: optimal for small problems, else the best found within a limit',
    tags: ['search', 'exact'],
    create: (options) => new Exact(options as Partial<ExactOptions>),
  },
  {
    id: 'annealing',
    description: 'simulated annealing over task list and processors, from the best of several planners',
    tags: ['search', 'random'],
    create: (options) => new Annealing(options as Partial<AnnealingOptions>),
  },
  {
    id: 'genetic',
    description: 'genetic algorithm over task list and processors (Wang et al. 1997)',
    tags: ['search', 'random'],
    create: (options) => new Genetic(options as Partial<GeneticOptions>),
  },
  {
    id: 'hybrid',
    description: 'the best of several planners',
    tags: ['search'],
    create: (options) => new Hybrid(options as Partial<HybridOptions>),
  },
  {
    id: 'wba',
    description: 'workflow-based allocation, greedy and randomised (Blythe et al. 2005)',
    tags: ['search', 'random'],
    create: (options) => new WorkflowBasedAllocation(options as Partial<WbaOptions>),
  },
];
