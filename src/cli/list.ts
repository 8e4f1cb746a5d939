/** `list`: what is registered — environments, agents, planners — by kind, text and tag. */
import type { Command } from 'commander';
import { configHash } from '../config.js';
import { agents, envs, planners } from '../registry.js';
import { oneOf, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { print } from './output.js';
import { tableLines } from './table.js';

const KINDS = ['envs', 'agents', 'planners'] as const;
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
    ...planners.all().map(({ id, description, tags }) => ({ kind: 'planners' as const, id, description, tags })),
  ];
}

function matches(entry: Listed, filter: string): boolean {
  const text = `${entry.id} ${entry.description} ${entry.tags.join(' ')}`.toLowerCase();
  return text.includes(filter.toLowerCase());
}

export function addListCommand(program: Command): void {
  const command = program
    .command('list')
    .summary('show the registered environments, agents and planners')
    .description('Shows what is registered. A filter keeps entries whose id, description or tags contain it.')
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
        const rows = entries.map(({ id, tags, description }) => [`  ${id}`, tags.join(' '), description]);
        print(...tableLines([[each, 'tags', 'description'], ...rows], [false, false, false]), '');
      }
      if (shown.length === 0) print('nothing matches');
    });
  withExamples(command, 'list', 'list envs --filter wifi', 'list agents --json');
}
