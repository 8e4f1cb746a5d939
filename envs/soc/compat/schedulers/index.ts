/** The reference schedulers of the compatible modes, by name. */
import { ArenaError, didYouMean } from '../../../../src/error.js';
import type { Uniform } from '../draws.js';
import type { CompatScheduler } from '../scheduler.js';
import { Eft } from './eft.js';
import { Etf } from './etf.js';
import { Met } from './met.js';
import { RandomScheduler } from './random.js';
import { Replanner } from './replanner.js';
import { RuntimePlanner } from './runtime-planner.js';
import { Stf } from './stf.js';

const MAKERS: Readonly<Record<string, (uniform: Uniform) => CompatScheduler>> = {
  MET: () => new Met(),
  EFT: () => new Eft(),
  ETF: () => new Etf(),
  ETF_LB: () => new Etf(true),
  STF: () => new Stf(),
  HEFT_RT: () => new RuntimePlanner('HEFT_RT'),
  PEFT_RT: () => new RuntimePlanner('PEFT_RT'),
  'deepsocs-released': () => new RuntimePlanner('deepsocs-released'),
  HEFT: () => new Replanner('HEFT'),
  PEFT: () => new Replanner('PEFT'),
  random: (uniform) => new RandomScheduler(uniform),
};

export function compatSchedulerNames(): string[] {
  return Object.keys(MAKERS);
}

/**
 * A reference scheduler; `uniform` is the generator of `random` and not used by others.
 * @throws ArenaError with a suggestion for an unknown name.
 */
export function compatScheduler(name: string, uniform?: Uniform): CompatScheduler {
  const make = MAKERS[name];
  if (!make) {
    const names = compatSchedulerNames();
    throw new ArenaError(
      `envs/soc/compat: scheduler "${name}" does not exist (${names.join(', ')})${didYouMean(name, names)}`,
    );
  }
  if (name === 'random' && !uniform) throw new ArenaError('envs/soc/compat: scheduler "random" needs a generator');
  return make(uniform ?? (() => 0));
}
