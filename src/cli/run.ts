/** `run`: one episode of one agent, its metrics, and on request its schedule as a file. */
import type { Command } from 'commander';
import type { MetricMeaning } from '../env.js';
import { ArenaError, ensure } from '../error.js';
import { agents, makeAgent, makeEnv } from '../registry.js';
import { type EpisodeOutcome, playEpisode } from '../report/episode.js';
import { formatNumber } from '../report/quantity.js';
import { seedList, seedPurpose } from '../report/seeds.js';
import { printedTimeUnit } from '../report/units.js';
import { collect, integerFrom, withExamples } from './arguments.js';
import { metricLines } from './metric-lines.js';
import { importsOf, loadModules } from './modules.js';
import { notice, print } from './output.js';
import { parseOverrides } from './overrides.js';
import { checkTraceFile, writeTrace } from './trace-file.js';

interface RunOptions {
  readonly agent: string;
  readonly seed: number;
  readonly config?: readonly string[];
  readonly trace?: readonly string[];
  readonly json?: boolean;
}

interface Told {
  readonly title: string;
  readonly timeUnit: string;
  readonly meanings: readonly MetricMeaning[] | undefined;
}

function printOutcome(outcome: EpisodeOutcome, { title, timeUnit, meanings }: Told): void {
  const { metrics, decisionMicroseconds: latency } = outcome;
  const further = [
    ['return', formatNumber(outcome.episodeReturn, 6), ''],
    ['decisions', formatNumber(outcome.decisions), ''],
    ['time to decide, p50', formatNumber(latency.p50, 3), 'µs'],
    ['time to decide, p95', formatNumber(latency.p95, 3), 'µs'],
    ['replay hash', outcome.replayHash, ''],
  ] as const;
  print(...metricLines(metrics, { title, timeUnit, meanings, further }));
  if (outcome.truncated) print('The episode was cut off by its time limit.');
}

/** Does something with a configuration; an error that names an assigned key also tells what was assigned. */
function namingAssignments<T>(given: readonly string[], make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ArenaError)) throw error;
    const { message } = error;
    const named = given.filter((text) => text.includes('=') && message.includes(`${text.split('=')[0]}: `));
    throw named.length === 0 ? error : new ArenaError(`${message} (given: ${named.join(', ')})`);
  }
}

async function run(envId: string, options: RunOptions, imports: readonly string[]): Promise<void> {
  const files = options.trace ?? [];
  files.forEach(checkTraceFile);
  await loadModules(imports);
  const config = parseOverrides(options.config ?? []);
  const record = files.length > 0;
  const env = namingAssignments(options.config ?? [], () =>
    makeEnv(envId, { record, ...(config === undefined ? {} : { config }) }),
  );
  const agentId = agents.get(options.agent).id;
  if (seedPurpose(options.seed) === undefined) notice(`seed ${options.seed} lies outside the documented ranges`);
  const outcome = playEpisode(env, makeAgent(agentId), {
    seed: options.seed,
    agentId,
    oracle: agents.get(agentId).oracle,
  });
  if (options.json) print(JSON.stringify({ env: env.id, agent: agentId, seed: options.seed, ...outcome }));
  else {
    const { timeUnit, metrics: meanings } = env.metadata;
    const title = `${env.id}  ${agentId}  seed ${options.seed}`;
    printOutcome(outcome, { title, timeUnit: printedTimeUnit(timeUnit.name), meanings });
  }
  for (const file of files) {
    const trace = env.trace?.();
    ensure(trace, `run: ${env.id} records no schedule (--trace ${file} is not possible)`);
    await writeTrace(file, trace);
    notice(`schedule written to ${file}`);
  }
  env.close();
}

export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .summary('play one episode and print its metrics')
    .description('Plays one episode of one agent in one environment and prints its metrics.')
    .argument('<env-id>', 'registered environment, e.g. soc/wifi-rx')
    .requiredOption('-a, --agent <id>', 'registered agent')
    .option('-s, --seed <n>', 'seed of the workload', integerFrom(0), seedList('test', 1)[0])
    .option('-c, --config <file or key=value>', 'configuration override; may be repeated', collect)
    .option('-t, --trace <file>', 'write the schedule: .json, .csv, .svg, .png; may be repeated', collect)
    .option('--json', 'print one JSON object')
    .action((envId: string, options: RunOptions) => run(envId, options, importsOf(program)));
  withExamples(
    command,
    'run soc/wifi-rx --agent etf',
    'run soc/wifi-rx --agent heft --seed 7 --trace schedule.svg --trace schedule.json',
  );
}
