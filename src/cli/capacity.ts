/**
 * `capacity`: the highest request rate that an agent sustains in a serving environment within a limit on the P99 time
 * between tokens and one on the median scheduling delay, searched for every seed on its own, with an interval over them.
 */
import { type Command, InvalidArgumentError } from 'commander';
import { checkSubject, type ServingMeasurement } from '../capacity/probe.js';
import { runCapacityTasks } from '../capacity/run.js';
import {
  type Capacity,
  type CapacityOptions,
  checkCapacityOptions,
  DEFAULT_CAPACITY,
  type RateProbe,
} from '../capacity/search.js';
import type { CapacityTask } from '../capacity/worker.js';
import { isPlainObject, mergeConfig } from '../config.js';
import { ArenaError, ensure } from '../error.js';
import { agents, envs } from '../registry.js';
import { formatInterval, formatNumber } from '../report/quantity.js';
import { seedList } from '../report/seeds.js';
import { mean, tInterval } from '../report/statistics/index.js';
import type { Json } from '../space/space.js';
import { collect, integerFrom, withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { print } from './output.js';
import { parseOverrides } from './overrides.js';
import { tableLines } from './table.js';

interface CapacityCommandOptions {
  readonly agent: string;
  readonly sloTbt: number;
  readonly delay: number;
  readonly start: number;
  readonly requests?: number;
  readonly minutes: number;
  readonly seeds: number;
  readonly granularity: number;
  readonly config?: readonly string[];
  readonly published?: boolean;
  readonly workers?: number;
  readonly json?: boolean;
}

type Found = Capacity<ServingMeasurement>;

/** A number above 0. */
function positive(value: string): number {
  const number = Number(value);
  if (value.trim() === '' || !Number.isFinite(number) || number <= 0) {
    throw new InvalidArgumentError('a number > 0 is expected.');
  }
  return number;
}

/** Requests of a probe where neither an option nor the configuration says so. */
const DEFAULT_REQUESTS = 2048;

/** `workload.requests` of the overrides. */
function givenRequests(given: Json): number | undefined {
  const workload = isPlainObject(given) ? given.workload : undefined;
  const requests = isPlainObject(workload) ? workload.requests : undefined;
  return typeof requests === 'number' ? requests : undefined;
}

async function runCapacity(envId: string, options: CapacityCommandOptions, imports: readonly string[]): Promise<void> {
  const modules = await loadModules(imports);
  const env = envs.get(envId).id;
  const agent = agents.get(options.agent).id;
  const given = parseOverrides(options.config ?? []) ?? {};
  const search: CapacityOptions = {
    tbtLimit: options.sloTbt,
    delayLimit: options.delay,
    start: options.start,
    granularity: options.granularity,
    compat: options.published ?? false,
  };
  checkCapacityOptions(search);
  checkSubject({ env, agent, config: given });
  const requests = options.requests ?? givenRequests(given) ?? DEFAULT_REQUESTS;
  const config = mergeConfig(given, { workload: { requests }, limitSeconds: 60 * options.minutes });
  checkSubject({ env, agent, config });
  const seeds = seedList('test', options.seeds);
  const tasks = seeds.map((seed): CapacityTask => ({ modules, subject: { env, config, agent, seed }, search }));
  if (!options.json) {
    print(
      `${env}  ${agent}: P99 time between tokens ≤ ${options.sloTbt} s, median scheduling delay ≤ ${options.delay} s`,
      `${formatNumber(requests)} requests or ${options.minutes} minutes a probe`,
    );
  }
  const found = await runCapacityTasks(tasks, {
    ...(options.workers === undefined ? {} : { workers: options.workers }),
    onResult: (task, capacity) => {
      if (!options.json) printSearch(task, capacity);
    },
  });
  report(found, { env, agent, seeds, search: search as unknown as Json, json: options.json ?? false });
}

/** Which limit a rate breaks. */
function verdict({ met, completed, delayMedian }: RateProbe<ServingMeasurement>, delayLimit: number): string {
  if (met) return 'met';
  if (completed === 0) return 'nothing served';
  return delayMedian > delayLimit ? 'waits too long' : 'tokens too slow';
}

const HEADING = ['requests/s', 'median delay, s', 'P99 between tokens, s', 'served', 'cut off', 'rejected', ''];
const NUMERIC = [true, true, true, true, true, true, false];

/** The probes of one seed, in the order of trying. */
function printSearch({ subject, search }: CapacityTask, { probes, rate, ending }: Found): void {
  const { delayLimit } = checkCapacityOptions(search);
  const rows = probes.map((probe) => [
    probe.rate.toFixed(2),
    formatNumber(probe.delayMedian),
    formatNumber(probe.tbtP99),
    formatNumber(probe.completed),
    formatNumber(probe.unfinished),
    formatNumber(probe.rejected),
    verdict(probe, delayLimit),
  ]);
  print(
    '',
    `seed ${subject.seed}: ${rate.toFixed(2)} requests/s${ENDINGS[ending]}`,
    ...tableLines([HEADING, ...rows], NUMERIC),
  );
}

const ENDINGS: Readonly<Record<Found['ending'], string>> = {
  bracketed: '',
  unbounded: ' (a lower bound: no rate that was tried failed)',
  none: ' (no rate that was tried met the limits)',
  probes: ' (a lower bound: the search ran out of probes)',
};

interface Reported {
  readonly env: string;
  readonly agent: string;
  readonly seeds: readonly number[];
  readonly search: Json;
  readonly json: boolean;
}

/** The capacity over all seeds. Errors: no seed has a rate that met the limits, or one has none that failed. */
function report(found: readonly Found[], { env, agent, seeds, search, json }: Reported): void {
  if (found.every(({ rate }) => rate === 0)) {
    const { rate, delayMedian, tbtP99 } = found[0].probes.at(-1)!;
    throw new ArenaError(
      `capacity: ${agent} meets the limits in ${env} at no rate: at ${rate} requests/s the median delay is ` +
        `${formatNumber(delayMedian)} s and the P99 time between tokens ${formatNumber(tbtP99)} s`,
    );
  }
  const open = found.filter(({ failing }) => failing === null);
  const highest = Math.max(...open.flatMap(({ probes }) => probes.map(({ rate }) => rate)));
  ensure(
    open.length === 0,
    `capacity: ${agent} meets the limits in ${env} at every rate up to ${highest} requests/s with ${open.length} of ` +
      `${found.length} seeds: too few requests to tell (--requests)`,
  );
  const rates = found.map(({ rate }) => rate);
  const interval = rates.length > 1 ? tInterval(rates) : undefined;
  if (json) {
    const capacities = found.map((capacity, i) => ({ seed: seeds[i], ...capacity }));
    print(JSON.stringify({ env, agent, search, mean: mean(rates), interval: interval ?? null, capacities }));
    return;
  }
  const over = interval
    ? `${formatInterval(interval)}, mean of ${rates.length} seeds and its 95 % t interval`
    : 'one seed';
  print('', `capacity ${formatNumber(mean(rates))} requests/s  ${over}`);
}

export function addCapacityCommand(program: Command): void {
  const command = program
    .command('capacity')
    .summary('search the highest request rate within latency limits')
    .description(
      'The highest request rate at which the median scheduling delay and the P99 time between tokens stay within limits, found by bisection as Sarathi-Serve does it, for every seed on its own.',
    )
    .argument('<env-id>', 'registered environment of serving, e.g. serving/azure-conv-4x')
    .requiredOption('-a, --agent <id>', 'registered agent')
    .option('--slo-tbt <seconds>', 'limit of the P99 time between tokens', positive, 0.2)
    .option('--delay <seconds>', 'limit of the median scheduling delay', positive, DEFAULT_CAPACITY.delayLimit)
    .option('--start <rate>', 'the first rate that is tried, requests/s', positive, DEFAULT_CAPACITY.start)
    .option(
      '--requests <n>',
      `requests of a probe (default: those of the configuration given, else ${DEFAULT_REQUESTS})`,
      integerFrom(1),
    )
    .option('--minutes <n>', 'simulated time after which a probe is cut', positive, 30)
    .option('--seeds <n>', 'test seeds, each with a search of its own', integerFrom(1), 3)
    .option('--granularity <percent>', 'width of the bracket at the end', positive, DEFAULT_CAPACITY.granularity)
    .option('-c, --config <file or key=value>', 'configuration override; may be repeated', collect)
    .option('--published', 'the published search to the letter, its faults included')
    .option('--workers <n>', 'worker threads, 0 = none (default: the cores available)', integerFrom(0))
    .option('--json', 'one JSON object')
    .action((envId: string, options: CapacityCommandOptions) => runCapacity(envId, options, importsOf(program)));
  withExamples(
    command,
    'capacity serving/azure-conv-4x --agent round-robin --slo-tbt 0.1 --seeds 2 --requests 300',
    'capacity serving/azure-code-4x --agent join-shortest-queue --start 8',
  );
}
