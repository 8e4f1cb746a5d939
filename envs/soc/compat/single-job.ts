/**
 * Latency of one job alone on an empty system, per scheduler: the table by which the releases can be checked by hand.
 * Includes the values printed in the DS3 paper (Table 5; its platform has a scrambler accelerator of 8 µs that the
 * released one lacks, so WiFi-TX takes 71 instead of 69), and HEFT's canonical example, 80 (Topcuoglu et al. 2002).
 */
import { ArenaError } from '../../../src/error.js';
import type { Mode } from './config.js';
import { recordedDraws } from './draws.js';
import { DS3_MIX } from './ds3.js';
import { compatScheduler } from './schedulers/index.js';
import { CompatSimulator } from './simulator.js';

/** One cell: ticks, `deadlock` (nothing can be launched any more) or `aborts` (the planner gives up). */
export interface SingleJobCell {
  readonly mode: Mode;
  readonly platform: string;
  readonly scheduler: string;
  readonly job: string;
  readonly latency: number | 'deadlock' | 'aborts';
}

const TOPS = Array.from({ length: 10 }, (_, i) => `top-${i + 1}`);
const EVENT_DRIVEN = ['MET', 'EFT', 'ETF', 'ETF_LB', 'STF'];
const PLANNERS = ['HEFT_RT', 'PEFT_RT', 'HEFT', 'PEFT'];

/** All cells of the table. */
export function singleJobTable(): SingleJobCell[] {
  return [
    ...cells('ds3', 'ds3-accelerators', { schedulers: EVENT_DRIVEN, jobs: DS3_MIX.jobs }),
    ...cells('dash', 'ds3-accelerators', { schedulers: PLANNERS, jobs: DS3_MIX.jobs }),
    ...cells('ds3', 'ds3-big-little', { schedulers: EVENT_DRIVEN, jobs: DS3_MIX.jobs }),
    ...cells('dash', 'ds3-big-little', { schedulers: ['HEFT_RT'], jobs: DS3_MIX.jobs }),
    ...cells('socrates', 'socrates-top', { schedulers: ['MET', 'STF', 'EFT', 'ETF', 'HEFT_RT'], jobs: TOPS }),
    ...cells('dash', 'ds3-top', { schedulers: PLANNERS, jobs: ['topcuoglu'] }),
  ];
}

function cells(
  mode: Mode,
  platform: string,
  { schedulers, jobs }: { readonly schedulers: readonly string[]; readonly jobs: readonly string[] },
): SingleJobCell[] {
  return schedulers.flatMap((scheduler) =>
    jobs.map((job) => ({
      mode,
      platform,
      scheduler,
      job,
      latency: singleJobLatency({ mode, platform, scheduler, job }),
    })),
  );
}

/** Latency of one job that arrives at time 0. */
export function singleJobLatency(cell: Omit<SingleJobCell, 'latency'>): SingleJobCell['latency'] {
  const { mode, platform, scheduler, job } = cell;
  const ends = mode === 'socrates' ? { length: 100_000, fillAtStart: false } : { stopAfterJobs: 1 };
  const sim = new CompatSimulator(
    { mode, platform, jobs: [job], arrival: 'fixed', scale: 100_000, maxJobs: 1, ...ends },
    recordedDraws({ wait: [], type: [0], gauss: [] }),
  );
  try {
    const ending = sim.run(compatScheduler(scheduler));
    return ending === 'no progress' ? 'deadlock' : sim.state.makespan;
  } catch (error) {
    if (error instanceof ArenaError && error.message.includes('aborts')) return 'aborts';
    throw error;
  }
}
