/** `export`: turns a recorded schedule into another format. */
import type { Command } from 'commander';
import { oneOf, withExamples } from './arguments.js';
import { notice } from './output.js';
import { readTrace, TRACE_FORMATS, type TraceFormat, writeTrace } from './trace-file.js';

/** What a file of each format is called after. */
const ENDINGS: Readonly<Record<TraceFormat, string>> = {
  json: '.trace.json',
  perfetto: '.perfetto.json',
  csv: '.csv',
  svg: '.svg',
  png: '.png',
};

export function addExportCommand(program: Command): void {
  const command = program
    .command('export')
    .summary('turn a recorded schedule into another format')
    .description(
      'Turns a schedule written by `run --trace file.json` into a Perfetto (Chrome) trace, a table, or a Gantt chart.',
    )
    .argument('<trace>', 'file written by run --trace file.json')
    .requiredOption('-f, --format <format>', TRACE_FORMATS.join(', '), oneOf(...TRACE_FORMATS))
    .option('-o, --out <file>', 'file to write (default: beside the trace)')
    .action(async (file: string, options: { format: TraceFormat; out?: string }) => {
      const trace = readTrace(file);
      const out = options.out ?? file.replace(/(\.trace)?(\.json)?$/, '') + ENDINGS[options.format];
      await writeTrace(out, trace, options.format);
      notice(`${trace.length} row(s) written to ${out}`);
    });
  withExamples(
    command,
    'export schedule.json --format perfetto',
    'export schedule.json --format png --out schedule.png',
  );
}
