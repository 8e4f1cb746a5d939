/** `timeline`: one recorded episode as a page, as a Perfetto trace, and as a table of its items. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { timestamp } from '../clock.js';
import type { PlacementEnv } from '../env.js';
import { ensure } from '../error.js';
import { agents, makeAgent, makeEnv } from '../registry.js';
import { playEpisode } from '../report/episode.js';
import { headlineFacts } from '../report/metric-groups.js';
import { seedList } from '../report/seeds.js';
import type { Timeline, TimelineOptions } from '../timeline.js';
import { collect, integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { notice, typedCommand } from './output.js';
import { makeFolder } from './output-folder.js';
import { parseOverrides } from './overrides.js';

interface TimelineCommandOptions {
  readonly agent: string;
  readonly seed: number;
  readonly config?: readonly string[];
  readonly out: string;
  readonly from?: number;
  readonly until?: number;
  readonly lanes: number;
  readonly items: number;
}

/** A number of seconds, 0 or more. */
function seconds(value: string): number {
  const number = Number(value);
  ensure(value.trim() !== '' && number >= 0 && Number.isFinite(number), `"${value}" is no time in seconds (≥ 0)`);
  return number;
}

/** The output is a folder of several files; who names a page wants something else, and would get a folder of that name. */
function ensureFolderName(output: string): void {
  const named = /\.(html|json|csv)$/i.test(output);
  ensure(!named, `timeline: --out ${output} names a file; it is the folder in which timeline.html and the others go`);
}

function recorded(env: Pick<PlacementEnv<unknown>, 'id' | 'timeline'>, window: TimelineOptions): Timeline {
  ensure(env.timeline, `timeline: ${env.id} records no timeline (run --trace draws its schedule)`);
  return env.timeline(window);
}

async function timeline(envId: string, options: TimelineCommandOptions, imports: readonly string[]): Promise<void> {
  ensureFolderName(options.out);
  await loadModules(imports);
  const started = timestamp();
  const config = parseOverrides(options.config ?? []);
  const env = makeEnv(envId, { record: true, ...(config === undefined ? {} : { config }) });
  ensure(env.timeline, `timeline: ${env.id} records no timeline (run --trace draws its schedule)`);
  const agentId = agents.get(options.agent).id;
  makeFolder(options.out, '--out');
  const { seed } = options;
  const outcome = playEpisode(env, makeAgent(agentId), { seed, agentId, oracle: agents.get(agentId).oracle });
  const all = recorded(env, {
    ...(options.from === undefined ? {} : { fromSeconds: options.from }),
    ...(options.until === undefined ? {} : { untilSeconds: options.until }),
  });
  const { timelinePage } = await import('../report/timeline-page.js');
  const { timelinePerfetto } = await import('../report/timeline-perfetto.js');
  const { recordsCsv } = await import('../report/records-csv.js');
  const page = await timelinePage({
    timeline: all,
    title: `${env.id} · ${agentId} · seed ${seed}`,
    command: typedCommand(),
    started,
    facts: headlineFacts(outcome.metrics),
    lanes: options.lanes,
    items: options.items,
  });
  const files = [
    ['timeline.html', page],
    ['trace.perfetto.json', timelinePerfetto(all)],
    [`${all.itemName}s.csv`, recordsCsv(all.records)],
  ] as const;
  for (const [name, text] of files) writeFileSync(join(options.out, name), text);
  notice(`${files.map(([name]) => name).join(', ')} written to ${options.out}`);
  env.close();
}

export function addTimelineCommand(program: Command): void {
  const command = program
    .command('timeline')
    .summary('draw what happened in one episode: a page, a Perfetto trace, a table')
    .description(
      'Plays one episode with recording and writes timeline.html, trace.perfetto.json (open in ui.perfetto.dev) and a row per request.',
    )
    .argument('<env-id>', 'registered environment, e.g. serving/azure-conv-4x')
    .requiredOption('-a, --agent <id>', 'registered agent')
    .option('-s, --seed <n>', 'seed of the workload', integerFrom(0), seedList('test', 1)[0])
    .option('-c, --config <file or key=value>', 'configuration override; may be repeated', collect)
    .option('-o, --out <folder>', 'folder to make', 'timeline')
    .option('--from <seconds>', 'beginning of the time that is drawn', seconds)
    .option('--until <seconds>', 'end of the time that is drawn', seconds)
    .option('--lanes <n>', 'instances drawn on their own at most', integerFrom(0), 16)
    .option('--items <n>', 'requests drawn at most', integerFrom(1), 64)
    .action((envId: string, options: TimelineCommandOptions) => timeline(envId, options, importsOf(program)));
  withExamples(
    command,
    'timeline serving/azure-conv-4x --agent llumnix',
    'timeline serving/azure-conv-4x --agent round-robin --from 20 --until 40 -o slow-minute',
  );
}
