/**
 * Replays recorded decisions of the policy functions of Llumnix's artifact: loads of every instance, migration pairs with
 * and without the filter 'balanced', scaling, and dispatch of a normal and of a high-priority request. Everything is
 * compared exactly; infinite loads are written as the texts "inf" and "-inf".
 */
import { z } from 'zod';
import { dispatchTo } from '../../../agents/serving/llumnix-dispatch.js';
import { blockLoad, dispatchLoad, type LlumnixColumns, migrationLoad } from '../../../agents/serving/llumnix-load.js';
import { balancedPairs, pairMigrations } from '../../../agents/serving/llumnix-pairing.js';
import { instancesToAdd, SCALE_STRATEGIES, shouldRemove } from '../../../agents/serving/llumnix-scaling.js';
import { ArenaError } from '../../error.js';
import type { ReplayedCase } from '../dag-goldens/index.js';

const count = z.number().nonnegative();
const load = z
  .union([z.number(), z.enum(['inf', '-inf'])])
  .transform((value) =>
    value === 'inf' ? Number.POSITIVE_INFINITY : value === '-inf' ? Number.NEGATIVE_INFINITY : value,
  );

const instanceSchema = z.object({
  num_total_gpu_block: count,
  num_watermark_block: count,
  num_used_gpu_block: count,
  num_free_gpu_block: count,
  num_running_request: count,
  num_waiting_request: count,
  num_killed_request: count,
  num_block_all_waiting_request: count,
  num_priority_request: count,
  expect: z.object({
    load_migrate: load,
    load_dispatch: load,
    load_dispatch_priority: load,
    load_dispatch_block: load,
    num_block_all_waiting_request: load.optional(),
  }),
});

const vectorSchema = z.object({
  enable_defrag: z.boolean(),
  scale_strategy: z.enum(SCALE_STRATEGIES),
  migrate_out_load_threshold: z.number(),
  scale_up_threshold: z.number(),
  scale_down_threshold: z.number(),
  instances: z.array(instanceSchema).min(1),
  expect: z.object({
    migrate_pairs: z.array(z.tuple([count, count])),
    migrate_pairs_balanced: z.array(z.tuple([count, count])),
    scale_up: count,
    scale_down: count,
    dispatch_normal: count,
    dispatch_high_priority: count,
  }),
});

const fileSchema = z.array(vectorSchema).min(1);

type Vector = z.output<typeof vectorSchema>;
type Instance = Vector['instances'][number];

/** One case per vector; members that say where a vector is from are passed over. Errors: `ArenaError` naming the file for a text that is not a list of such vectors. */
export function replayLlumnixVectors(file: string, text: string): readonly ReplayedCase[] {
  return vectorsIn(file, text).map((vector, i) => {
    const name = `llumnix vector ${i}`;
    const difference = firstDifference(vector);
    return difference === '' ? { name, passed: true } : { name, passed: false, difference };
  });
}

function vectorsIn(file: string, text: string): readonly Vector[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: no JSON: ${(error as Error).message}`);
  }
  const parsed = fileSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new ArenaError(`${file}: ${path.join('.') || 'content'}: ${message}`);
}

/** What differs first, in words; the empty text if nothing does. */
function firstDifference(vector: Vector): string {
  const columns = columnsOf(vector.instances);
  for (const [what, given, expected] of [...loadsOf(vector, columns), ...decisionsOf(vector, columns)]) {
    const [own, recorded] = [written(given), written(expected)];
    if (own !== recorded) return `${what}: ${own} instead of ${recorded}`;
  }
  return '';
}

type Compared = readonly [what: string, given: unknown, expected: unknown];

function loadsOf({ instances, enable_defrag: defrag }: Vector, columns: LlumnixColumns): readonly Compared[] {
  return instances.flatMap(({ expect, num_used_gpu_block: used }, i): Compared[] => [
    [`used blocks of instance ${i}`, columns.totalBlocks[i] - columns.freeBlocks[i], used],
    [`load_migrate of instance ${i}`, migrationLoad(columns, i, { defrag, moreRunning: 0 }), expect.load_migrate],
    [`load_dispatch of instance ${i}`, dispatchLoad(columns, i, false), expect.load_dispatch],
    [`load_dispatch_priority of instance ${i}`, dispatchLoad(columns, i, true), expect.load_dispatch_priority],
    [`load_dispatch_block of instance ${i}`, blockLoad(columns, i), expect.load_dispatch_block],
  ]);
}

function decisionsOf(vector: Vector, columns: LlumnixColumns): readonly Compared[] {
  const { expect, enable_defrag: defrag, migrate_out_load_threshold: threshold } = vector;
  const instances = vector.instances.map((_, i) => i);
  const loads = instances.map((i) => migrationLoad(columns, i, { defrag, moreRunning: 0 }));
  const preempted = vector.instances.map((instance) => instance.num_killed_request);
  const pairs = pairMigrations({ instances, loads, preempted, threshold });
  const scaling = {
    columns,
    instances,
    strategy: vector.scale_strategy,
    defrag,
    upThreshold: vector.scale_up_threshold,
    downThreshold: vector.scale_down_threshold,
  };
  return [
    ['migrate_pairs', pairs, expect.migrate_pairs],
    ['migrate_pairs_balanced', balancedPairs(pairs, { columns, defrag, threshold }), expect.migrate_pairs_balanced],
    ['scale_up', instancesToAdd(scaling), expect.scale_up],
    ['scale_down', shouldRemove(scaling) ? 1 : 0, expect.scale_down],
    ['dispatch_normal', dispatchTo(columns, instances, false), expect.dispatch_normal],
    ['dispatch_high_priority', dispatchTo(columns, instances, true), expect.dispatch_high_priority],
  ];
}

function columnsOf(instances: readonly Instance[]): LlumnixColumns {
  const column = (key: Exclude<keyof Instance, 'expect'>) => Float64Array.from(instances, (instance) => instance[key]);
  return {
    totalBlocks: column('num_total_gpu_block'),
    freeBlocks: column('num_free_gpu_block'),
    watermarkBlocks: column('num_watermark_block'),
    runningRequests: column('num_running_request'),
    waitingRequests: column('num_waiting_request'),
    waitingBlocks: column('num_block_all_waiting_request'),
    highPriorityRequests: column('num_priority_request'),
  };
}

/** A number or nested lists of them as text; different doubles give different texts. */
function written(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(written).join(', ')}]` : Object.is(value, -0) ? '0' : String(value);
}
