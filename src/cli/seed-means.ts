/**
 * `seed-means`: mean latencies over many seeds in the compatible `socrates` mode, beside the measured means of the
 * reference implementation, and whether ours lie within the interval in which 95 of 100 should.
 */
import type { Command } from 'commander';
import { REFERENCE_MEANS } from '../../envs/soc/compat/reference-means.js';
import type { ReferenceMean } from '../../envs/soc/compat/seed-means.js';
import { didYouMean, ensure } from '../error.js';
import { formatChange } from '../report/quantity.js';
import { seedList } from '../report/seeds.js';
import { collectList, integerFrom, withExamples } from './arguments.js';
import { print } from './output.js';
import { tableLines } from './table.js';

const HEADING = ['profiles, queue, scale', 'scheduler', 'mean', '±', 'reference', '±', 'difference', 'allowed', ''];
const NUMERIC = [false, false, true, true, true, true, true, true, false];

/** One line of the table, and whether the difference is within its interval. */
async function cell(reference: ReferenceMean, seeds: readonly number[]): Promise<{ row: string[]; within: boolean }> {
  const { agreementHalfWidth, seedMeans } = await import('../../envs/soc/compat/seed-means.js');
  const { profiles, queue, scale, scheduler } = reference;
  const own = seedMeans({ profiles, queue, scale, scheduler, seeds });
  const difference = own.latency - reference.latency;
  const allowed = agreementHalfWidth(own, reference);
  const within = Math.abs(difference) <= allowed;
  return {
    within,
    row: [
      `${profiles}, ${queue}, ${scale}`,
      scheduler,
      own.latency.toFixed(2),
      own.deviation.toFixed(2),
      reference.latency.toFixed(2),
      reference.deviation.toFixed(2),
      formatChange(difference, (value) => value.toFixed(2)),
      allowed.toFixed(2),
      within ? 'within' : 'OUTSIDE',
    ],
  };
}

export function addSeedMeansCommand(program: Command): void {
  const known = [...new Set(REFERENCE_MEANS.map(({ scheduler }) => scheduler))];
  const command = program
    .command('seed-means')
    .summary('compare mean latencies over seeds with the reference table')
    .description(
      `Replays the 40-seed table of mean latencies (ticks) in the socrates mode. Schedulers: ${known.join(', ')}. One cell in twenty may lie outside by chance; exits with 1 if more do.`,
    )
    .option('--seeds <n>', 'seeds per cell', integerFrom(2), 40)
    .option('--schedulers <names>', 'only these, separated by commas', collectList)
    .action(async (options: { seeds: number; schedulers?: readonly string[] }) => {
      const chosen = options.schedulers ?? [];
      for (const name of chosen) {
        ensure(known.includes(name), `seed-means: scheduler "${name}" is not in the table${didYouMean(name, known)}`);
      }
      const wanted = chosen.length > 0 ? chosen : known;
      const seeds = seedList('test', options.seeds);
      const cells = [];
      for (const reference of REFERENCE_MEANS.filter(({ scheduler }) => wanted.includes(scheduler))) {
        cells.push(await cell(reference, seeds));
      }
      print(...tableLines([HEADING, ...cells.map(({ row }) => row)], NUMERIC));
      const outside = cells.filter(({ within }) => !within).length;
      print(`${cells.length - outside} of ${cells.length} within their intervals`);
      if (outside > Math.ceil(cells.length / 20)) process.exitCode = 1;
    });
  withExamples(command, 'seed-means', 'seed-means --schedulers ETF --seeds 10');
}
