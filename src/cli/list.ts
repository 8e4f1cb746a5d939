/** `list`: what has a name — environments, agents, planners, instances — by kind, text and tag. */
import type { Command } from 'commander';
import { configHash } from '../config.js';
import { agents, envs, type PlannerSpec, planners } from '../registry.js';
import { oneOf, withExamples } from './arguments.js';
import { instanceFooter, listedInstances } from './listed-instances.js';
import { importsOf, loadModules } from './modules.js';
import { print } from './output.js';
import { tableLines } from './table.js';

const KINDS = ['envs', 'agents', 'planners', 'instances'] as const;
type Kind = (typeof KINDS)[number];

interface Listed {
  readonly kind: Kind;
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly [detail: string]: unknown;
}

function everything(): Listed[] {
  return [
    ...envs.all().map(({ id, description, tags, score, config }) => {
      return { kind: 'envs' as const, id, description, tags, score, configHash: configHash(config) };
    }),
    ...agents.all().map(({ id, description, tags, oracle }) => {
      return { kind: 'agents' as const, id, description, tags, oracle };
    }),
    ...planners.all().map((spec) => {
      const { id, description, tags } = spec;
      return { kind: 'planners' as const, id, description, tags, options: plannerOptions(spec) };
    }),
    ...listedInstances().map((entry): Listed => ({ ...entry })),
  ];
}

const NO_OPTION = '????????'; // nothing is called so, nor nearly so

/** The names of a planner's options: it is asked for one that it cannot have, and its refusal names those it has. */
function plannerOptions(spec: PlannerSpec): readonly string[] {
  try {
    spec.create({ [NO_OPTION]: true });
  } catch (error) {
    const names = /\(known: ([^()]*)\)$/.exec((error as Error).message)?.[1];
    return names === undefined ? [] : names.split(', ');
  }
  return []; // it takes anything, which says nothing
}

function matches(entry: Listed, filter: string): boolean {
  const text = `${entry.id} ${entry.description} ${entry.tags.join(' ')}`.toLowerCase();
  return text.includes(filter.toLowerCase());
}

/** The description, with the options of a planner. */
function describe({ description, options }: Listed): string {
  return Array.isArray(options) && options.length > 0 ? `${description}; options: ${options.join(', ')}` : description;
}

export function addListCommand(program: Command): void {
  const command = program
    .command('list')
    .summary('show the environments, agents, planners and named instances')
    .description(
      'Shows what is registered, and the instances that `plan` knows by name. A filter keeps entries whose id, description or tags contain it.',
    )
    .argument('[kind]', `one of ${KINDS.join(', ')}; all without`, oneOf(...KINDS))
    .option('--filter <text>', 'only entries that contain this text')
    .option('--json', 'one JSON object a line')
    .action(async (kind: Kind | undefined, options: { filter?: string; json?: boolean }) => {
      await loadModules(importsOf(program));
      const shown = everything().filter(
        (entry) => (!kind || entry.kind === kind) && (!options.filter || matches(entry, options.filter)),
      );
      if (options.json) {
        for (const entry of shown) print(JSON.stringify(entry));
        return;
      }
      for (const each of KINDS) {
        const entries = shown.filter((entry) => entry.kind === each);
        if (entries.length === 0) continue;
        const rows = entries.map((entry) => [`  ${entry.id}`, entry.tags.join(' '), describe(entry)]);
        print(...tableLines([[each, 'tags', 'description'], ...rows], [false, false, false]), '');
        if (each === 'instances') print(...instanceFooter(), '');
      }
      if (shown.length === 0) print('nothing matches');
    });
  withExamples(command, 'list', 'list envs --filter wifi', 'list agents --json', 'list instances');
}
