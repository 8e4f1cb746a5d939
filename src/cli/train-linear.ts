#!/usr/bin/env node
/**
 * Trains the weights of the linear agent by the cross-entropy method, once for each course, and writes them with their
 * provenance into a folder (agents/linear). Training seeds score the candidates, validation seeds choose among the
 * means of the rounds, test seeds are used once, for the table at the end: the agent against ETF on the same seeds with
 * paired bootstrap intervals.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, CommanderError } from 'commander';
import {
  DEFAULT_LINEAR_OPTIONS,
  ETF_WEIGHTS,
  FEATURES,
  type LinearOptions,
  LinearScheduler,
} from '../../agents/index.js';
import '../../envs/index.js';
import { seedList } from '../report/seeds.js';
import { pairedComparison } from '../report/statistics/index.js';
import { createRng } from '../rng.js';
import { crossEntropyMethod, DEFAULT_CEM_OPTIONS } from '../train/cem.js';
import { integerFrom, oneOf } from './arguments.js';
import { EXIT_REFUSED, errorLine, notice, print } from './output.js';
import { Course, LATE_COURSE, ON_READY_COURSE } from './train-linear-course.js';

interface TrainOptions {
  readonly rounds: number;
  readonly population: number;
  readonly seeds: number; // training seeds a round and setting
  readonly validation: number; // seeds
  readonly test: number; // seeds
  readonly seed: number; // of the search itself
  readonly write?: string; // folder
  readonly course: 'both' | 'onReady' | 'late' | 'none'; // which set to train; none tests the shipped ones
}

/** The best mean of any round on the validation seeds, starting from ETF; the other set of weights stays ETF's. */
function train(name: keyof LinearOptions, course: Course, options: TrainOptions): readonly number[] {
  const validation = seedList('validation', options.validation);
  const etf: LinearOptions = { onReady: ETF_WEIGHTS, late: ETF_WEIGHTS };
  const agentOf = (weights: Float64Array) => new LinearScheduler({ ...etf, [name]: Array.from(weights) });
  let best: readonly number[] = ETF_WEIGHTS;
  let bestCost = course.cost(new LinearScheduler(etf), validation);
  const score = (weights: Float64Array, { round }: { readonly round: number }) =>
    -course.cost(agentOf(weights), seedList('training', options.seeds, round * options.seeds));
  crossEntropyMethod(Float64Array.from(ETF_WEIGHTS), score, {
    rng: createRng(options.seed).fork(name),
    rounds: options.rounds,
    population: options.population,
    initialDeviation: 0.6,
    onRound: ({ round, mean, eliteScore }) => {
      const rounded = mean.map((weight) => Number(weight.toFixed(4)));
      const cost = course.cost(agentOf(rounded), validation);
      notice(
        `${name} round ${round + 1}/${options.rounds}: elite ${(-eliteScore).toFixed(4)}, validation ${cost.toFixed(4)}`,
      );
      if (cost < bestCost) [best, bestCost] = [Array.from(rounded), cost];
    },
  });
  notice(`${name}: validation ${bestCost.toFixed(4)} of ETF`);
  return best;
}

/** One line a setting: ETF, the agent, the paired difference in percent of ETF with its 95 % interval, jobs completed. */
function testLines(course: Course, agent: LinearScheduler, seeds: readonly number[]): string[] {
  return course.settings.map(({ name }, setting) => {
    const etf = seeds.map((seed) => course.reference(setting, seed));
    const own = seeds.map((seed) => course.play(setting, seed, agent));
    const baseline = etf.map(({ latency }) => latency);
    const { meanDifference, bootstrap } = pairedComparison(
      baseline,
      own.map(({ latency }) => latency),
      {
        uniform: createRng('train-linear').fork(name),
      },
    );
    const mean = baseline.reduce((sum, latency) => sum + latency, 0) / baseline.length;
    const percent = (difference: number) => `${((100 * -difference) / mean).toFixed(2)} %`;
    const { lower, upper } = bootstrap.meanDifference;
    const jobs = (results: typeof etf) =>
      (results.reduce((sum, { completed }) => sum + completed, 0) / seeds.length).toFixed(1);
    return `${name}: ETF ${mean.toFixed(2)}, linear ${(mean - meanDifference).toFixed(2)}, difference ${percent(meanDifference)} [${percent(upper)}, ${percent(lower)}], jobs completed ${jobs(etf)} → ${jobs(own)}`;
  });
}

const SETS = {
  onReady: { file: 'on-ready-weights.ts', constant: 'ON_READY_WEIGHTS', when: 'without', course: ON_READY_COURSE },
  late: { file: 'late-weights.ts', constant: 'LATE_WEIGHTS', when: 'with', course: LATE_COURSE },
} as const;

interface Provenance {
  readonly command: string;
  readonly lines: readonly string[]; // results on test seeds
}

function weightsFile(name: keyof LinearOptions, weights: readonly number[], { command, lines }: Provenance): string {
  const { constant, when } = SETS[name];
  return `/**
 * Weights of the linear agent for decisions ${when} *wait*; generated, do not edit. Made by
 *   ${command}
 * on training seeds, chosen on validation seeds. On test seeds, mean latency in ticks, paired with 95 % bootstrap intervals:
${lines.map((line) => ` * - ${line}`).join('\n')}
 */
export const ${constant}: readonly number[] = Object.freeze([
${FEATURES.map((feature, k) => `  ${weights[k]}, // ${feature}`).join('\n')}
]);
`;
}

/** Trains one set or both, tests them and writes their files if asked to. */
export function trainLinear(options: TrainOptions): void {
  const names = (['onReady', 'late'] as const).filter(
    (name) => options.course === name || options.course === 'both' || options.course === 'none',
  );
  const courses = names.map((name) => new Course(SETS[name].course));
  const trained: { -readonly [Name in keyof LinearOptions]: readonly number[] } = { ...DEFAULT_LINEAR_OPTIONS };
  if (options.course !== 'none') {
    names.forEach((name, i) => {
      trained[name] = train(name, courses[i], options);
    });
  }
  // both sets are tested together: where waiting is not offered, a late setting falls back on the other set
  const agent = new LinearScheduler(trained);
  for (const [i, name] of names.entries()) {
    const weights = trained[name];
    const lines = testLines(courses[i], agent, seedList('test', options.test));
    print(...lines);
    if (options.write === undefined || options.course === 'none') continue;
    const { rounds, population, seeds, validation, test, seed } = options;
    const command = `npm run train:linear -- --course ${name} --rounds ${rounds} --population ${population} --seeds ${seeds} --validation ${validation} --test ${test} --seed ${seed}`;
    writeFileSync(join(options.write, SETS[name].file), weightsFile(name, weights, { command, lines }));
  }
}

function createTrainCommand(): Command {
  return new Command('train-linear')
    .description('Trains the linear agent by the cross-entropy method and tests it against ETF.')
    .option('--rounds <n>', 'rounds of the search', integerFrom(1), DEFAULT_CEM_OPTIONS.rounds)
    .option('--population <n>', 'candidates a round', integerFrom(2), DEFAULT_CEM_OPTIONS.population)
    .option('--seeds <n>', 'training seeds a round', integerFrom(1), 4)
    .option('--validation <n>', 'validation seeds', integerFrom(1), 20)
    .option('--test <n>', 'test seeds', integerFrom(2), 100)
    .option('--seed <n>', 'seed of the search', integerFrom(0), 1)
    .option(
      '--course <name>',
      'weights to train: both, onReady, late; none tests the shipped ones',
      oneOf('both', 'onReady', 'late', 'none'),
      'both',
    )
    .option('--write <folder>', 'where to write the weights (agents/linear)')
    .exitOverride()
    .action((options: TrainOptions) => trainLinear(options));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    createTrainCommand().parse(process.argv);
  } catch (error) {
    // commander has printed its own line already
    if (!(error instanceof CommanderError)) notice(errorLine(error));
    process.exitCode = error instanceof CommanderError && error.exitCode === 0 ? 0 : EXIT_REFUSED;
  }
}
