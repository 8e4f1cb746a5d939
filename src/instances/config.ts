/**
 * What a random instance is made from, as plain JSON: the graph family with its parameters, the processors, the
 * communication. `parseInstanceConfig` checks it and fills in every default, so that a stored configuration says all.
 *
 * CCR, the communication-to-computation ratio, is here mean transfer time over mean computation time: volume / bandwidth
 * averaged over all edges and all ordered pairs of different processors (start-up times are not counted), against the
 * costs averaged over all tasks and processors.
 */
import { z } from 'zod';
import { allowedValues } from '../allowed-values.js';
import { ArenaError, didYouMean } from '../error.js';
import { CONTENTIONS } from '../planner.js';
import { graphFamilies } from './families.js';
import type { ParameterValue } from './family.js';

/** How sizes spread around their mean. `shape`: as the family says, and `uniform` where it says nothing. */
const sizes = z.enum(['shape', 'uniform', 'normal', 'constant']);

const processorSchema = z.strictObject({
  count: z.number().int().min(1).max(4096).default(8),
  /**
   * `unrelated` (Topcuoglu, Hariri & Wu 2002, §5.1, doi 10.1109/71.993206): every task has a mean cost w̄, its cost on
   * each processor is U(w̄(1 − β/2), w̄(1 + β/2)). `related`: cost = w̄ / speed, speed U(1 − h, 1 + h).
   */
  machines: z.enum(['unrelated', 'related']).default('unrelated'),
  /** β in 0…2 for unrelated, h in 0…1 (1 excluded) for related machines. */
  heterogeneity: z.number().min(0).max(2).default(0.5),
  /** Mean cost of a task. */
  meanCost: z.number().positive().default(20),
  /** Mean costs of the tasks: `uniform` in mean · (1 ± costSpread), `normal` N(1, 1/3) cut to (0, 2], `constant`. */
  costs: sizes.default('shape'),
  costSpread: z.number().min(0).max(1).default(1),
});

const communicationSchema = z.strictObject({
  ccr: z.number().min(0).default(1),
  /** Volumes of the edges: `uniform` in mean · (1 ± volumeSpread), `normal` N(1, 1/3) cut to (0, 2], `constant`. */
  volumes: sizes.default('shape'),
  volumeSpread: z.number().min(0).max(1).default(0.8),
  /**
   * `expected`: the mean volume is ccr · meanCost, so the ratio holds in expectation at bandwidth and speed 1.
   * `realised`: volumes are scaled so that the ratio of this very instance is ccr, as the HEFT paper defines it; always
   * so where the family knows its volumes.
   */
  scaling: z.enum(['expected', 'realised']).default('expected'),
  /** b in 0…1 (1 excluded): symmetric bandwidths U(1 − b, 1 + b); 0 = all 1. */
  bandwidthHeterogeneity: z.number().min(0).lt(1).default(0),
  /** Start-up time of every transfer. */
  startup: z.number().min(0).default(0),
  contention: z.enum(CONTENTIONS as [string, ...string[]]).default('none'),
});

/** A family and its parameters. */
export interface GraphConfig {
  readonly family: string;
  readonly [parameter: string]: ParameterValue;
}

export type ProcessorConfig = z.output<typeof processorSchema>;
export type CommunicationConfig = z.output<typeof communicationSchema> & {
  readonly contention: 'none' | 'one-port' | 'link' | 'bus';
};

/** Checked and complete. */
export interface InstanceConfig {
  readonly graph: GraphConfig;
  readonly processors: ProcessorConfig;
  readonly communication: CommunicationConfig;
}

/**
 * Checks a configuration and fills in defaults; only `graph.family` must be given. `who` begins the error messages.
 * Errors: `ArenaError`, one line, naming the member, what was given and what is allowed.
 */
export function parseInstanceConfig(input: unknown, who = 'instances'): InstanceConfig {
  const parts = objectAt(input, 'the configuration', who);
  refuseUnknown(parts, { known: ['graph', 'processors', 'communication'], place: '', who });
  const { family: name, ...given } = objectAt(parts.graph, 'graph', who);
  const names = Object.keys(graphFamilies);
  const family = typeof name === 'string' && Object.hasOwn(graphFamilies, name) ? graphFamilies[name] : undefined;
  if (!family)
    throw new ArenaError(
      `${who}: graph.family ${JSON.stringify(name) ?? 'is missing and'} does not exist (${names.join(', ')})${didYouMean(String(name), names)}`,
    );
  const parameters = read(family.schema, given, { place: `graph (${family.name})`, who }) as Record<
    string,
    ParameterValue
  >;
  const processors = read(processorSchema, parts.processors ?? {}, { place: 'processors', who });
  if (processors.machines === 'related' && processors.heterogeneity >= 1)
    throw new ArenaError(
      `${who}: processors.heterogeneity is ${processors.heterogeneity}: related machines need less than 1 (speeds would reach 0)`,
    );
  const communication = read(communicationSchema, parts.communication ?? {}, { place: 'communication', who });
  return {
    graph: { family: family.name, ...parameters },
    processors,
    communication: communication as CommunicationConfig,
  };
}

interface Place {
  readonly place: string;
  readonly who: string;
}

function objectAt(value: unknown, place: string, who: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new ArenaError(`${who}: ${place} must be an object, got ${JSON.stringify(value) ?? 'nothing'}`);
}

function refuseUnknown(value: object, { known, place, who }: Place & { readonly known: readonly string[] }): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  const where = place === '' ? '' : `${place}: `;
  throw new ArenaError(
    `${who}: ${where}"${unknown}" does not exist (known: ${known.join(', ')})${didYouMean(unknown, known)}`,
  );
}

function read<S extends z.ZodObject>(schema: S, given: unknown, { place, who }: Place): z.output<S> {
  const value = objectAt(given, place, who);
  refuseUnknown(value, { known: Object.keys(schema.shape), place, who });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const member = String(issue.path[0] ?? '');
  const shown = typeof value[member] === 'number' ? String(value[member]) : JSON.stringify(value[member]);
  const expected = issue.code === 'custom' ? issue.message : allowedValues(schema.shape[member] as z.ZodType);
  throw new ArenaError(`${who}: ${place}.${member} is ${shown}: ${expected}`);
}
