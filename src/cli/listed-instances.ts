/**
 * The instances of static scheduling that have names, as `list` shows them: worked examples that papers print whole,
 * presets, and families of random graphs with their parameters and defaults.
 */
import {
  type InstanceConfig,
  instanceFamilies,
  instancePresets,
  parseInstanceConfig,
  publishedInstances,
} from '../instances/index.js';

/** One name that `plan`, `validate` and `ratios` take. */
export interface ListedInstance {
  readonly kind: 'instances';
  readonly id: string;
  readonly tags: readonly ['published' | 'preset' | 'family'];
  readonly description: string;
  readonly source?: string; // of a family's form
  /** Parameters of the graph, of a family: `-c graph.<name>=<value>`. */
  readonly parameters?: Readonly<Record<string, { readonly default: unknown; readonly description: string }>>;
  /** The whole configuration, of presets and families. */
  readonly config?: InstanceConfig;
}

/** Where the worked examples stand in the literature. */
const PRINTED_IN: Readonly<Record<string, string>> = {
  'topcuoglu-2002': 'Topcuoglu, Hariri & Wu 2002, figure 1',
  'arabnejad-2014': 'Arabnejad & Barbosa 2014, figure 1',
};

/** All of them: examples, presets, families. */
export function listedInstances(): ListedInstance[] {
  return [
    ...Object.values(publishedInstances).map(({ name, problem }): ListedInstance => {
      const size = `${problem.taskCount} tasks, ${problem.successor.length} edges, ${problem.processorCount} processors`;
      const description = PRINTED_IN[name] === undefined ? size : `${PRINTED_IN[name]}: ${size}`;
      return { kind: 'instances', id: name, tags: ['published'], description };
    }),
    ...Object.entries(instancePresets).map(([id, config]): ListedInstance => {
      return { kind: 'instances', id, tags: ['preset'], description: describePreset(config), config };
    }),
    ...Object.values(instanceFamilies).map(({ name, description, source, parameters }): ListedInstance => {
      const config = parseInstanceConfig({ graph: { family: name } });
      const values = Object.entries(parameters).map(([key, { default: value }]) => `${key}=${String(value)}`);
      const told = `${description} (${values.join(', ')})`;
      return { kind: 'instances', id: name, tags: ['family'], description: told, source, parameters, config };
    }),
  ];
}

/** The family, and what differs from its defaults. */
function describePreset(config: InstanceConfig): string {
  const plain = parseInstanceConfig({ graph: { family: config.graph.family } });
  const changed = (['graph', 'processors', 'communication'] as const).flatMap((part) => {
    const defaults = plain[part] as Readonly<Record<string, unknown>>;
    return Object.entries(config[part])
      .filter(([key, value]) => defaults[key] !== value)
      .map(([key, value]) => `${part}.${key}=${shortNumber(value)}`);
  });
  return `${config.graph.family}${changed.length > 0 ? ` with ${changed.join(', ')}` : ', all defaults'}`;
}

function shortNumber(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(4))) : String(value);
}

/** What stands below the table: the defaults that all random instances share, and how to change them. */
export function instanceFooter(): string[] {
  const { processors, communication } = parseInstanceConfig({ graph: { family: 'chain' } });
  const list = (part: string, values: object): string =>
    Object.entries(values)
      .map(([key, value]) => `${part}.${key}=${String(value)}`)
      .join(' ');
  return [
    'Presets and families are random: -s <seed>, -c graph.<parameter>=<value>, and for all of them (defaults):',
    `  ${list('processors', processors)}`,
    `  ${list('communication', communication)}`,
  ];
}
