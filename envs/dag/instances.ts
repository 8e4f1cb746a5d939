/**
 * Where the instance of an episode comes from: a generator, or a list that was read and compiled once. The number of
 * processors is that of the action space, so it is the same in all of a list.
 */
import { ArenaError, ensure } from '../../src/error.js';
import { generateInstance } from '../../src/instances/index.js';
import { type DagInstance, numberedNames } from '../../src/plan/instance.js';
import type { Rng } from '../../src/rng.js';
import type { DagConfig } from './config.js';
import { readInstance } from './instance-json.js';
import { DagModel } from './model.js';

export interface InstanceSource {
  readonly config: DagConfig;
  readonly processors: readonly string[]; // [m] names
  /** No instance has more tasks to place; undefined = not known beforehand. */
  readonly mostTasks: number | undefined;
  /** True when every episode has the same instance. */
  readonly constant: boolean;
  /** The instance of an episode; depends on the path of the generator alone. */
  draw(rng: Rng): DagModel;
}

/** Errors: `ArenaError` for instances that are none, that have nothing to place or other numbers of processors. */
export function instanceSource(config: DagConfig): InstanceSource {
  const { instances } = config;
  if (instances.kind === 'fixed') return fixedSource(config, instances.instances.map(readNumbered));
  const generator = instances.config;
  return {
    config,
    processors: numberedNames('P', generator.processors.count),
    mostTasks: undefined,
    constant: false,
    draw: (rng) => placeable(generateInstance(generator, rng)),
  };
}

function readNumbered(json: unknown, index: number): DagInstance {
  return readInstance(json, `envs/dag: instances.${index}`);
}

function fixedSource(config: DagConfig, list: readonly DagInstance[]): InstanceSource {
  const models = list.map(placeable);
  const first = list[0].processors;
  for (const { name, processors } of list) {
    if (processors.length === first.length) continue;
    throw new ArenaError(
      `envs/dag: instance "${name}" has ${processors.length} processors, "${list[0].name}" has ${first.length} (all of a list have as many)`,
    );
  }
  const alike = list.every(({ processors }) => processors.every((name, k) => name === first[k]));
  return {
    config,
    processors: alike ? first : numberedNames('P', first.length),
    constant: list.length === 1,
    mostTasks: Math.max(...list.map(({ tasks }) => tasks.length)),
    draw: (rng) => models[rng.fork('instance').integer(models.length)],
  };
}

function placeable(instance: DagInstance): DagModel {
  const model = new DagModel(instance);
  ensure(
    model.problem.fixedProcessor.some((k) => k < 0),
    `envs/dag: instance "${instance.name}" has no task to place`,
  );
  return model;
}
