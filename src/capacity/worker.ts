/** The worker thread of capacity searches: one search, of one subject and one seed, per message. */
import { type CapacitySubject, measureRate, type ServingMeasurement } from './probe.js';
import { type Capacity, type CapacityOptions, searchCapacity } from './search.js';

export interface CapacityTask {
  readonly modules: readonly string[]; // URLs that register environments and agents
  readonly subject: CapacitySubject;
  readonly search: CapacityOptions;
}

let ready: Promise<unknown> | undefined;

/** Searches the capacity of a subject. Errors: those of the environment, the agent and the options. */
export default async function work(task: CapacityTask): Promise<Capacity<ServingMeasurement>> {
  ready ??= Promise.all(task.modules.map((url) => import(url)));
  await ready;
  return searchCapacity((rate) => measureRate(task.subject, rate), task.search);
}
