/**
 * DAG files of all formats: which one a text is, reading, and writing. Malformed files give one line that names the
 * file, the line in it and what is expected. What the formats hold and mean stands at the top of their own modules:
 *
 * | format | module | holds | writing leaves out |
 * |---|---|---|---|
 * | `json` | arena-json.ts, golden-json.ts | everything; lists of instances are read too | nothing |
 * | `dot` | dot.ts | everything | nothing |
 * | `graphlib` | graphlib-file.ts | everything | nothing |
 * | `wfformat` | wfformat.ts | work, volumes, machines with speeds | links; refuses costs per processor |
 * | `stg` | stg.ts | work, dependencies | names, processors; refuses volumes and costs per processor |
 * | `tgff` | tgff.ts | costs per processor, volumes | work, names of processors, links |
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { isPlainObject } from '../config.js';
import { ArenaError, didYouMean, ensure } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { ARENA_DAG, type DagContent, readArenaJson } from './arena-json.js';
import { writeArenaJson } from './arena-json-write.js';
import { DAG_FORMATS, type DagFile, type DagFormat } from './dag-file.js';
import { readDot } from './dot.js';
import { writeDot } from './dot-write.js';
import { isGoldenInstance, readGoldenJson } from './golden-json.js';
import { readGraphlibJson, writeGraphlibJson } from './graphlib-file.js';
import type { JsonPath } from './json-scan.js';
import { JsonSource, kindOf } from './json-source.js';
import { notesOf } from './notes.js';
import { baseName, fault, type Source, shown, sourceOf } from './source.js';
import { readStg, writeStg } from './stg.js';
import { readTgff } from './tgff.js';
import { writeTgff } from './tgff-write.js';
import { readWfFormat } from './wfformat.js';
import { writeWfFormat } from './wfformat-write.js';

export { DAG_FORMATS, type DagFile, type DagFormat } from './dag-file.js';
export { instanceOf } from './instance-of.js';

export interface ReadOptions {
  readonly format?: DagFormat; // default: by the file's ending and content
  readonly id?: string; // which of several DAGs in one file, by name, or by number where names end in `#number`
}

export interface ParseOptions extends ReadOptions {
  readonly file: string; // begins the messages; its ending helps to tell the format
}

/** The format of a text, by the ending of the file's name and by how it begins. Errors: `ArenaError` when nothing fits. */
export function detectFormat(file: string, text: string): DagFormat {
  const source = sourceOf(file, text);
  const format = formatOf(source);
  return format === 'json' ? jsonFormat(new JsonSource(source).content) : format;
}

/** As `detectFormat`, but all JSON is just JSON. */
function formatOf(source: Source): DagFormat {
  const { file, text } = source;
  if (text.trim() === '') throw fault(source, 1, 'the file is empty');
  const ending = /\.(dot|gv|stg|tgff)(\.gz)?$/i.exec(file)?.[1].toLowerCase();
  if (ending !== undefined) return ending === 'gv' ? 'dot' : (ending as DagFormat);
  const begin = text
    .slice(0, 65536)
    .replace(/^(\s+|#[^\n]*(\n|$)|\/\/[^\n]*(\n|$)|\/\*[\s\S]*?\*\/)*/, '')
    .slice(0, 40);
  if (/^[[{]/.test(text.trimStart()) || /\.json(\.gz)?$/i.test(file)) return 'json';
  if (/^(strict\s+)?(di)?graph\b/i.test(begin)) return 'dot';
  if (/^@/.test(begin)) return 'tgff';
  if (/^\d+\s/.test(begin)) return 'stg';
  throw fault(source, 1, `the format is not recognised (one of ${DAG_FORMATS.join(', ')} is expected)`);
}

/** Which of the formats that are JSON a value is. */
function jsonFormat(content: unknown): DagFormat {
  if (!isPlainObject(content)) return 'json';
  if (content.format === undefined && isPlainObject(content.workflow)) return 'wfformat';
  return content.format === undefined && Array.isArray(content.nodes) ? 'graphlib' : 'json';
}

/** All DAGs of a text, in their order. Errors: `ArenaError` whose message begins with the file and the line. */
export function parseDagFiles(text: string, { file, format }: ParseOptions): DagFile[] {
  const source = sourceOf(file, text);
  if (format !== undefined)
    ensure(
      DAG_FORMATS.includes(format),
      `${file}: there is no format ${shown(format)} (${DAG_FORMATS.join(', ')})${didYouMean(format, DAG_FORMATS)}`,
    );
  const rough = format ?? formatOf(source);
  if (text.trim() === '') throw fault(source, 1, 'the file is empty');
  if (rough === 'dot') return [complete(source, 'dot', readDot(source))];
  if (rough === 'stg') return [complete(source, 'stg', readStg(source))];
  if (rough === 'tgff') {
    const graphs = readTgff(source);
    return graphs.map((graph) => {
      const name = graphs.length === 1 ? '' : `${baseName(file)}#${graph.name}`;
      return complete(source, 'tgff', { ...graph, name });
    });
  }
  const json = new JsonSource(source);
  const exact = format ?? jsonFormat(json.content);
  if (exact === 'wfformat') return [complete(source, exact, readWfFormat(json))];
  if (exact === 'graphlib') return [complete(source, exact, readGraphlibJson(json))];
  if (!Array.isArray(json.content)) return [complete(source, 'json', readJsonDag(json, json.content, []))];
  return json.content.map((entry: unknown, i) => {
    const dag = complete(source, 'json', readJsonDag(json, entry, [i]));
    return isPlainObject(entry) && (entry.id ?? entry.name) !== undefined ? dag : { ...dag, name: `${dag.name}#${i}` };
  });
}

function readJsonDag(json: JsonSource, content: unknown, path: JsonPath): DagContent {
  if (isGoldenInstance(content)) return readGoldenJson(json, content, path);
  const dag = json.object(content, path, path.length === 0 ? 'the file' : `instance ${path[0]}`);
  if (dag.format !== undefined && dag.format !== ARENA_DAG)
    throw json.fault([...path, 'format'], `"format" is ${kindOf(dag.format)} ("${ARENA_DAG}" is expected)`);
  return readArenaJson(json, dag, path);
}

function complete({ file }: Source, format: DagFormat, content: DagContent): DagFile {
  const { unread, ...dag } = content;
  return { ...dag, format, file, name: content.name || baseName(file), notes: notesOf(format, content) };
}

/**
 * The DAG of a text; of several, the one called `id`. Errors: `ArenaError` whose message begins with the file, for
 * malformed files, for a file of several DAGs without `id`, and for an `id` that is not among them.
 */
export function parseDagFile(text: string, options: ParseOptions): DagFile {
  const { file, id } = options;
  const dags = parseDagFiles(text, options);
  if (id === undefined && dags.length === 1) return dags[0];
  const names = dags.map(({ name }) => name);
  const listed = `${names.slice(0, 5).map(shown).join(', ')}${names.length > 5 ? ' …' : ''}`;
  ensure(dags.length > 0, `${file}:1: the list is empty (an instance is expected)`);
  ensure(id !== undefined, `${file}: holds ${dags.length} DAGs; choose one of ${listed}`);
  const found = dags.find(({ name }) => name === id) ?? dags.find(({ name }) => name.endsWith(`#${id}`));
  if (found !== undefined) return found;
  throw new ArenaError(`${file}: holds no DAG called ${shown(id)}, but ${listed}${didYouMean(id, names)}`);
}

/** Reads a file; a compressed one (gzip) too. Errors: `ArenaError` for files that cannot be read, and as `parseDagFile`. */
export function readDagFile(path: string, options: ReadOptions = {}): DagFile {
  return parseDagFile(readText(path), { ...options, file: path });
}

/** Reads all DAGs of a file. Errors: as `readDagFile`. */
export function readDagFiles(path: string, options: ReadOptions = {}): DagFile[] {
  return parseDagFiles(readText(path), { ...options, file: path });
}

/** The text of a file, unpacked if it is compressed (gzip). Errors: `ArenaError` naming the file. */
export function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new ArenaError(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.toString('utf8');
  try {
    return gunzipSync(bytes).toString('utf8');
  } catch {
    throw new ArenaError(`${path}: is not a complete gzip file`);
  }
}

const WRITERS: Readonly<Record<DagFormat, (instance: DagInstance) => string>> = {
  json: writeArenaJson,
  dot: writeDot,
  graphlib: writeGraphlibJson,
  wfformat: writeWfFormat,
  stg: writeStg,
  tgff: writeTgff,
};

/**
 * The instance in a format. What is read back from the text equals the instance as far as the format can hold it.
 * Errors: `ArenaError` for what must not be lost but does not fit, and for problems with release times, busy processors or
 * placed tasks, which no format holds.
 */
export function writeDagFile(instance: DagInstance, format: DagFormat): string {
  const { release, availableFrom, fixedProcessor } = instance.problem;
  const begun = release.some((t) => t > 0) || availableFrom.some((t) => t > 0) || fixedProcessor.some((k) => k >= 0);
  ensure(!begun, `${instance.name}: no format holds release times, busy processors or placed tasks`);
  return WRITERS[format](instance);
}
