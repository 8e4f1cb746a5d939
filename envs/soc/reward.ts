/**
 * Rewards, each the change of a quantity between two decisions, so that the return of an episode is the quantity at
 * its end whatever decisions were made in between:
 * `latency` −(job·ticks in the system)/scale, whose sum is −(total latency)/scale with unfinished jobs counted by
 * their age; `completion` (50 per finished job − 0.5 per tick)/scale, the published "compbonus"; `makespan` −ticks/scale;
 * `energy` latency − energyWeight·joule; `deadline` −1 per finished job that was late.
 */
import { ArenaError } from '../../src/error.js';
import type { SocConfig } from './config.js';
import type { SocSimulator } from './simulator.js';
import { COMPLETED, JOB_AREA, MISSED } from './state.js';

const COMPLETION_BONUS = 50;
const TICK_PENALTY = 0.5;

export class SocReward {
  private readonly simulator: SocSimulator;
  private readonly options: SocConfig['reward'];
  private readonly last: Float64Array; // [1] the quantity at the previous decision

  constructor(simulator: SocSimulator, config: SocConfig) {
    this.simulator = simulator;
    this.options = config.reward;
    this.last = simulator.state.arena.float64(1);
    if (config.reward.kind === 'energy' && simulator.energy === null)
      throw new ArenaError('envs/soc: reward `energy` needs `power.enabled` on a calibrated platform');
    if (config.reward.kind === 'deadline' && config.jobs.every(({ deadlineTicks }) => deadlineTicks === null))
      throw new ArenaError('envs/soc: reward `deadline` needs a job with `deadlineTicks`');
  }

  /** Begins an episode. */
  clear(): void {
    this.last[0] = this.quantity();
  }

  /** The reward since the previous call. */
  take(): number {
    const quantity = this.quantity();
    const reward = quantity - this.last[0];
    this.last[0] = quantity;
    return reward;
  }

  private quantity(): number {
    const { simulator } = this;
    const { real, whole } = simulator.state;
    const { kind, scale, energyWeight } = this.options;
    switch (kind) {
      case 'latency':
        return -real[JOB_AREA] / scale;
      case 'completion':
        return (COMPLETION_BONUS * whole[COMPLETED] - TICK_PENALTY * simulator.now) / scale;
      case 'makespan':
        return -simulator.now / scale;
      case 'energy':
        simulator.energy?.advance(simulator.now);
        return -real[JOB_AREA] / scale - energyWeight * (simulator.energy?.total ?? 0);
      case 'deadline':
        return -whole[MISSED];
    }
  }
}
