/**
 * The manifest of a run: everything a stranger needs to judge and repeat it — code, machine, scenarios with their
 * resolved configurations and hashes, agents, seeds, statistical method, time taken, what failed, and the command. It
 * is written when the run starts and again when it ends; paths in it are relative.
 */
import { z } from 'zod';
import { ArenaError } from '../error.js';
import { isMadeFor } from '../registry.js';
import { describeMachine, machineSchema } from './machine.js';
import { describeProvenance, provenanceSchema } from './provenance.js';

const scenarioSchema = z.object({
  env: z.string(),
  description: z.string(),
  metric: z.string(),
  lowerIsBetter: z.boolean(),
  reference: z.string(),
  floor: z.string(),
  timeUnit: z.string().default('time units'), // runs of older versions lack it
  configHash: z.string(),
  config: z.json(),
});

const agentSchema = z.object({
  id: z.string(),
  description: z.string(),
  oracle: z.boolean(),
  plays: z.array(z.string()).optional(), // namespaces and scenarios that it plays; absent = all of the run
});

const manifestSchema = z.object({
  format: z.literal('sched-arena/run@1'),
  status: z.enum(['running', 'interrupted', 'finished']),
  provenance: provenanceSchema,
  machine: machineSchema,
  command: z.string(),
  imports: z.array(z.string()).default([]), // modules named with --import; runs of older versions lack it
  started: z.string(), // ISO 8601
  finished: z.string().nullable(),
  wallClockSeconds: z.number(), // of all sessions together
  sessions: z.int(), // 1 + number of times it was resumed
  workers: z.int(),
  scenarios: z.array(scenarioSchema),
  agents: z.array(agentSchema),
  seeds: z.array(z.int()),
  seedRange: z.string(),
  policy: z.string(),
  statistics: z.object({ confidence: z.number(), replicates: z.int(), intervalMethod: z.string() }),
  episodes: z.object({ expected: z.int(), finished: z.int(), failed: z.int(), censored: z.int() }),
  failed: z.array(z.object({ env: z.string(), agent: z.string(), seed: z.int(), message: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestScenario = z.infer<typeof scenarioSchema>;
export type ManifestAgent = z.infer<typeof agentSchema>;

/** What the caller decides about a run. */
export interface RunPlan {
  readonly scenarios: readonly ManifestScenario[];
  readonly agents: readonly ManifestAgent[];
  readonly seeds: readonly number[];
  readonly seedRange: string;
  readonly workers: number;
  readonly command: string;
  /** Modules that registered what the package does not bring: paths relative to where the run was made, or packages. */
  readonly imports: readonly string[];
  readonly statistics: Manifest['statistics'];
}

/** Whether an agent plays a scenario of its run. */
export function playsIn({ plays }: ManifestAgent, env: string): boolean {
  return isMadeFor(plays, env);
}

/** How many pairs of scenario and agent a run has. */
export function pairings({ scenarios, agents }: Pick<RunPlan, 'scenarios' | 'agents'>): number {
  return scenarios.reduce((sum, { env }) => sum + agents.filter((agent) => playsIn(agent, env)).length, 0);
}

/** The manifest of a run that is about to start at the given instant (ISO 8601). */
export function newManifest(plan: RunPlan, started: string): Manifest {
  const { scenarios, agents, seeds, imports, ...rest } = plan;
  return {
    format: 'sched-arena/run@1',
    status: 'running',
    provenance: describeProvenance(),
    machine: describeMachine(),
    started,
    finished: null,
    wallClockSeconds: 0,
    sessions: 1,
    policy: 'deterministic: agents are asked not to explore',
    scenarios: [...scenarios],
    agents: [...agents],
    seeds: [...seeds],
    imports: [...imports],
    ...rest,
    episodes: { expected: pairings({ scenarios, agents }) * seeds.length, finished: 0, failed: 0, censored: 0 },
    failed: [],
  };
}

/** Reads a manifest from its text; `file` names it in errors. */
export function parseManifest(text: string, file: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: not JSON, perhaps truncated (${(error as Error).message})`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ArenaError(`${file}: not a run manifest (${issue.path.join('.') || 'root'}: ${issue.message})`);
}
