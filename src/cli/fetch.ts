/**
 * `fetch`: downloads a public trace from its own home, checked against size and SHA-256 where they are known. Offline
 * it says so in one line and ends with exit code 1; nothing half-written stays.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { monotonicMs } from '../clock.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { TRACES, type TraceEntry } from '../traces/catalogue.js';
import { download } from '../traces/download.js';
import { withExamples } from './arguments.js';
import { errorLine, notice, print } from './output.js';
import { tableLines } from './table.js';

const PROGRESS_INTERVAL = 2_000; // ms between lines

/** The command; another catalogue may be given, e.g. one that points at a mirror. */
export function addFetchCommand(program: Command, catalogue: readonly TraceEntry[] = TRACES): void {
  const command = program
    .command('fetch')
    .summary('download a public trace')
    .description(
      'Downloads a public trace of LLM serving and verifies it. Nothing is overwritten; exits with 1 if it fails.',
    )
    .argument('[trace]', 'id of a trace, see --list')
    .option('-l, --list', 'list the traces with size, licence and whom to name')
    .option('-o, --output <path>', 'file, or folder that exists, to write to', '.')
    .action(async (id: string | undefined, options: { list?: true; output: string }) => {
      if (options.list) return printList(catalogue);
      ensure(id !== undefined, 'fetch: name a trace (fetch --list shows them)');
      const entry = catalogue.find((trace) => trace.id === id);
      const known = catalogue.map((trace) => trace.id);
      if (!entry)
        throw new ArenaError(`fetch: trace "${id}" does not exist (${known.join(', ')})${didYouMean(id, known)}`);
      await fetchTrace(entry, options.output);
    });
  withExamples(
    command,
    'fetch --list',
    'fetch azure2023-conv',
    'fetch mooncake-conversation --output traces/mooncake.jsonl',
  );
}

async function fetchTrace(entry: TraceEntry, output: string): Promise<void> {
  const folder = existsSync(output) && statSync(output).isDirectory();
  const target = folder ? join(output, entry.file) : output;
  ensure(!existsSync(target), `fetch: ${target} exists already; delete it first or choose another --output`);
  let last = monotonicMs();
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const { bytes, sha256 } = await download({
      ...entry,
      target,
      signal: stop.signal,
      onProgress(done, total) {
        if (monotonicMs() - last < PROGRESS_INTERVAL) return;
        last = monotonicMs();
        notice(`${megabytes(done)}${total === null ? '' : ` of ${megabytes(total)}`}`);
      },
    });
    const verified = entry.sha256 === null ? 'unverified: no checksum is known' : 'verified';
    print(`${target}  ${bytes} bytes`, `sha256 ${sha256} (${verified})`, `${entry.licence}: ${entry.attribution}`);
  } catch (error) {
    notice(errorLine(error));
    process.exitCode = 1;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

function printList(catalogue: readonly TraceEntry[]): void {
  const rows = catalogue.map((entry) => [
    entry.id,
    entry.bytes === null ? '?' : megabytes(entry.bytes),
    entry.sha256 === null ? 'unverified' : 'sha256',
    entry.format,
    entry.licence,
    entry.summary,
  ]);
  const heading = ['Trace', 'Size', 'Check', 'Format', 'Licence', 'What'];
  print(...tableLines([heading, ...rows], [false, true, false, false, false, false]), '', 'Name with the data:');
  for (const notices of new Set(catalogue.map((entry) => entry.attribution))) print(`  ${notices}`);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
