/**
 * What is scheduled: jobs made from templates. A template is a DAG of named tasks with one head and one tail; the
 * names key into a platform's execution times, edges carry data volumes. A job is finished when its tail is.
 * Deadlines are carried per task as the sources give them. Templates are checked once when they are read.
 */
import { z } from 'zod';
import { ArenaError, didYouMean } from '../../src/error.js';
import { DASH_JOBS } from './data/dash-jobs.js';
import { DS3_JOBS } from './data/ds3-jobs.js';
import type { Platform } from './platform.js';

export interface JobTask {
  readonly name: string;
  readonly predecessors: readonly number[]; // task indices, in the order in which they are evaluated
  readonly deadlineTicks: number; // relative to arrival; Infinity = none
}

export interface JobTemplate {
  readonly name: string;
  readonly sourceName: string; // what the source calls it
  readonly tasks: readonly JobTask[];
  readonly edges: readonly (readonly [from: number, to: number, volume: number])[];
  readonly head: number; // the only task without predecessors
  readonly tail: number; // the task that ends the job
  readonly sideSinks: readonly number[]; // declared tasks without successors besides the tail; usually none
}

const index = z.number().int().nonnegative();
const ticks = z.number().positive();

const jobInput = z.strictObject({
  name: z.string().min(1),
  sourceName: z.string().optional(),
  /** Task names; the index is the position. */
  tasks: z.array(z.string().min(1)).min(1),
  /** One deadline for all tasks or one each (default: none). */
  deadlineTicks: z.union([ticks, z.array(ticks)]).optional(),
  edges: z.array(z.tuple([index, index, z.number().nonnegative()])),
  /** Needed only where several tasks have no successor. */
  tail: index.optional(),
  sideSinks: z.array(index).default([]),
});

/** The layout job templates are written in. */
export type JobInput = z.input<typeof jobInput>;

/**
 * Checks a job template: indices exist, volumes are finite and not negative, no edge is doubled, the graph has no
 * cycle, is connected, and has one head and one tail.
 * @throws ArenaError naming the job, the fault and what is allowed.
 */
export function validateJob(input: unknown): JobTemplate {
  const parsed = jobInput.safeParse(input);
  const label = typeof (input as { name?: unknown })?.name === 'string' ? (input as { name: string }).name : '?';
  const fail = (message: string): never => {
    throw new ArenaError(`envs/soc: job "${label}": ${message}`);
  };
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail(`${issue.path.join('.') || 'input'}: ${issue.message}`);
  }
  const { name, tasks: names, edges, deadlineTicks = Number.POSITIVE_INFINITY, sideSinks } = parsed.data;
  const size = names.length;
  if (Array.isArray(deadlineTicks) && deadlineTicks.length !== size)
    fail(`${deadlineTicks.length} deadlines for ${size} tasks`);
  const predecessors: number[][] = names.map(() => []);
  const successors: number[][] = names.map(() => []);
  for (const [from, to] of edges) {
    for (const end of [from, to])
      if (end >= size) fail(`edge ${from} → ${to}: task ${end} does not exist (0…${size - 1})`);
    if (predecessors[to].includes(from)) fail(`edge ${from} → ${to} is given twice`);
    predecessors[to].push(from);
    successors[from].push(to);
  }
  const cyclic = taskOnCycle(predecessors, successors);
  if (cyclic >= 0) fail(`the graph has a cycle through task ${cyclic} (${names[cyclic]})`);
  const outside = taskOutside(predecessors, successors);
  if (outside >= 0) fail(`the graph is not connected: task ${outside} (${names[outside]}) has no path to task 0`);
  const heads = names.flatMap((_, task) => (predecessors[task].length === 0 ? [task] : []));
  if (heads.length !== 1) fail(`tasks ${heads.join(', ')} have no predecessor; a job has exactly one head`);
  const sinks = names.flatMap((_, task) => (successors[task].length === 0 ? [task] : []));
  const tail = parsed.data.tail ?? sinks.find((task) => !sideSinks.includes(task)) ?? -1;
  const open = sinks.filter((task) => task !== tail && !sideSinks.includes(task));
  if (!sinks.includes(tail) || open.length > 0 || sideSinks.some((task) => !sinks.includes(task)))
    fail(`tasks ${sinks.join(', ')} have no successor; a job has exactly one tail (declare others as sideSinks)`);
  return {
    name,
    sourceName: parsed.data.sourceName ?? name,
    tasks: names.map((task, i) => ({
      name: task,
      predecessors: predecessors[i],
      deadlineTicks: Array.isArray(deadlineTicks) ? deadlineTicks[i] : deadlineTicks,
    })),
    edges,
    head: heads[0],
    tail,
    sideSinks,
  };
}

/** A task on a cycle, or −1. Removes tasks without open predecessors until none is left. */
function taskOnCycle(predecessors: readonly number[][], successors: readonly number[][]): number {
  const open = predecessors.map((list) => list.length);
  const free = open.flatMap((n, task) => (n === 0 ? [task] : []));
  for (let i = 0; i < free.length; i++) for (const next of successors[free[i]]) if (--open[next] === 0) free.push(next);
  return free.length === open.length ? -1 : open.findIndex((n) => n > 0);
}

/** A task that no undirected path joins to task 0, or −1. */
function taskOutside(predecessors: readonly number[][], successors: readonly number[][]): number {
  const seen = new Set([0]);
  const queue = [0];
  for (const task of queue)
    for (const next of [...predecessors[task], ...successors[task]])
      if (!seen.has(next)) {
        seen.add(next);
        queue.push(next);
      }
  return predecessors.findIndex((_, task) => !seen.has(task));
}

const catalogue: readonly JobInput[] = [...DS3_JOBS, ...DASH_JOBS];
const cache = new Map<string, JobTemplate>();

/** Names of the built-in job templates. */
export function jobNames(): string[] {
  return catalogue.map((row) => row.name);
}

/** A built-in job template. @throws ArenaError with a suggestion for an unknown name. */
export function jobTemplate(name: string): JobTemplate {
  const known = cache.get(name);
  if (known) return known;
  const row = catalogue.find((candidate) => candidate.name === name);
  if (!row) throw new ArenaError(`envs/soc: job "${name}" does not exist${didYouMean(name, jobNames())}`);
  const made = validateJob(row);
  cache.set(name, made);
  return made;
}

/** @throws ArenaError if some task of the templates can run on no processor of the platform. */
export function requireRunnable(platform: Platform, templates: readonly JobTemplate[]): void {
  for (const template of templates)
    for (const [i, task] of template.tasks.entries())
      if (!platform.clusters.some((cluster) => cluster.executionTime[task.name] !== undefined))
        throw new ArenaError(
          `envs/soc: no processor of platform "${platform.name}" can run task ${i} (${task.name}) of job "${template.name}"`,
        );
}
