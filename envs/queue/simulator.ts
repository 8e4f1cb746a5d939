/**
 * Parallel servers of different speed and one stream of jobs, event by event. A job waits until it is placed on an
 * idle server and runs there to its end: late binding, nothing is preempted. At one instant completions come before
 * arrivals. All state lies in one arena. This file knows nothing of observations and rewards.
 */
import type { Rng } from '../../src/rng.js';
import { Arena } from '../../src/sim/arena.js';
import { arrivalTimes } from '../../src/sim/arrivals.js';
import { JOB_ACCEPTED, JOB_COMPLETED } from '../../src/sim/metrics.js';
import { uniformNoise } from '../../src/sim/noise.js';
import { EventQueue } from '../../src/sim/queue.js';
import { TimeIntegrals } from '../../src/sim/time-integrals.js';
import type { QueueConfig } from './config.js';

const [COMPLETION, ARRIVAL] = [0, 1]; // ranks of events
const [IN_SYSTEM, BUSY] = [0, 1]; // signals integrated over time
const [ARRIVED, COMPLETED] = [0, 1]; // entries of `counts`
const WORK_STREAM = 0;
export const IDLE = -1;

export class QueueSimulator {
  readonly config: QueueConfig;
  readonly arena = new Arena();
  readonly arrival: Float64Array; // [job] time, ascending
  readonly work: Float64Array; // [job] time at speed 1
  readonly start: Float64Array; // [job] time; NaN until it is placed
  readonly finish: Float64Array; // [job] time, known to the simulator from the placement on
  readonly server: Int32Array; // [job] or −1
  readonly status: Uint8Array; // [job] JOB_ACCEPTED or JOB_COMPLETED
  readonly running: Int32Array; // [server] job, or IDLE
  private readonly events: EventQueue;
  private readonly counts = this.arena.int32(2);
  private readonly clock = this.arena.float64(1);
  private readonly integrals = new TimeIntegrals(2, this.arena);

  constructor(config: QueueConfig) {
    const { servers, jobs } = config;
    this.config = config;
    this.arrival = this.arena.float64(jobs);
    this.work = this.arena.float64(jobs);
    this.start = this.arena.float64(jobs);
    this.finish = this.arena.float64(jobs);
    this.server = this.arena.int32(jobs);
    this.status = this.arena.uint8(jobs);
    this.running = this.arena.int32(servers.length);
    this.events = new EventQueue(servers.length + 1, this.arena); // an end per server, and the next arrival
  }

  get now(): number {
    return this.clock[0];
  }

  /** Jobs that have arrived; their numbers are 0 … arrived − 1. */
  get arrived(): number {
    return this.counts[ARRIVED];
  }

  get completed(): number {
    return this.counts[COMPLETED];
  }

  get busy(): number {
    return this.integrals.value[BUSY];
  }

  get inSystem(): number {
    return this.integrals.value[IN_SYSTEM];
  }

  /** Integral of the jobs in the system so far, job·time. */
  get jobTime(): number {
    return this.integrals.integral(IN_SYSTEM, this.now);
  }

  /** Integral of the busy servers so far, server·time. */
  get busyTime(): number {
    return this.integrals.integral(BUSY, this.now);
  }

  /** True when a job waits and a server is idle. */
  get decisionDue(): boolean {
    return this.inSystem > this.busy && this.busy < this.running.length;
  }

  /** True when something will happen whatever the scheduler does. */
  get eventPending(): boolean {
    return this.events.size > 0;
  }

  /** Empties the system and draws all jobs before the episode begins, so that every scheduler meets the same ones. */
  reset(rng: Rng): void {
    const { arrival, jobs, work } = this.config;
    const workSeed = rng.fork('work').uint32();
    this.arrival.set(arrivalTimes(arrival, rng.fork('arrivals'), { count: jobs }));
    for (let job = 0; job < jobs; job++) {
      const factor = work.distribution === 'exponential' ? -Math.log(uniformNoise(workSeed, WORK_STREAM, job, 0)) : 1;
      this.work[job] = work.mean * factor;
    }
    this.start.fill(Number.NaN);
    this.finish.fill(Number.NaN);
    this.server.fill(IDLE);
    this.status.fill(JOB_ACCEPTED);
    this.running.fill(IDLE);
    this.counts.fill(0);
    this.clock.fill(0);
    this.integrals.clear();
    this.events.clear();
    this.events.push(this.arrival[0], ARRIVAL, 0);
  }

  /** Starts a waiting job on an idle server; the caller has checked that both are. */
  place(job: number, server: number): void {
    const { now } = this;
    this.start[job] = now;
    this.finish[job] = now + this.work[job] / this.config.servers[server].speed;
    this.server[job] = server;
    this.running[server] = job;
    this.events.push(this.finish[job], COMPLETION, server);
    this.integrals.add(BUSY, now, 1);
  }

  /** Lets events happen, all of one instant together, until a decision is due; false when none are left. */
  advance(): boolean {
    const { events } = this;
    while (events.size > 0) {
      this.clock[0] = events.peekTime();
      while (events.peekTime() === this.clock[0]) {
        const subject = events.pop();
        if (events.rank === ARRIVAL) this.arrive(subject);
        else this.complete(subject);
      }
      if (this.decisionDue) return true;
    }
    return false;
  }

  private arrive(job: number): void {
    this.counts[ARRIVED] = job + 1;
    this.integrals.add(IN_SYSTEM, this.now, 1);
    if (job + 1 < this.config.jobs) this.events.push(this.arrival[job + 1], ARRIVAL, job + 1);
  }

  private complete(server: number): void {
    this.status[this.running[server]] = JOB_COMPLETED;
    this.running[server] = IDLE;
    this.counts[COMPLETED]++;
    this.integrals.add(IN_SYSTEM, this.now, -1);
    this.integrals.add(BUSY, this.now, -1);
  }
}
