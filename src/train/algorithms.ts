/**
 * Learning algorithms by name, so that presets can name them: each builds a trainer from its options and from what every
 * run has. Modules may register further ones.
 */
import type { Backend } from '../nn/backend.js';
import { Registry } from '../registry.js';
import type { Json } from '../space/space.js';
import type { WeightedScenario } from './scenario-mix.js';
import type { Trainer } from './trainer.js';
import type { PolicyChoice } from './workbench.js';

/** What every run has, whatever learns. */
export interface TrainerContext {
  readonly policy: PolicyChoice;
  readonly scenarios: readonly WeightedScenario[];
  readonly iterations: number; // planned for the whole run, for schedules that decay
  readonly seed: number;
  readonly workers: number; // threads that play; 0 = none
  /** URLs of modules that register what threads need. */
  readonly modules: readonly string[];
  readonly backend: Backend;
}

export interface AlgorithmSpec {
  readonly id: string;
  readonly description: string;
  /** Errors: `ArenaError` for options it does not know, naming the option. */
  readonly create: (options: Json, context: TrainerContext) => Promise<Trainer> | Trainer;
}

/** Every algorithm that presets may name. */
export const algorithms = new Registry<AlgorithmSpec>('algorithm');
