/**
 * `conformance`: replays recorded cases of reference implementations and compares. Folders are walked whole; what
 * holds no recorded case is listed as skipped. The area `published` needs no files: it computes what the literature
 * prints. One line a case; the exit code tells whether all passed.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Command } from 'commander';
import { isPlainObject } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import { withExamples } from './arguments.js';
import type { ReplayedCase } from './dag-goldens/index.js';
import { print } from './output.js';

/** Replays the cases of one file. Errors: `ArenaError` for a malformed file. */
type Replay = (file: string, text: string) => readonly ReplayedCase[] | Promise<readonly ReplayedCase[]>;

/** Picks the replay for the content of a JSON file; nothing = the file is no recording of this area. */
type Recognise = (content: Readonly<Record<string, unknown>> | readonly unknown[]) => Replay | undefined;

/** The areas by name; each is loaded only when asked for. `data` is where inputs lie that are not beside a recording. */
const AREAS: Readonly<Record<string, (data: string) => Promise<Recognise>>> = {
  rl: async () => {
    const { replayRlGolden, replayRlGoldenOnTensors } = await import('../report/rl-goldens/index.js');
    const { loadBackend } = await import('../nn/backend.js');
    const loaded = await loadBackend();
    const backend = loaded.name === 'webgpu' ? await loadBackend({ preferred: 'wasm' }) : loaded; // must be read at once
    const replay: Replay = (file, text) => [
      ...replayRlGolden(file, text),
      ...replayRlGoldenOnTensors(file, text, backend),
    ];
    return (content) => (isPlainObject(content) && Array.isArray(content.cases) ? replay : undefined);
  },
  soc: async () => {
    const { replayBenchmarks, replaySocGolden } = await import('../../envs/soc/compat/golden.js');
    return (content) => {
      if (!isPlainObject(content)) return undefined;
      if (String(content.format).startsWith('soc-golden')) return replaySocGolden;
      const first = Array.isArray(content.cases) ? content.cases[0] : undefined;
      return isPlainObject(first) && 'draws' in first ? replayBenchmarks : undefined;
    };
  },
  dag: async (data) => {
    const { dagReplays } = await import('./dag-goldens/index.js');
    const { isDecimaGolden, replayDecima } = await import('./dag-goldens/decima.js');
    const schedules = dagReplays(data);
    return (content) => (isDecimaGolden(content) ? (file) => replayDecima(content, file, data) : schedules(content));
  },
  serving: async (data) => (await import('./serving-goldens/index.js')).servingReplays(data),
};

/** The area without files. */
const PUBLISHED = 'published';

/** All files under a path, sorted; the path itself if it is a file. */
function filesUnder(path: string): string[] {
  ensure(existsSync(path), `conformance: ${path}: there is no such file or folder`);
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function readGolden(file: string): string {
  try {
    const bytes = readFileSync(file);
    return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  } catch (error) {
    throw new ArenaError(`${file}: cannot be read (${(error as Error).message})`);
  }
}

interface Tally {
  passed: number;
  failed: number;
  skipped: number; // files
  leftOut: number; // cases, each with its reason
  unreadable: string[]; // what is wrong with files that cannot be replayed at all
}

/** The cases of a file; nothing when it is no recording. Errors: unreadable, truncated or malformed files. */
async function replayFile(file: string, recognise: Recognise): Promise<readonly ReplayedCase[] | undefined> {
  if (!/\.json(\.gz)?$/.test(file)) return undefined;
  const text = readGolden(file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ArenaError(`${file}: not complete JSON (${(error as Error).message})`);
  }
  const replay = isPlainObject(content) || Array.isArray(content) ? recognise(content) : undefined;
  return replay?.(file, text);
}

function reportCase({ name, passed, skipped, difference }: ReplayedCase, tally: Tally, place: string): void {
  const outcome = skipped ? 'SKIP' : passed ? 'PASS' : 'FAIL';
  if (outcome === 'SKIP') tally.leftOut++;
  else if (outcome === 'PASS') tally.passed++;
  else tally.failed++;
  print(`${outcome} ${place}${name}${difference ? `: ${difference.replace(/\s+/g, ' ')}` : ''}`);
}

/** The last line and the exit code. */
function conclude(tally: Tally): void {
  print(`${tally.passed} passed, ${tally.failed} failed`);
  if (tally.failed > 0) process.exitCode = 1;
}

function newTally(): Tally {
  return { passed: 0, failed: 0, skipped: 0, leftOut: 0, unreadable: [] };
}

async function runPublished(): Promise<void> {
  const { publishedCases } = await import('./published/index.js');
  const tally = newTally();
  for (const each of publishedCases()) reportCase(each, tally, '');
  conclude(tally);
}

async function runRecorded(area: string, paths: readonly string[], data: string): Promise<void> {
  ensure(paths.length > 0, `conformance: ${area} needs files or folders with recorded cases`);
  const files = paths.flatMap(filesUnder);
  const recognise = await AREAS[area](data);
  const tally = newTally();
  for (const file of files) await report(file, recognise, tally);
  if (tally.skipped > 0) print(`${tally.skipped} file(s) skipped: no recorded case of ${area}`);
  if (tally.leftOut > 0) print(`${tally.leftOut} SKIP line(s) above tell what is not compared, and why`);
  conclude(tally);
  if (tally.unreadable.length > 0) throw new ArenaError(tally.unreadable.join('; '));
  ensure(tally.passed + tally.failed > 0, `conformance: no recorded case of ${area} in ${paths.join(', ')}`);
}

async function report(file: string, recognise: Recognise, tally: Tally): Promise<void> {
  try {
    const cases = await replayFile(file, recognise);
    if (!cases) {
      tally.skipped++;
      print(`SKIP ${file}`);
    }
    for (const each of cases ?? []) reportCase(each, tally, `${file} `);
  } catch (error) {
    if (!(error instanceof ArenaError)) throw error;
    tally.failed++;
    tally.unreadable.push(error.message);
    print(`FAIL ${file}`);
  }
}

export function addConformanceCommand(program: Command): void {
  const names = [...Object.keys(AREAS), PUBLISHED];
  const command = program
    .command('conformance')
    .summary('replay recordings and published results')
    .description(
      `Replays recorded cases and compares. Areas: ${names.join(', ')}. Folders are walked whole; .gz files are unpacked. "${PUBLISHED}" takes no files: it computes the printed single-job latencies and worked DAG examples. Exits with 1 if a case fails.`,
    )
    .argument('<area>', `one of ${names.join(', ')}`)
    .argument('[paths...]', `files or folders; none for ${PUBLISHED}`)
    .option('--data <folder>', 'where inputs lie that are not beside a recording', '../shared/data')
    .action(async (area: string, paths: readonly string[], options: { data: string }) => {
      ensure(
        names.includes(area),
        `conformance: area "${area}" does not exist${didYouMean(area, names) || ` (${names.join(', ')})`}`,
      );
      if (area !== PUBLISHED) return runRecorded(area, paths, options.data);
      ensure(paths.length === 0, `conformance: ${PUBLISHED} takes no files or folders (given: ${paths.join(', ')})`);
      return runPublished();
    });
  withExamples(
    command,
    'conformance published',
    'conformance soc test/goldens/soc',
    'conformance rl test/goldens/rl/gae.json',
    'conformance dag test/goldens/dag',
    'conformance serving test/goldens/serving',
  );
}
