/**
 * What distinguishes the three compatible modes, as named switches. Each reproduces a property of a released
 * simulator, faults included; nothing here is meant for new experiments (the correct engine is envs/soc/simulator.ts).
 */

export interface Fidelity {
  /** Running tasks are cut into segments at multiples of this many ticks. */
  readonly samplingTicks: number;
  /** `lossy`: a full system makes the generator wait a tick and then a whole new interval. `polling`: it looks again every tick. */
  readonly arrivals: 'lossy' | 'polling';
  /** The manager stops two ticks before the end of a run of given length. */
  readonly managerStopsEarly: boolean;
  /** Bound tasks are kept in order of their jobs (schedulers that plan an order are exempt). */
  readonly ordersByJob: boolean;
  /** Old tasks leave the completed list, half of a job at a time, once the jobs in it span more than 15 numbers. */
  readonly prunesCompleted: boolean;
  /** MET counts a call's assignments per processor (`call`), or charges them all to the memory (`memory`). */
  readonly metCounter: 'call' | 'memory';
  /** Planners keep a processor's list ordered by (end, start) instead of by end alone when they rank like HEFT. */
  readonly plannerSortsByStart: boolean;
  /** The planner's placeholder ids follow the planned ones and so may equal the id of a live task. */
  readonly placeholderCollision: boolean;
  /** Added to the completed count when the average latency is formed. */
  readonly latencyOffset: number;
}
