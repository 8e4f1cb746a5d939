/**
 * Where the instance of a static scheduling problem comes from: a published example, a preset or a family of random
 * instances by name, or a file of any format. Files of tasks alone get processors from the command line; links can be
 * replaced for every instance.
 */
import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { mergeConfig } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { DAG_FORMATS, type DagFormat, instanceOf, readDagFile } from '../graph/files.js';
import { MOST_PROCESSORS } from '../graph/source.js';
import {
  generateInstance,
  instanceFamilies,
  instancePresets,
  parseInstanceConfig,
  publishedInstances,
} from '../instances/index.js';
import { type DagInstance, numberedNames, type Processors, uniformLinks } from '../plan/instance.js';
import { CONTENTIONS, type Contention } from '../planner.js';
import { createRng } from '../rng.js';
import type { Json } from '../space/space.js';
import { collect, integerFrom, oneOf } from './arguments.js';
import { notice } from './output.js';
import { parseOverrides } from './overrides.js';

/** What the command line says about the instance besides its name. */
export interface InstanceOptions {
  readonly seed?: number; // of random instances
  readonly config?: readonly string[]; // overrides of random instances
  readonly format?: DagFormat; // of the file
  readonly id?: string; // which instance of a file
  readonly processors?: number;
  readonly speeds?: readonly number[];
  readonly bandwidth?: number;
  readonly startup?: number;
  readonly contention?: Contention;
}

const DEFAULT_SEED = 0;

function amount(least: string, allowed: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = text === '' ? Number.NaN : Number(text);
    if (!allowed(value)) throw new InvalidArgumentError(`a number ${least} is expected.`);
    return value;
  };
}

const positive = amount('> 0 (or Infinity)', (value) => value > 0);
const speed = amount('> 0', (value) => value > 0 && value < Number.POSITIVE_INFINITY);
const notNegative = amount('≥ 0', (value) => value >= 0 && value < Number.POSITIVE_INFINITY);

/** The argument and the options that name an instance. */
export function addInstanceOptions(command: Command): Command {
  return command
    .argument('<instance>', 'file of any format, or the name of a published, preset or random instance (layered-60)')
    .option('-s, --seed <n>', `seed of a random instance (default: ${DEFAULT_SEED})`, integerFrom(0))
    .option('-c, --config <file or key=value>', 'override of a random instance; may be repeated', collect)
    .option(
      '--format <format>',
      `format of the file (default: recognised): ${DAG_FORMATS.join(', ')}`,
      oneOf(...DAG_FORMATS),
    )
    .option('--id <name>', 'which instance of a file that holds several')
    .option('--processors <n>', 'number of processors, for files of tasks and for random instances', integerFrom(1))
    .option('--speeds <list>', 'speeds of the processors, for files of tasks, e.g. 1,1,2', (text: string) =>
      text.split(',').map(speed),
    )
    .option('--bandwidth <volume per time>', 'the same for all links (of files of tasks: default 1)', positive)
    .option('--startup <time>', 'start-up time, the same for all links (of files of tasks: default 0)', notNegative)
    .option('--contention <kind>', `what transfers share: ${CONTENTIONS.join(', ')}`, oneOf(...CONTENTIONS));
}

/**
 * The instance; remarks on a file are printed as notices. Errors: `ArenaError` for names that do not exist, malformed
 * files, instances without tasks, and options that do not apply.
 */
export function readInstance(given: string, options: InstanceOptions): DagInstance {
  const instance = namedInstance(given, options);
  ensure(instance.tasks.length > 0, `${given}: the graph has no tasks, so there is nothing to plan`);
  return instance;
}

function namedInstance(given: string, options: InstanceOptions): DagInstance {
  if (Object.hasOwn(publishedInstances, given)) {
    refuseOptions(given, 'a published instance', options, ['seed', 'config', 'format', 'id', 'processors', 'speeds']);
    return withLinks(publishedInstances[given], options);
  }
  if (Object.hasOwn(instancePresets, given) || familyNames().includes(given)) {
    refuseOptions(given, 'a random instance', options, ['format', 'id', 'speeds']);
    return withLinks(randomInstance(given, options), options);
  }
  if (!existsSync(given)) refuseName(given);
  refuseOptions(given, 'a file', options, ['seed', 'config']);
  return fromFile(given, options);
}

function familyNames(): readonly string[] {
  return Object.keys(instanceFamilies);
}

function refuseName(given: string): never {
  if (/[./\\]/.test(given)) throw new ArenaError(`${given}: there is no such file`);
  const known = [...new Set([...Object.keys(publishedInstances), ...Object.keys(instancePresets), ...familyNames()])];
  const longer = known.find((name) => name.startsWith(given));
  const hint = longer === undefined ? didYouMean(given, known) : `; did you mean "${longer}"?`;
  throw new ArenaError(
    `instance "${given}" does not exist, neither as a file${hint || ` nor by name (${known.join(', ')})`}`,
  );
}

function refuseOptions(
  given: string,
  what: string,
  options: InstanceOptions,
  unsuited: readonly (keyof InstanceOptions)[],
): void {
  const found = unsuited.find((name) => options[name] !== undefined);
  ensure(found === undefined, `--${found}: ${given} is ${what}, which does not take this option`);
}

function randomInstance(name: string, { seed = DEFAULT_SEED, config = [], processors }: InstanceOptions): DagInstance {
  const base = instancePresets[name] ?? parseInstanceConfig({ graph: { family: name } });
  const count = processors === undefined ? {} : { processors: { count: processors } };
  const given = [parseOverrides(config) ?? {}, count as Json];
  const merged = given.reduce((merging, part) => mergeConfig(merging, part), base as unknown as Json);
  const instance = generateInstance(parseInstanceConfig(merged, name), createRng(seed));
  const changed = config.length > 0 || processors !== undefined;
  return { ...instance, name: `${changed ? instance.name : name}, seed ${seed}` };
}

function fromFile(path: string, options: InstanceOptions): DagInstance {
  const { format, id } = options;
  const file = readDagFile(path, { ...(format === undefined ? {} : { format }), ...(id === undefined ? {} : { id }) });
  const processors = givenProcessors(path, options);
  ensure(
    processors || file.processors,
    `${path}: it holds no processors (give --processors <n>, or --speeds with a number for each)`,
  );
  const instance = processors ? instanceOf(file, processors) : withLinks(instanceOf(file), options);
  for (const note of file.notes ?? []) notice(`${path}: note: ${note}`);
  return instance;
}

function givenProcessors(path: string, options: InstanceOptions): Processors | undefined {
  const { processors: count, speeds, bandwidth = 1, startup = 0, contention = 'none' } = options;
  if (count === undefined && speeds === undefined) return undefined;
  const m = speeds?.length ?? count!;
  ensure(
    count === undefined || m === count,
    `${path}: --processors ${count} does not go with ${m} speeds (--speeds ${speeds?.join(',')})`,
  );
  ensure(m <= MOST_PROCESSORS, `${path}: ${m} processors are too many (at most ${MOST_PROCESSORS})`);
  const speed = speeds === undefined ? new Float64Array(m).fill(1) : Float64Array.from(speeds);
  return { names: numberedNames('P', m), speed, ...uniformLinks(m, { bandwidth, startup, contention }) };
}

/** The instance with other links, where any are given. */
function withLinks(instance: DagInstance, { bandwidth, startup, contention }: InstanceOptions): DagInstance {
  const { problem } = instance;
  return {
    ...instance,
    problem: {
      ...problem,
      ...(bandwidth === undefined ? {} : { bandwidth: new Float64Array(problem.bandwidth.length).fill(bandwidth) }),
      ...(startup === undefined ? {} : { startup: new Float64Array(problem.startup.length).fill(startup) }),
      ...(contention === undefined ? {} : { contention }),
    },
  };
}
