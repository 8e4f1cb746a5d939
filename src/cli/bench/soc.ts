/**
 * Benchmarks of the system-on-chip environment: tasks per second through the simulator and decisions per second through
 * `env.step`, each against the plain object-based simulator of the same semantics timed in the same run; how cost
 * grows with processors and live jobs; that idle time is free; and that the step loop keeps no memory. Episodes are
 * drawn before the clock starts.
 */
import '../../../agents/index.js';
import '../../../envs/index.js';
import { parseSocConfig, type SocConfigInput } from '../../../envs/soc/config.js';
import { SocEnv } from '../../../envs/soc/env.js';
import { SocGraph } from '../../../envs/soc/graph.js';
import { compileModel } from '../../../envs/soc/model.js';
import { SocSimulator } from '../../../envs/soc/simulator.js';
import { COMPLETED, TASKS_COMPLETED } from '../../../envs/soc/state.js';
import { createWorkload } from '../../../envs/soc/workload.js';
import type { ActContext, Agent } from '../../agent.js';
import type { PlacementView } from '../../placement.js';
import { agents, makeAgent } from '../../registry.js';
import { createRng } from '../../rng.js';
import type { Json } from '../../space/space.js';
import { type BenchArea, type BenchContext, type BenchLine, measureRate } from './case.js';
import { PlainSoc, runPlainEtf, runPlainMet } from './plain-soc.js';
import { measureHeap, medianRate } from './step-loop.js';
import { wideConfig } from './wide-soc.js';

const SEED = 7;
const CANONICAL_JOBS = 1000;

/** The Topcuoglu job on three processors; `scale` = mean interval between jobs in ticks. */
function canonical(scale: number, maxLiveJobs = 3): SocConfigInput {
  return {
    platform: 'socrates-top',
    jobs: [{ template: 'top-1' }],
    arrival: { process: 'poisson', meanInterval: scale },
    admission: { maxLiveJobs, whenFull: 'drop' },
    episode: { jobs: CANONICAL_JOBS },
  };
}

/** An episode ready to be run again and again with one scheduler. */
function episode(input: SocConfigInput, agentId: string) {
  const config = parseSocConfig(input);
  const model = compileModel(config);
  const graph = new SocGraph(model, config.admission.maxLiveJobs);
  const simulator = new SocSimulator(model, config, { graph: (of) => graph.of(of) });
  const workload = createWorkload(config, model, createRng(SEED));
  const agent = makeAgent(agentId);
  const context = { rng: createRng(SEED).fork('agent'), deterministic: true };
  const run = (): void => {
    simulator.reset(workload);
    agent.reset?.();
    simulator.run((view) => agent.act(view, context));
  };
  run();
  const tasks = simulator.state.whole[TASKS_COMPLETED];
  const jobs = simulator.state.whole[COMPLETED];
  return { config, workload, run, tasks, jobs };
}

const PLAIN = { met: runPlainMet, etf: runPlainEtf } as const;

/** Scheduled tasks per second through the simulator, against the plain simulator. */
async function simulatorThroughput(context: BenchContext): Promise<void> {
  for (const [load, scale] of [
    ['sparse, scale 100', 100],
    ['dense, scale 25', 25],
  ] as const) {
    for (const scheduler of ['met', 'etf'] as const) {
      const { config, workload, run, tasks } = episode(canonical(scale), scheduler);
      await measureRate(
        {
          area: 'soc',
          case: `simulator, canonical, ${load}, ${scheduler}`,
          unit: 'tasks/s',
          work: tasks,
          run,
          baseline: () => PLAIN[scheduler](new PlainSoc(config, workload)),
        },
        context,
      );
    }
  }
}

/** Decisions per second through `env.step` with the full placement view, for every registered scheduler. */
async function stepThroughput(context: BenchContext): Promise<void> {
  const { emit, timeMs } = context;
  for (const [load, scale] of [
    ['sparse, scale 100', 100],
    ['dense, scale 25', 25],
  ] as const) {
    const input = canonical(scale);
    const env = new SocEnv(input as unknown as Json, { id: 'bench/soc-v1' });
    for (const { id } of agents.all()) {
      const value = medianRate(env, makeAgent(id), { seed: SEED, timeMs });
      const plain = id === 'met' || id === 'etf' ? await plainRate(input, id, context) : null;
      emit(line(`env.step, canonical, ${load}, ${id}`, { value, unit: 'decisions/s', baseline: plain }));
    }
    const value = medianRate(env, new GraphReader(makeAgent('etf')), { seed: SEED, timeMs });
    emit(
      line(`env.step, canonical, ${load}, etf, graph read at every step`, {
        value,
        unit: 'decisions/s',
        baseline: null,
      }),
    );
  }
}

/** Decisions per second of the plain simulator. */
async function plainRate(input: SocConfigInput, scheduler: 'met' | 'etf', context: BenchContext): Promise<number> {
  const { config, workload, tasks } = episode(input, scheduler);
  const run = (): void => PLAIN[scheduler](new PlainSoc(config, workload));
  const rate = { area: 'soc', case: 'plain', unit: 'decisions/s', work: tasks, run };
  return (await measureRate(rate, { ...context, emit: () => {} })).value;
}

/** Makes the lazily built graph of the view up to date before every decision, as a graph network would. */
class GraphReader implements Agent {
  readonly name = 'graph-reader';
  private readonly inner: Agent;

  constructor(inner: Agent) {
    this.inner = inner;
  }

  act(view: PlacementView, context: ActContext): number {
    return view.graph.nodeCount > 0 ? this.inner.act(view, context) : this.propose(view);
  }

  propose(view: PlacementView): number {
    return this.inner.propose(view);
  }
}

/** How the cost of a task grows with processors and with jobs in the system; ratio = rate over that of the smallest. */
async function growth(context: BenchContext): Promise<void> {
  for (const scheduler of ['met', 'etf'] as const) {
    let first = 0;
    for (const processors of [4, 16, 64, 256]) {
      const { run, tasks } = episode(wideConfig({ processors, maxLiveJobs: 16, jobs: 200 }), scheduler);
      first = await grown(context, { name: `${processors} processors, 16 live jobs, ${scheduler}`, run, tasks, first });
    }
    first = 0;
    for (const maxLiveJobs of [3, 30, 300, 1000]) {
      const { run, tasks } = episode(wideConfig({ processors: 4, maxLiveJobs, jobs: 2000 }), scheduler);
      first = await grown(context, { name: `4 processors, ${maxLiveJobs} live jobs, ${scheduler}`, run, tasks, first });
    }
  }
}

async function grown(
  context: BenchContext,
  { name, run, tasks, first }: { name: string; run: () => void; tasks: number; first: number },
): Promise<number> {
  const silent = { ...context, emit: () => {} };
  const { value } = await measureRate({ area: 'soc', case: name, unit: 'tasks/s', work: tasks, run }, silent);
  const baseline = first === 0 ? value : first;
  context.emit(line(`growth, ${name}`, { value, unit: 'tasks/s', baseline }));
  return baseline;
}

/** Jobs per second of DS3's mix, power model on, at growing idle time; ratio = rate over that at scale 50. */
async function idleTime(context: BenchContext): Promise<void> {
  let first = 0;
  for (const scale of [50, 500, 5000]) {
    const mix = ['wifi-tx', 'wifi-rx', 'range-detection', 'single-carrier-tx', 'temporal-mitigation'];
    const { run, jobs } = episode(
      {
        platform: 'ds3-accelerators',
        jobs: mix.map((template) => ({ template })),
        arrival: { process: 'poisson', meanInterval: scale },
        admission: { maxLiveJobs: 12 },
        episode: { jobs: 200 },
      },
      'etf',
    );
    const silent = { ...context, emit: () => {} };
    const { value } = await measureRate({ area: 'soc', case: '', unit: 'jobs/s', work: jobs, run }, silent);
    if (first === 0) first = value;
    const name = `idle time, DS3 mix with power, scale ${scale}, etf`;
    context.emit(line(name, { value, unit: 'jobs/s', baseline: first }));
  }
}

/** Bytes that a million steps leave on the heap. */
function memory({ emit }: BenchContext): void {
  const env = new SocEnv(canonical(25) as unknown as Json, { id: 'bench/soc-v1' });
  const { bytes, steps } = measureHeap(env, makeAgent('etf'), { seed: SEED, steps: 1_000_000 });
  const value = bytes / steps;
  emit({
    ...line(`heap growth over ${steps} steps, etf`, { value, unit: 'bytes/step', baseline: null }),
    metric: 'memory',
  });
}

function line(
  name: string,
  { value, unit, baseline }: { value: number; unit: string; baseline: number | null },
): BenchLine {
  const ratio = baseline === null ? null : value / baseline;
  return { area: 'soc', case: name, metric: 'throughput', value, unit, baseline, ratio };
}

export const socBench: BenchArea = {
  name: 'soc',
  description: 'simulator, steps, growth, idle time and memory of the system-on-chip environment',
  async run(context) {
    await simulatorThroughput(context);
    await stepThroughput(context);
    await growth(context);
    await idleTime(context);
    memory(context);
  },
};
