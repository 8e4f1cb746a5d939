/**
 * The manifest of a training run: all that a stranger needs to judge and repeat it — code, machine, tensor backend and
 * why better ones were skipped, preset with all settings and hashes, seeds of every purpose, selection rule, time taken,
 * command. Written when the run starts and whenever it stops.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ArenaError, ensure } from '../error.js';
import type { Backend } from '../nn/backend.js';
import { describeMachine, machineSchema } from '../report/machine.js';
import { describeProvenance, provenanceSchema } from '../report/provenance.js';
import { presetSchema } from './preset-schema.js';

export const MANIFEST_FILE = 'manifest.json';

const manifestSchema = z.object({
  format: z.literal('sched-arena/training@1'),
  status: z.enum(['running', 'interrupted', 'failed', 'finished']),
  provenance: provenanceSchema,
  machine: machineSchema,
  backend: z.object({
    name: z.string(),
    version: z.string(),
    device: z.string(),
    reproducible: z.boolean(),
    skipped: z.array(z.object({ name: z.string(), reason: z.string() })),
  }),
  command: z.string(),
  imports: z.array(z.string()),
  started: z.string(), // ISO 8601
  finished: z.string().nullable(),
  wallClockSeconds: z.number(), // of all sessions together
  sessions: z.int(), // 1 + number of times it was resumed
  workers: z.int(),
  preset: z.string(),
  description: z.string(),
  tuned: z.union([z.string(), z.literal(false)]),
  plan: presetSchema,
  planHash: z.string(),
  courseHash: z.string(),
  network: z.object({ id: z.string(), parameters: z.int() }),
  seed: z.int(),
  seeds: z.object({ validation: z.array(z.int()), test: z.array(z.int()) }),
  selectionRule: z.string(),
  baselines: z.record(z.string(), z.number()), // validation scores of agents, for comparison
  iteration: z.int(), // done
  decisions: z.number(), // trained on
  best: z.object({ iteration: z.int(), score: z.number() }).nullable(),
  message: z.string().optional(), // why it failed
});

export type TrainingManifest = z.infer<typeof manifestSchema>;

/** What a new run's manifest is made of. */
export type ManifestFacts = Omit<
  TrainingManifest,
  | 'format'
  | 'status'
  | 'provenance'
  | 'machine'
  | 'backend'
  | 'finished'
  | 'wallClockSeconds'
  | 'sessions'
  | 'iteration'
  | 'baselines'
  | 'decisions'
  | 'best'
  | 'message'
> & { readonly backend: Backend };

export function newTrainingManifest({ backend, ...facts }: ManifestFacts): TrainingManifest {
  return {
    format: 'sched-arena/training@1',
    status: 'running',
    provenance: describeProvenance(),
    machine: describeMachine(),
    backend: describeBackend(backend),
    ...facts,
    finished: null,
    wallClockSeconds: 0,
    sessions: 1,
    baselines: {},
    iteration: 0,
    decisions: 0,
    best: null,
  };
}

export function describeBackend({
  name,
  version,
  device,
  reproducible,
  skipped,
}: Backend): TrainingManifest['backend'] {
  return { name, version, device, reproducible, skipped: skipped.map((entry) => ({ ...entry })) };
}

/** Replaces the manifest of a folder. */
export function writeTrainingManifest(folder: string, manifest: TrainingManifest): void {
  const file = join(folder, MANIFEST_FILE);
  writeFileSync(`${file}.partial`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${file}.partial`, file);
}

/** Whether a folder holds a training run. */
export function holdsTraining(folder: string): boolean {
  const file = join(folder, MANIFEST_FILE);
  return existsSync(file) && readFileSync(file, 'utf8').includes('"sched-arena/training@');
}

/** Errors: `ArenaError` for a folder without one, or with one that cannot be read. */
export function readTrainingManifest(folder: string): TrainingManifest {
  const file = join(folder, MANIFEST_FILE);
  ensure(existsSync(file), `run folder ${folder}: there is no training run (${MANIFEST_FILE} is missing)`);
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ArenaError(`${file}: not JSON, perhaps truncated (${(error as Error).message})`);
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new ArenaError(
    `${file}: not the manifest of a training run (${issue.path.join('.') || 'root'}: ${issue.message})`,
  );
}
