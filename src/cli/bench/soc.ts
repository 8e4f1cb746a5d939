/**
 * Benchmarks of the system-on-chip environment: tasks per second through the simulator and decisions per second through
 * `env.step`; how cost grows with processors and live jobs; idle time; and memory that steps keep. The baseline is the
 * plain object-based simulator of the same semantics on the same workload, timed in the same run, with the same
 * scheduler where it has it (MET and ETF), else with MET. Lines without one: energy, which the plain simulator leaves
 * out, memory, and `relative throughput`, a rate over that of the smallest size. Episodes are drawn before the clock
 * starts.
 */
import '../../../agents/index.js';
import '../../../envs/index.js';
import { parseSocConfig, type SocConfigInput } from '../../../envs/soc/config.js';
import { SocEnv } from '../../../envs/soc/env.js';
import { SocGraph } from '../../../envs/soc/graph.js';
import { compileModel } from '../../../envs/soc/model.js';
import { ds3Mix } from '../../../envs/soc/scenarios.js';
import { SocSimulator } from '../../../envs/soc/simulator.js';
import { COMPLETED, TASKS_COMPLETED } from '../../../envs/soc/state.js';
import { createWorkload } from '../../../envs/soc/workload.js';
import type { ActContext, Agent } from '../../agent.js';
import type { PlacementView } from '../../placement.js';
import { agents, makeAgent } from '../../registry.js';
import { createRng, type Rng } from '../../rng.js';
import type { Json } from '../../space/space.js';
import { type BenchArea, type BenchContext, measureRate } from './case.js';
import { PlainSoc, runPlainEtf, runPlainMet } from './plain-soc.js';
import { playSteps, retainedPerStep } from './step-loop.js';
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

/** The stream of the first episode under the seed, as the environment draws it. */
function stream(): Rng {
  return createRng(SEED).fork('soc').fork(0);
}

const PLAIN = { met: runPlainMet, etf: runPlainEtf } as const;
type PlainScheduler = keyof typeof PLAIN;

/** An episode ready to be run again and again with one scheduler, and the same one in the plain simulator. */
function episode(input: SocConfigInput, scheduler: PlainScheduler) {
  const config = parseSocConfig(input);
  const model = compileModel(config);
  const graph = new SocGraph(model, config.admission.maxLiveJobs);
  const simulator = new SocSimulator(model, config, { graph: (of) => graph.of(of) });
  const workload = createWorkload(config, model, stream());
  const agent = makeAgent(scheduler);
  const context = { rng: createRng(SEED).fork('agent'), deterministic: true };
  const run = (): void => {
    simulator.reset(workload);
    agent.reset?.();
    simulator.run((view) => agent.act(view, context));
  };
  run();
  const tasks = simulator.state.whole[TASKS_COMPLETED];
  const jobs = simulator.state.whole[COMPLETED];
  const baseline = (): void => PLAIN[scheduler](new PlainSoc(config, workload));
  return { run, baseline, tasks, jobs };
}

const LOADS = [
  ['sparse, scale 100', 100],
  ['dense, scale 25', 25],
] as const;

/** Scheduled tasks per second through the simulator. */
async function simulatorThroughput(context: BenchContext): Promise<void> {
  for (const [load, scale] of LOADS) {
    for (const scheduler of ['met', 'etf'] as const) {
      const { run, baseline, tasks } = episode(canonical(scale), scheduler);
      const name = `simulator, canonical, ${load}, ${scheduler}`;
      await measureRate({ area: 'soc', case: name, unit: 'tasks/s', work: tasks, run, baseline }, context);
    }
  }
}

/** Decisions per second through `env.step` with the full placement view, for every registered scheduler. */
async function stepThroughput(context: BenchContext): Promise<void> {
  for (const [load, scale] of LOADS) {
    const input = canonical(scale);
    const env = new SocEnv(input as unknown as Json, { id: 'bench/soc-v1' });
    const plain = { met: episode(input, 'met'), etf: episode(input, 'etf') };
    const measure = (name: string, agent: Agent, scheduler: PlainScheduler) => {
      const run = (): number => playSteps(env, agent, { seed: SEED, steps: 1 });
      const { baseline, tasks } = plain[scheduler];
      const text = `env.step, canonical, ${load}, ${name}`;
      const work = { work: run(), baselineWork: tasks };
      return measureRate({ area: 'soc', case: text, unit: 'decisions/s', ...work, run, baseline }, context);
    };
    for (const { id } of agents.all().filter(({ plays }) => plays === undefined || plays.includes('soc'))) {
      const known = id === 'met' || id === 'etf';
      await measure(known ? id : `${id} (plain simulator with MET)`, makeAgent(id), known ? id : 'met');
    }
    await measure('etf, graph read at every step', new GraphReader(makeAgent('etf')), 'etf');
  }
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

/** How the cost of a task grows with processors and with jobs in the system. */
async function growth(context: BenchContext): Promise<void> {
  for (const scheduler of ['met', 'etf'] as const) {
    const byProcessors = [4, 16, 64, 256].map((processors) => ({
      name: `growth, ${processors} processors, 16 live jobs, ${scheduler}`,
      unit: 'tasks/s' as const,
      ...episode(wideConfig({ processors, maxLiveJobs: 16, jobs: 100 }), scheduler),
    }));
    await compare(byProcessors, context);
    const byJobs = [3, 30, 300, 1000].map((maxLiveJobs) => ({
      name: `growth, 4 processors, ${maxLiveJobs} live jobs, ${scheduler}`,
      unit: 'tasks/s' as const,
      ...episode(wideConfig({ processors: 4, maxLiveJobs, jobs: 1000 }), scheduler),
    }));
    await compare(byJobs, context);
  }
}

/** Jobs per second of DS3's mix at growing idle time, with power and without. */
async function idleTime(context: BenchContext): Promise<void> {
  for (const power of ['on', 'off'] as const) {
    const cases = [50, 500, 5000].map((scale) => {
      const further = { episode: { jobs: 200 }, power: { enabled: power === 'on' } };
      const { run, baseline, tasks, jobs } = episode(ds3Mix(scale, further), 'etf');
      const name = `idle time, DS3 mix, power ${power}, scale ${scale}, etf`;
      return { name, unit: 'jobs/s' as const, run, tasks, jobs, ...(power === 'off' ? { baseline } : {}) };
    });
    await compare(cases, context);
  }
}

interface SizedCase {
  readonly name: string;
  readonly unit: 'tasks/s' | 'jobs/s';
  readonly run: () => void;
  readonly baseline?: () => void;
  readonly tasks: number; // per call
  readonly jobs: number; // per call
}

/** Measures cases of growing size; a second line sets each rate in relation to that of the first case. */
async function compare(cases: readonly SizedCase[], context: BenchContext): Promise<void> {
  let first = 0;
  for (const { name, unit, tasks, jobs, run, baseline } of cases) {
    const work = unit === 'jobs/s' ? jobs : tasks;
    const plain = baseline ? { baseline } : {};
    const { value } = await measureRate({ area: 'soc', case: name, unit, work, run, ...plain }, context);
    if (first === 0) first = value;
    const figure = { metric: 'relative throughput', value: value / first, unit: 'of the first size' };
    context.emit({ area: 'soc', case: name, ...figure, baseline: null, ratio: null });
  }
}

const SEGMENT_STEPS = 200_000;

/** Bytes that a step leaves in memory. */
function memory({ emit }: BenchContext): void {
  const env = new SocEnv(canonical(25) as unknown as Json, { id: 'bench/soc-v1' });
  const value = retainedPerStep(env, makeAgent('etf'), { seed: SEED, steps: SEGMENT_STEPS });
  const name = `retained memory, median of segments of ${SEGMENT_STEPS} steps, etf`;
  emit({ area: 'soc', case: name, metric: 'memory', value, unit: 'bytes/step', baseline: null, ratio: null });
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
