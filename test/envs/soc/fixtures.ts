/** Tiny platforms and simulators for tests. */
import { parseSocConfig, type SocConfigInput } from '../../../envs/soc/config.js';
import { SocGraph } from '../../../envs/soc/graph.js';
import { compileModel } from '../../../envs/soc/model.js';
import type { PlatformInput } from '../../../envs/soc/platform.js';
import { SocSimulator } from '../../../envs/soc/simulator.js';
import { SocTrace } from '../../../envs/soc/trace.js';
import { createWorkload } from '../../../envs/soc/workload.js';
import type { ScheduleTrace } from '../../../src/env.js';
import { createRng } from '../../../src/rng.js';

/** Processors of one kind each, by their execution times; bandwidth 1 between all, 1000 at home, memory 2. */
export function tinyPlatform(...times: readonly Readonly<Record<string, number>>[]): PlatformInput {
  const all = times.map((_, i) => i);
  return {
    name: 'tiny',
    timeUnit: 'us',
    clusters: [
      ...times.map((executionTime, i) => ({
        name: `P${i}`,
        type: 'CPU',
        processors: 1,
        operatingPoints: [{ megahertz: 1000, millivolts: 900 }],
        executionTime: { ...executionTime },
      })),
      { name: 'M', type: 'MEM', processors: 1 },
    ],
    bandwidth: {
      self: 1000,
      links: [
        [all, all, 1],
        [all, [times.length], 2],
      ],
    },
  };
}

export interface Played {
  readonly simulator: SocSimulator;
  readonly trace: ScheduleTrace;
}

/** A simulator at the start of the episode of a seed. */
export function startSoc(config: SocConfigInput, seed = 0): { simulator: SocSimulator; recorded: SocTrace } {
  const parsed = parseSocConfig(config);
  const model = compileModel(parsed);
  const graph = new SocGraph(model, parsed.admission.maxLiveJobs);
  const simulator = new SocSimulator(model, parsed, { graph: (of) => graph.of(of) });
  const recorded = new SocTrace(simulator);
  simulator.recorder = recorded;
  simulator.reset(createWorkload(parsed, model, createRng(seed)));
  return { simulator, recorded };
}

/** Plays the episode of a seed to its end. */
export function play(config: SocConfigInput, choose: Parameters<SocSimulator['run']>[0], seed = 0): Played {
  const { simulator, recorded } = startSoc(config, seed);
  simulator.run(choose);
  return { simulator, trace: recorded.read() };
}

/** Rows [task, processor, start, finish] of a trace, by task. */
export function rowsOf(trace: ScheduleTrace): number[][] {
  return Array.from({ length: trace.length }, (_, row) => [
    trace.task[row],
    trace.resource[row],
    trace.start[row],
    trace.finish[row],
  ]).sort((a, b) => a[0] - b[0]);
}
