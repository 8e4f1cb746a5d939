/**
 * Who a request belongs to and how urgent it is: tenants, priorities and SLO classes by shares. Each is a function of
 * (seed, request number) alone, so asking for one more property moves no arrival and no length.
 */
import { z } from 'zod';
import { ensure } from '../../../src/error.js';
import { uniformNoise } from '../../../src/sim/noise.js';
import type { RequestColumns } from './source.js';

const share = z.number().nonnegative();

export const annotationSchema = z.strictObject({
  /** Names and shares of requests; shares need not sum to 1. */
  tenants: z
    .array(z.strictObject({ name: z.string().min(1), share }))
    .min(1)
    .nullable()
    .default(null),
  /** Priority levels (0 = normal, larger = more urgent) and their shares, e.g. 10 % high. */
  priorities: z
    .array(z.strictObject({ priority: z.number().int().min(0).max(1000), share }))
    .min(1)
    .default([{ priority: 0, share: 1 }]),
  /** SLO classes: shares by index, or the class of every priority level (the last entry stands for higher ones). */
  sloClasses: z
    .discriminatedUnion('by', [
      z.strictObject({ by: z.literal('share'), shares: z.array(share).min(1) }),
      z.strictObject({ by: z.literal('priority'), classes: z.array(z.number().int().min(0)).min(1) }),
    ])
    .default({ by: 'share', shares: [1] }),
});

export type AnnotationConfig = z.output<typeof annotationSchema>;

const STREAM_TENANT = 0;
const STREAM_PRIORITY = 1;
const STREAM_SLO = 2;

/** Fills the annotation columns of requests. */
export class Annotator {
  /** Names by tenant number; null = the source's own tenants stay. */
  readonly tenants: readonly string[] | null;
  private readonly config: AnnotationConfig;
  private readonly seed: number;
  private readonly tenantSum: Float64Array;
  private readonly prioritySum: Float64Array;
  private readonly sloSum: Float64Array;

  /** @param seed an integer ≥ 0. @throws ArenaError when all shares of a kind are 0 or a tenant is named twice. */
  constructor(config: AnnotationConfig, seed: number) {
    this.config = config;
    this.seed = seed;
    this.tenants = config.tenants?.map(({ name }) => name) ?? null;
    const twice = this.tenants?.find((name, i, all) => all.indexOf(name) < i);
    ensure(twice === undefined, `envs/serving: workload: tenants: the name "${twice}" is given twice`);
    this.tenantSum = cumulated('tenants', config.tenants?.map((tenant) => tenant.share) ?? [1]);
    const priorities = config.priorities.map((level) => level.share);
    this.prioritySum = cumulated('priorities', priorities);
    this.sloSum = cumulated('sloClasses', config.sloClasses.by === 'share' ? config.sloClasses.shares : [1]);
  }

  /** Fills tenant (if configured), priority and SLO class of requests `first` …, which are the rows of the columns. */
  fill(columns: RequestColumns, first: number): void {
    const { priorities, sloClasses } = this.config;
    for (let i = 0; i < columns.count; i++) {
      const request = first + i;
      if (this.tenants !== null) columns.tenant[i] = this.draw(this.tenantSum, STREAM_TENANT, request);
      const { priority } = priorities[this.draw(this.prioritySum, STREAM_PRIORITY, request)];
      columns.priority[i] = priority;
      columns.sloClass[i] =
        sloClasses.by === 'priority'
          ? sloClasses.classes[Math.min(priority, sloClasses.classes.length - 1)]
          : this.draw(this.sloSum, STREAM_SLO, request);
    }
  }

  private draw(sum: Float64Array, stream: number, request: number): number {
    if (sum.length === 1) return 0;
    const u = uniformNoise(this.seed, stream, request, 0) * sum[sum.length - 1];
    let k = 0;
    while (sum[k] <= u && k < sum.length - 1) k++;
    return k;
  }
}

function cumulated(what: string, shares: readonly number[]): Float64Array {
  const sum = new Float64Array(shares.length);
  let total = 0;
  for (let k = 0; k < shares.length; k++) sum[k] = total += shares[k];
  ensure(total > 0, `envs/serving: workload: ${what}: all shares are 0`);
  return sum;
}
