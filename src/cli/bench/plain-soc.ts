/**
 * The system-on-chip's correct mode once more, as slowly and plainly as possible: objects, lists, and at every instant
 * a search over everything for what happens next. Tests hold the fast simulator against it, decision by decision, and
 * the bench measures the ratio of their speeds. Left out: power and frequencies.
 */
import { automotivePlatform, automotiveTemplate, type CarriedEdge } from '../../../envs/soc/automotive.js';
import type { SocConfig } from '../../../envs/soc/config.js';
import { type JobTemplate, jobTemplate, validateJob } from '../../../envs/soc/job.js';
import { type Platform, platform, validatePlatform } from '../../../envs/soc/platform.js';
import type { Workload } from '../../../envs/soc/workload.js';
import { noiseFactor } from '../../sim/noise.js';

export interface PlainTask {
  readonly id: number;
  readonly index: number; // within its job
  readonly name: string;
  readonly job: PlainJob;
  state: 'waiting' | 'on the way' | 'ready' | 'bound' | 'running' | 'done';
  processor: PlainProcessor | null;
  inMemory: number; // ticks at which all inputs produced so far lie in the shared memory
  inputsAt: number; // ticks at which the inputs are on its processor
  start: number;
  finish: number; // as executed
}

export interface PlainJob {
  readonly id: number;
  readonly template: JobTemplate;
  readonly carried: CarriedEdge | undefined;
  readonly arrival: number; // ticks
  readonly priority: number;
  readonly deadline: number; // ticks, absolute
  readonly tasks: PlainTask[];
  readonly before: PlainTask | null; // whose result a task of this job takes
  finish: number; // ticks; NaN while unfinished
}

export interface PlainProcessor {
  readonly index: number; // among those that execute
  readonly id: number; // on the platform
  readonly times: Readonly<Record<string, number>>; // ticks by task name
  running: PlainTask | null;
  readonly queue: PlainTask[]; // in order of binding
}

export class PlainSoc {
  readonly processors: PlainProcessor[];
  readonly ready: PlainTask[] = []; // oldest first
  readonly jobs: PlainJob[] = []; // all that ever entered
  now = 0;
  dropped = 0;
  truncated = false;
  private readonly config: SocConfig;
  private readonly platform: Platform;
  private readonly workload: Workload;
  private readonly links = new Map<string, number>(); // "from>to" → ticks at which it is free
  private readonly inside: PlainJob[] = []; // oldest first
  private readonly onTheWay: PlainTask[] = []; // to the shared memory, in order of production
  private previous: PlainJob | null = null; // the last job with a carried result
  private arrived = 0; // jobs
  private entered = 0; // jobs, lost ones included
  private waited = false;

  constructor(config: SocConfig, workload: Workload) {
    this.config = config;
    this.workload = workload;
    const given = config.platform;
    if (given === 'automotive-soc') this.platform = validatePlatform(automotivePlatform());
    else this.platform = typeof given === 'string' ? platform(given) : validatePlatform(given);
    const clusters = this.platform.clusters.filter(({ executionTime }) => Object.keys(executionTime).length > 0);
    this.processors = clusters
      .flatMap((cluster) => cluster.processors.map((id) => ({ id, times: cluster.executionTime })))
      .map((row, index) => ({ ...row, index, running: null, queue: [] }));
    if (config.arrival.process === 'closed') for (let i = 0; i < config.arrival.jobsInSystem; i++) this.enterNext();
  }

  /** Goes on until something is to decide (true) or the episode ends (false). */
  advance(): boolean {
    while (!this.truncated) {
      if (!this.waited && this.ready.some((task) => this.choices(task).length > 0)) return true;
      const time = this.nextTime();
      const horizon = this.config.episode.durationTicks ?? Number.POSITIVE_INFINITY;
      if (time === Number.POSITIVE_INFINITY && horizon === Number.POSITIVE_INFINITY) return false;
      if (time >= horizon) {
        const done = this.entered === this.workload.jobCount && this.live().length === 0;
        if (done && this.config.episode.jobs !== null) return false;
        this.now = horizon;
        this.truncated = true;
        return false;
      }
      this.now = time;
      this.waited = false;
      this.instant();
    }
    return false;
  }

  /** Processors that a ready task may be given to now. */
  choices(task: PlainTask): PlainProcessor[] {
    const late = this.config.binding === 'late';
    return this.processors.filter(
      ({ times, running, queue }) =>
        times[task.name] !== undefined && !(late && (running !== null || queue.length > 0)),
    );
  }

  /** Whether waiting is allowed now. */
  get mayWait(): boolean {
    if (this.config.binding !== 'late') return false;
    if (this.processors.some(({ running, queue }) => running !== null || queue.length > 0)) return true;
    if (this.onTheWay.length > 0) return true;
    const open = this.config.arrival.process !== 'closed' && this.arrived < this.workload.jobCount;
    return open && this.live().length < this.config.admission.maxLiveJobs;
  }

  wait(): void {
    this.waited = true;
  }

  place(task: PlainTask, processor: PlainProcessor): void {
    this.ready.splice(this.ready.indexOf(task), 1);
    task.inputsAt = this.inputs(task, processor, true);
    task.processor = processor;
    task.state = 'bound';
    processor.queue.push(task);
    if (processor.running === null) this.startOn(processor);
  }

  /** Ticks at which a task's inputs would be on a processor; `reserve` takes the links for them. */
  inputs(task: PlainTask, to: PlainProcessor, reserve = false): number {
    let last = this.now;
    for (const [producer, volume] of this.producers(task)) {
      if (producer.processor === null) continue;
      const shared = this.config.communication.route === 'shared-memory';
      const from = shared ? this.platform.memoryProcessor : producer.processor.id;
      const begin = shared || this.config.communication.transfer === 'from-binding' ? this.now : producer.finish;
      last = Math.max(last, this.move(from, to.id, { begin, volume, reserve }));
    }
    return last;
  }

  /** Expected ticks at which a processor has done what it was given, processed in order of binding. */
  expectedFree(processor: PlainProcessor): number {
    let end = this.now;
    if (processor.running) end = Math.max(end, processor.running.start + processor.times[processor.running.name]);
    for (const task of processor.queue) end += processor.times[task.name];
    for (const task of processor.queue) end = Math.max(end, task.inputsAt + processor.times[task.name]);
    return end;
  }

  /** Jobs inside the chip, oldest first. */
  live(): PlainJob[] {
    return this.inside;
  }

  private producers(task: PlainTask): [producer: PlainTask, volume: number][] {
    const { job } = task;
    const inputs = job.template.edges
      .filter(([, to]) => to === task.index)
      .map(([from, , volume]): [PlainTask, number] => [job.tasks[from], volume]);
    if (job.before !== null && job.carried?.to === task.index) inputs.push([job.before, job.carried.volume]);
    return inputs;
  }

  private move(from: number, to: number, what: { begin: number; volume: number; reserve: boolean }): number {
    const ticks = Math.floor(what.volume / this.platform.bandwidth[from][to]);
    if (this.config.communication.contention === 'none' || ticks === 0) return what.begin + ticks;
    const link = `${from}>${to}`;
    const end = Math.max(what.begin, this.links.get(link) ?? 0) + ticks;
    if (what.reserve) this.links.set(link, end);
    return end;
  }

  /** When a processor has its next event: the end of what it runs, or the next data it waits for. */
  private eventOf({ running, queue }: PlainProcessor): number {
    return running ? running.finish : Math.min(Number.POSITIVE_INFINITY, ...queue.map(({ inputsAt }) => inputsAt));
  }

  private nextTime(): number {
    const times = this.processors.map((processor) => this.eventOf(processor));
    for (const task of this.onTheWay) times.push(task.inMemory);
    if (this.config.arrival.process !== 'closed' && this.arrived < this.workload.jobCount)
      times.push(this.workload.arrival[this.arrived]);
    return Math.min(Number.POSITIVE_INFINITY, ...times);
  }

  private instant(): void {
    for (;;) {
      const processor = this.processors.find((candidate) => this.eventOf(candidate) === this.now);
      if (!processor) break;
      if (processor.running) this.finish(processor.running, processor);
      else this.startOn(processor);
    }
    const landed = this.onTheWay.filter(({ inMemory }) => inMemory <= this.now);
    for (const task of landed) {
      this.onTheWay.splice(this.onTheWay.indexOf(task), 1);
      this.makeReady(task);
    }
    if (this.config.arrival.process !== 'closed') this.arrive();
  }

  private arrive(): void {
    const { arrival, jobCount } = this.workload;
    const { maxLiveJobs, whenFull } = this.config.admission;
    while (this.arrived < jobCount && arrival[this.arrived] <= this.now) {
      this.arrived++;
      if (whenFull === 'queue') continue;
      if (this.live().length < maxLiveJobs) this.enter(this.arrived - 1);
      else this.dropped++;
      this.entered = this.arrived;
    }
    this.admit();
  }

  private admit(): void {
    while (this.entered < this.arrived && this.live().length < this.config.admission.maxLiveJobs)
      this.enter(this.entered++);
  }

  private enterNext(): void {
    if (this.arrived === this.workload.jobCount) return;
    this.entered = ++this.arrived;
    this.enter(this.arrived - 1);
  }

  private enter(id: number): void {
    const entry = this.config.jobs[this.workload.template[id]];
    const driving = typeof entry.template === 'string' ? automotiveTemplate(entry.template) : undefined;
    let template: JobTemplate;
    if (driving) template = validateJob(driving.job);
    else template = typeof entry.template === 'string' ? jobTemplate(entry.template) : validateJob(entry.template);
    const arrival = this.config.arrival.process === 'closed' ? this.now : this.workload.arrival[id];
    const { previous } = this;
    const job: PlainJob = {
      id,
      template,
      carried: driving?.carried,
      arrival,
      priority: entry.priority,
      deadline: arrival + (entry.deadlineTicks ?? Number.POSITIVE_INFINITY),
      tasks: [],
      before: previous && driving ? previous.tasks[previous.carried?.from ?? 0] : null,
      finish: Number.NaN,
    };
    template.tasks.forEach(({ name }, index) => {
      job.tasks.push({
        id: this.workload.firstTask[id] + index,
        index,
        name,
        job,
        state: 'waiting',
        processor: null,
        inMemory: 0,
        inputsAt: 0,
        start: Number.NaN,
        finish: Number.NaN,
      });
    });
    this.jobs.push(job);
    this.inside.push(job);
    if (driving) this.previous = job;
    for (const task of job.tasks) {
      this.takeCarried(task);
      if (!this.inputsDone(task)) continue;
      if (task.inMemory > this.now) this.onTheWay.push(task);
      else this.makeReady(task);
    }
  }

  /** A result of the previous frame that was produced before this job entered went to the shared memory then. */
  private takeCarried({ job, index }: PlainTask): void {
    const { before, carried } = job;
    if (this.config.communication.route === 'direct' || before?.state !== 'done' || carried?.to !== index) return;
    const rate = this.platform.bandwidth[before.processor!.id][this.platform.memoryProcessor];
    job.tasks[index].inMemory = before.finish + Math.floor(carried.volume / rate);
  }

  private inputsDone(task: PlainTask): boolean {
    return this.producers(task).every(([{ state }]) => state === 'done');
  }

  private makeReady(task: PlainTask): void {
    task.state = 'ready';
    this.ready.push(task);
  }

  private startOn(processor: PlainProcessor): void {
    const there = processor.queue.filter(({ inputsAt }) => inputsAt <= this.now);
    if (there.length === 0) return;
    const discipline = this.config.queueDiscipline;
    let first = there[0];
    for (const task of there) {
      if (discipline === 'priority' && task.job.priority > first.job.priority) first = task;
      if (discipline === 'deadline' && task.job.deadline < first.job.deadline) first = task;
    }
    processor.queue.splice(processor.queue.indexOf(first), 1);
    processor.running = first;
    first.state = 'running';
    first.start = this.now;
    first.finish = this.now + this.duration(first, processor);
  }

  private duration(task: PlainTask, processor: PlainProcessor): number {
    const expected = processor.times[task.name];
    if (expected === 0) return 0;
    const { id } = task.job;
    const factor = noiseFactor(this.workload.noiseSeed, 1, id, task.index, this.config.executionNoise);
    return Math.max(1, Math.round(expected * factor));
  }

  private finish(task: PlainTask, processor: PlainProcessor): void {
    task.state = 'done';
    processor.running = null;
    this.startOn(processor);
    for (const [successor, volume] of this.consumers(task)) {
      if (this.config.communication.route === 'shared-memory') {
        const written = this.move(processor.id, this.platform.memoryProcessor, {
          begin: this.now,
          volume,
          reserve: true,
        });
        successor.inMemory = Math.max(successor.inMemory, written);
      }
      if (!this.inputsDone(successor)) continue;
      if (successor.inMemory > this.now) {
        successor.state = 'on the way';
        this.onTheWay.push(successor);
      } else this.makeReady(successor);
    }
    const { job } = task;
    if (job.tasks.some(({ state }) => state !== 'done')) return;
    job.finish = this.now;
    this.inside.splice(this.inside.indexOf(job), 1);
    if (this.config.arrival.process === 'closed') this.enterNext();
    else this.admit();
  }

  private consumers(task: PlainTask): [consumer: PlainTask, volume: number][] {
    const { job } = task;
    const outputs = job.template.edges
      .filter(([from]) => from === task.index)
      .map(([, to, volume]): [PlainTask, number] => [job.tasks[to], volume]);
    for (const next of this.inside)
      if (next.before === task && next.carried) outputs.push([next.tasks[next.carried.to], next.carried.volume]);
    return outputs;
  }
}

/** Least expected end over all ready tasks and processors; the first of equals. Plays an episode to its end. */
export function runPlainEtf(soc: PlainSoc): void {
  while (soc.advance()) {
    let best: { task: PlainTask; processor: PlainProcessor; end: number } | null = null;
    for (const task of soc.ready)
      for (const processor of soc.choices(task)) {
        const end = Math.max(soc.expectedFree(processor), soc.inputs(task, processor)) + processor.times[task.name];
        if (best === null || end < best.end) best = { task, processor, end };
      }
    if (best) soc.place(best.task, best.processor);
    else soc.wait();
  }
}

/** The processor with the least execution time for the oldest ready task; the first of equals. */
export function runPlainMet(soc: PlainSoc): void {
  while (soc.advance()) {
    const task = soc.ready.find((candidate) => soc.choices(candidate).length > 0);
    if (!task) return;
    const [best] = soc.choices(task).sort((a, b) => a.times[task.name] - b.times[task.name] || a.index - b.index);
    soc.place(task, best);
  }
}
