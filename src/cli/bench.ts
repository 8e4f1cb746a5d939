/** `bench`: measures speed against plain baselines timed in the same run. */
import type { Command } from 'commander';
import { ArenaError, didYouMean } from '../error.js';
import { formatNumber } from '../report/quantity.js';
import { integerFrom, withExamples } from './arguments.js';
import type { BenchLine } from './bench/case.js';
import { benchAreas } from './bench/index.js';
import { notice, print } from './output.js';
import { tableLines } from './table.js';

const HEADING = ['area', 'case', 'metric', 'value', 'unit', 'baseline', 'ratio'];

function printTable(lines: readonly BenchLine[]): void {
  const rows = lines.map((line) => [
    line.area,
    line.case,
    line.metric,
    formatNumber(line.value, 3),
    line.unit,
    formatNumber(line.baseline ?? Number.NaN, 3),
    formatNumber(line.ratio ?? Number.NaN, 3),
  ]);
  print(...tableLines([HEADING, ...rows], [false, false, false, true, false, true, true]));
}

export function addBenchCommand(program: Command): void {
  const names = Object.keys(benchAreas);
  const command = program
    .command('bench')
    .summary('measure speed against plain baselines')
    .description(
      `Times the areas ${names.join(', ')} together with plain baselines of the same semantics. A ratio above 1 is better than the baseline.`,
    )
    .argument('[area...]', 'areas; all without')
    .option('--json', 'one JSON object a line: area, case, metric, value, unit, baseline, ratio')
    .option('--time <ms>', 'time per measurement', integerFrom(1), 500)
    .action(async (areas: readonly string[], options: { json?: boolean; time: number }) => {
      const lines: BenchLine[] = [];
      for (const area of areas) {
        if (names.includes(area)) continue;
        throw new ArenaError(
          `bench: area "${area}" does not exist${didYouMean(area, names) || ` (${names.join(', ')})`}`,
        );
      }
      for (const area of areas.length > 0 ? areas : names) {
        const loaded = await benchAreas[area]();
        if (!options.json) notice(`${loaded.name}: ${loaded.description}`);
        await loaded.run({
          timeMs: options.time,
          emit: (line) => {
            lines.push(line);
            if (options.json) print(JSON.stringify(line));
          },
        });
      }
      if (!options.json) printTable(lines);
    });
  withExamples(command, 'bench', 'bench soc --json', 'bench statistics --time 50');
}
