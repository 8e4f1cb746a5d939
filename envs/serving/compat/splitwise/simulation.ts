/**
 * A whole run of the phase-split simulator: requests arrive, are routed, run their prompt and their token task, with a
 * transfer of the KV cache between them where these run on two instances. Transfers do not share the link; one that
 * finds no memory at its destination tries again every second. Leaves out failures, and memory that is never freed
 * because half-done requests fill it: such a run is refused when it comes to a stop.
 */
import { ArenaError, ensure } from '../../../../src/error.js';
import { EventClock } from './event-heap.js';
import { Instance } from './instance.js';
import { DEFAULTS, type PhaseSplitOptions } from './options.js';
import { orcaRule } from './orca-rule.js';
import { PhaseRequest, type PhaseTask, type TracedRequest } from './phase-task.js';
import { type PhaseSplitRow, resultRow } from './result-row.js';
import { createRouter } from './routers.js';
import { splitwiseRule } from './splitwise-rule.js';

export interface PhaseSplitResult {
  readonly rows: readonly PhaseSplitRow[]; // [request]
  readonly iterations: number; // of all instances
  readonly groups: number; // runs of iterations with one batch = completion events
}

/** Seconds between two tries of a transfer. */
const RETRY = 1;

/**
 * Plays a trace to its end. Errors: `ArenaError` for a fleet without instances, a request that can never fit, and a run
 * that stops because unfinished requests hold all memory.
 */
export function simulatePhaseSplit(trace: readonly TracedRequest[], options: PhaseSplitOptions): PhaseSplitResult {
  const run = new PhaseSplitRun(options);
  const requests = run.play(trace);
  const unfinished = requests.filter((request) => request.token.state !== 'finished').length;
  ensure(unfinished === 0, `phase split: ${unfinished} requests never end: ${FULL}`);
  return {
    rows: requests.map(resultRow),
    iterations: run.instances.reduce((sum, instance) => sum + instance.iterations, 0),
    groups: run.instances.reduce((sum, instance) => sum + instance.groups, 0),
  };
}

const FULL = 'half-done ones hold all the memory; give more memoryLimit or instances';

class PhaseSplitRun {
  readonly instances: readonly Instance[];
  private readonly settings: typeof DEFAULTS & PhaseSplitOptions;
  private readonly clock: EventClock;
  private readonly destination: Instance[] = []; // [request]
  private waiting = 0; // transfers without memory at their destination
  private fruitless = 0; // tries in a row with nothing else to happen

  constructor(options: PhaseSplitOptions) {
    this.settings = { ...DEFAULTS, ...options } as typeof this.settings;
    const { instances, promptInstances, engine, mode, weights, memoryLimit } = this.settings;
    ensure(
      instances.length > 0 && promptInstances >= 0 && promptInstances < instances.length,
      `phase split: promptInstances must be 0 … instances − 1 (given: ${promptInstances} of ${instances.length})`,
    );
    const clock = new EventClock(mode.eventOrder);
    const rule = engine === 'ORCA' ? orcaRule : splitwiseRule;
    const finished = (task: PhaseTask) => this.finished(task);
    this.clock = clock;
    this.instances = instances.map(
      (times, index) => new Instance(index, { clock, rule, times, weights, memoryLimit, finished }),
    );
  }

  play(trace: readonly TracedRequest[]): readonly PhaseRequest[] {
    const { router, promptInstances, mode } = this.settings;
    const route = createRouter(router, {
      instances: promptInstances > 0 ? this.instances.slice(0, promptInstances) : this.instances,
      tokenInstances: promptInstances > 0 ? this.instances.slice(promptInstances) : [],
      countsAtRouting: mode.countsAtRouting,
    });
    const requests = trace.map((row, number) => {
      const shifted = { ...row, arrival: row.arrival + mode.arrivalShift };
      return new PhaseRequest(number, shifted, mode.bytesPerToken);
    });
    for (const request of requests) this.ensureFits(request);
    for (const request of requests) {
      this.clock.schedule(request.arrival, () => {
        const { prompt, token } = route(request);
        this.destination[request.number] = token;
        prompt.arrive(request.prompt);
        if (token === prompt) token.arrive(request.token);
      });
    }
    this.clock.run();
    return requests;
  }

  private ensureFits({ number, prompt, token }: PhaseRequest): void {
    const { weights, memoryLimit } = this.settings;
    const room = memoryLimit - weights;
    const bytes = prompt.size.bytes + token.size.bytes;
    ensure(bytes <= room, `phase split: request ${number} needs ${bytes} bytes of KV cache (an instance has ${room})`);
  }

  private finished(task: PhaseTask): void {
    const { request } = task;
    const here = this.instances[task.instance];
    const target = this.destination[request.number];
    here.scheduledTokens -= task.isPrompt ? request.promptTokens : 1;
    if (!task.isPrompt) here.release(request);
    else if (target !== here) this.transfer(request, here, target);
  }

  /** Moves the KV cache; the destination pays from the start, the source until the end. */
  private transfer(request: PhaseRequest, source: Instance, target: Instance): void {
    if (target.memory + request.promptBytes > target.memoryLimit) {
      this.retry(() => this.transfer(request, source, target));
      return;
    }
    this.fruitless = 0;
    target.charge(request, request.promptBytes);
    this.clock.schedule(request.promptBytes / this.settings.bandwidth, () => {
      source.release(request);
      target.arrive(request.token);
      source.resume();
    });
  }

  /** Tries again in a second, unless every event to come is such a try and a round of them has been in vain. */
  private retry(attempt: () => void): void {
    this.fruitless = this.clock.size === this.waiting ? this.fruitless + 1 : 0;
    if (this.fruitless > this.waiting + 1) throw new ArenaError(`phase split: KV transfers never end: ${FULL}`);
    this.waiting++;
    this.clock.schedule(RETRY, () => {
      this.waiting--;
      attempt();
    });
  }
}
