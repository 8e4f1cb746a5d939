/**
 * The published simulators behind the same placement view: in modes `socrates`, `ds3` and `dash` an agent binds every
 * ready task of a manager's turn, in the order in which launches shall be tried, and the compatible simulator does the
 * rest, faults included. Arrivals, types and noise come from seeded streams. Latency runs from injection, as
 * published; jobs that the full system does not let in are not counted.
 */
import type { ScheduleTrace } from '../../src/env.js';
import { ArenaError } from '../../src/error.js';
import { type PlacementTable, waitAction } from '../../src/placement.js';
import type { Rng } from '../../src/rng.js';
import { Arena } from '../../src/sim/arena.js';
import { type CompatConfig, CompatSimulator, type CompatSnapshot, type Mode, seededDraws } from './compat/index.js';
import { STAGE } from './compat/state.js';
import { CompatGraph } from './compat-graph.js';
import { compatInvariants, compatMetrics, compatTrace, jobArea } from './compat-report.js';
import type { SocConfig } from './config.js';
import type { SocKernel } from './kernel.js';
import type { SocModel } from './model.js';
import { RUNNING, TERMINATED, TRUNCATED } from './state.js';
import { createTable, taskGroups, writeConstants, writeLoad } from './table.js';

interface CompatSaved {
  readonly simulator: CompatSnapshot;
  readonly decisions: number;
  readonly area: number;
  readonly time: number;
  readonly view: Uint8Array; // bytes of the table
}

export class CompatKernel implements SocKernel {
  readonly table: PlacementTable;
  simulator: CompatSimulator;
  version = 0; // changes whenever the state does
  private readonly model: SocModel;
  private readonly config: SocConfig;
  private readonly settings: Partial<CompatConfig> & { readonly mode: Mode };
  private readonly awake: Float64Array; // [task row · g]
  private readonly arena = new Arena(); // of the table
  private decisions = 0;
  private area = 0; // job·ticks already rewarded
  private time = 0; // of the previous decision

  constructor(model: SocModel, config: SocConfig) {
    this.model = model;
    this.config = config;
    this.settings = compatSettings(model, config);
    const graph = new CompatGraph(model, config.admission.maxLiveJobs);
    this.table = createTable(model, config, { graph: () => graph.of(this), arena: this.arena });
    this.awake = taskGroups(model);
    this.simulator = this.create(null);
  }

  get now(): number {
    return this.simulator.now;
  }

  get ended(): number {
    const { ending } = this.simulator;
    if (ending === '') return RUNNING;
    return ending === 'jobs' ? TERMINATED : TRUNCATED;
  }

  get jobsInSystem(): number {
    return this.simulator.state.jobsInSystem;
  }

  reset(rng: Rng): void {
    this.simulator = this.create(rng);
    this.decisions = 0;
    this.area = 0;
    this.time = 0;
    this.version++;
    this.table.clear();
    writeConstants(this.table, this.model);
  }

  advance(): boolean {
    const { table, simulator } = this;
    if (table.items.count > 0) {
      this.writeProcessors();
      return true;
    }
    if (this.decisions > 0 && this.ended === RUNNING) simulator.finishDecision();
    const more = simulator.advanceToDecision();
    this.version++;
    table.now = simulator.now;
    table.elapsed = simulator.now - this.time;
    if (more) for (let i = 0; i < simulator.ready.length; i++) if (!this.show(simulator.ready.items[i])) break;
    table.items.overflow = more ? simulator.ready.length - table.items.count : 0;
    this.writeProcessors();
    return more;
  }

  act(action: number): void {
    const { table, simulator, model } = this;
    if (table.mask[action] !== 1 || action === waitAction(table.shape))
      throw new ArenaError(
        `envs/soc: action ${action} is not allowed by the present mask (0…${table.mask.length - 1})`,
      );
    const slot = Math.floor(action / model.processorCount);
    simulator.bind(table.items.id[slot], model.processorId[action % model.processorCount]);
    this.decisions++;
    this.version++;
    this.time = simulator.now;
    table.elapsed = 0;
    table.remove(slot);
    if (table.items.overflow > 0) this.showNext();
  }

  reward(): number {
    const area = jobArea(this.simulator);
    const reward = -(area - this.area) / this.config.reward.scale;
    this.area = area;
    return reward;
  }

  metrics(): Record<string, number> {
    return compatMetrics(this.simulator, this.model, this.decisions);
  }

  invariants(): string[] {
    return compatInvariants(this.simulator);
  }

  trace(): ScheduleTrace {
    return compatTrace(this.simulator, this.model);
  }

  save(): CompatSaved {
    const { decisions, area, time } = this;
    return { simulator: this.simulator.snapshot(), decisions, area, time, view: this.arena.snapshot() };
  }

  load(saved: unknown, rng: Rng): void {
    const { simulator, decisions, area, time, view } = saved as CompatSaved;
    this.reset(rng);
    this.simulator.restore(simulator);
    Object.assign(this, { decisions, area, time });
    this.arena.restore(view);
  }

  copyFrom(other: SocKernel, rng: Rng): void {
    this.load((other as CompatKernel).save(), rng);
  }

  private create(rng: Rng | null): CompatSimulator {
    const stream = (name: string) => rng?.fork(name) ?? Object.assign(() => 0, {});
    const { arrival = 'exponential', scale = 1, noiseStd = 0 } = this.settings;
    const probabilities = this.settings.probabilities ?? [];
    const streams = { arrivals: stream('arrivals'), types: stream('types'), noise: stream('noise') };
    return new CompatSimulator(this.settings, seededDraws({ arrival, scale, probabilities, noiseStd }, streams));
  }

  /** The first ready task that has no slot yet moves in. */
  private showNext(): void {
    const { items } = this.table;
    const { ready, state } = this.simulator;
    const shown = new Set(Array.from({ length: items.count }, (_, i) => items.id[items.slots[i]]));
    for (let i = 0; i < ready.length; i++) {
      const task = ready.items[i];
      if (state.tasks.stage[task] !== STAGE.ready || shown.has(task)) continue;
      this.show(task);
      items.overflow--;
      return;
    }
  }

  /** Gives a ready task a slot; false when all are taken. */
  private show(task: number): boolean {
    const { table, model, simulator } = this;
    const slot = table.add();
    if (slot < 0) return false;
    const { items, cost, ready, mask } = table;
    const { tasks, jobs } = simulator.state;
    const u = tasks.kind[task];
    const job = tasks.job[task];
    const template = jobs.template[job];
    items.id[slot] = task;
    items.kind[slot] = template;
    items.job[slot] = job;
    items.since[slot] = simulator.now;
    items.remainingWork[slot] = model.remainingWork[u];
    items.upwardRank[slot] = model.upwardRank[u];
    items.priority[slot] = model.priority[template];
    items.deadline[slot] = jobs.injected[job] + model.deadline[template];
    items.columns.minimumCost[slot] = model.minimumCost[u];
    items.columns.successors[slot] = model.successorStart[u + 1] - model.successorStart[u];
    items.columns.level[slot] = model.level[u];
    items.columns.communicationMax[slot] = model.communicationMax[u];
    items.columns.jobArrival[slot] = jobs.injected[job];
    const g = table.groups.names.length;
    for (let i = 0; i < g; i++) table.groups.awake[slot * g + i] = this.awake[u * g + i];
    for (let p = 0; p < model.processorCount; p++) {
      const pair = slot * model.processorCount + p;
      cost[pair] = model.cost[u * model.processorCount + p];
      mask[pair] = cost[pair] === Number.POSITIVE_INFINITY ? 0 : 1;
      ready[pair] = mask[pair] === 1 ? simulator.dataReadyTick(task, model.processorId[p]) : simulator.now;
    }
    return true;
  }

  private writeProcessors(): void {
    const { table, simulator, model } = this;
    const { resources } = table;
    const { state, power } = simulator;
    const frequencies = power?.megahertz();
    resources.queueLength.fill(0);
    resources.columns.busy.fill(0);
    let outstanding = table.items.count + table.items.overflow;
    for (let p = 0; p < model.processorCount; p++) {
      const id = model.processorId[p];
      resources.freeAt[p] = simulator.freeTick(id);
      resources.columns.busy[p] = state.busy[id];
      const megahertz = frequencies?.[simulator.tables.clusterOf[id]];
      if (megahertz === undefined) continue;
      resources.columns.frequencyMegahertz[p] = megahertz;
      resources.speed[p] = megahertz / (model.clusters[model.clusterOf[p]].operatingPoints.at(-1)?.megahertz ?? 1);
      resources.columns.temperatureCelsius[p] = Math.max(...(power?.state.celsius ?? [0]));
    }
    for (let job = 0; job < state.jobs.count; job++) {
      if (state.jobs.tailFinish[job] >= 0) continue;
      const template = state.jobs.template[job];
      const size = model.taskStart[template + 1] - model.taskStart[template];
      for (let i = 0; i < size; i++) {
        const task = state.jobs.firstTask[job] + i;
        const stage = state.tasks.stage[task];
        if (stage < STAGE.executable || stage === STAGE.completed) continue;
        const p = model.processorId.indexOf(state.tasks.processor[task]);
        resources.queueLength[p]++;
        outstanding++;
      }
    }
    writeLoad(table, outstanding);
  }
}

/** The compatible configuration that a configuration of this environment means. @throws ArenaError where there is none. */
function compatSettings(model: SocModel, config: SocConfig): Partial<CompatConfig> & { readonly mode: Mode } {
  const mode = config.mode as Mode;
  const refuse = (what: string): never => {
    throw new ArenaError(`envs/soc: mode \`${mode}\` has ${what}`);
  };
  const { arrival, reward, power, frequency } = config;
  if (arrival.process !== 'poisson' && arrival.process !== 'deterministic')
    return refuse(`no arrival process \`${arrival.process}\` (poisson or deterministic)`);
  if (config.sequence !== null) refuse('no sequence of jobs');
  if (model.carriedFrom.some((task) => task >= 0)) refuse('no results carried from job to job');
  if (reward.kind !== 'latency') refuse(`only the reward \`latency\`, not \`${reward.kind}\``);
  const powered = mode === 'ds3' && power.enabled !== false;
  if (power.enabled === true && !powered) refuse('no power model');
  if (frequency.governor !== 'performance' && !powered) refuse('no frequency scaling');
  const total = config.jobs.reduce((sum, { probability }) => sum + probability, 0);
  const clocked = model.platform.clusters.filter(({ operatingPoints }) => operatingPoints.length > 0);
  const governor = (points: number) =>
    frequency.governor.startsWith('constant') && points === 1 ? 'performance' : frequency.governor;
  return {
    mode,
    platform: model.platform,
    jobs: model.templates,
    probabilities: config.jobs.map(({ probability }) => probability / total),
    arrival: arrival.process === 'poisson' ? 'exponential' : 'fixed',
    scale: arrival.process === 'poisson' ? arrival.meanInterval : arrival.interval,
    length: config.episode.durationTicks,
    stopAfterJobs: config.episode.jobs,
    maxJobs: config.admission.maxLiveJobs,
    fillAtStart: mode === 'socrates',
    noiseStd: config.executionNoise,
    communication: config.communication.route === 'direct' ? 'pe-to-pe' : 'shared-memory',
    governors: powered
      ? Object.fromEntries(clocked.map(({ name, operatingPoints }) => [name, governor(operatingPoints.length)]))
      : null,
    throttling: frequency.throttling,
    power: powered,
  };
}
