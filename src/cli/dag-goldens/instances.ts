/**
 * Finds the instances that recorded results belong to. Results in `x_results.json` belong to `x_instances.json`; makespans
 * of `name` to `name.json`. They are looked for beside the recording, by that name and then in every file whose name
 * says instances, and afterwards in the same way in the data folder and the folders in it. All may be gzipped.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ArenaError, ensure } from '../../error.js';
import { numberedNames, relatedInstance, uniformLinks, unrelatedInstance } from '../../plan/instance.js';
import type { DagProblem } from '../../planner.js';
import { goldenKind, type InstanceRecord, instanceRecord, instanceRecords } from './formats.js';

/** The problem of a recorded instance. `who` begins the error messages. Errors: `ArenaError`. */
export function recordedProblem(record: InstanceRecord, who: string): DagProblem {
  const { edges } = record;
  const isRelated = 'speed' in record;
  const n = isRelated ? record.cost.length : record.W.length;
  const m = isRelated ? record.speed.length : (record.W[0]?.length ?? 0);
  const tasks = numberedNames('T', n);
  const processors = numberedNames('P', m);
  const links = linksOf(record.bw, m, who);
  if (isRelated) {
    const graph = { name: who, tasks, work: Float64Array.from(record.cost), edges };
    const machine = { ...links, names: processors, speed: Float64Array.from(record.speed) };
    return relatedInstance(graph, machine, who).problem;
  }
  const uneven = record.W.findIndex((row) => row.length !== m);
  ensure(uneven < 0, `${who}: task ${uneven} has ${record.W[uneven]?.length} costs, task 0 has ${m}`);
  const cost = Float64Array.from(record.W.flat());
  return unrelatedInstance({ ...links, name: who, tasks, processors, cost, edges }, who).problem;
}

function linksOf(bw: InstanceRecord['bw'], m: number, who: string) {
  if (typeof bw === 'string') return uniformLinks(m, { bandwidth: Number(bw.slice('all '.length)) });
  ensure(
    bw.length === m && bw.every((row) => row.length === m),
    `${who}: "bw" must have ${m} rows of ${m}, as there are ${m} processors`,
  );
  return { ...uniformLinks(m), bandwidth: Float64Array.from(bw.flat()) };
}

/** Reads a file, gzipped or not, as JSON. Errors: `ArenaError` naming the file. */
function readJson(file: string): unknown {
  try {
    const bytes = readFileSync(file);
    return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (error) {
    throw new ArenaError(`${file}: cannot be read as JSON (${(error as Error).message})`);
  }
}

/** Files under a folder, sorted; nothing if there is no such folder. */
function filesUnder(folder: string, deep: boolean): string[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) return [];
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return deep ? filesUnder(path, deep) : [];
      return [path];
    });
}

/** Instances of one run of the command; files are read once. */
export class InstanceFinder {
  private readonly data: string;
  private readonly read = new Map<string, ReadonlyMap<string, InstanceRecord>>(); // file → id → instance

  constructor(data: string) {
    this.data = data;
  }

  /**
   * The instances of a recording by id; what is nowhere is missing in the map. `expected` is the name of their file
   * without ending. Errors: malformed files of instances.
   */
  find(recording: string, ids: readonly string[], expected: string): Map<string, InstanceRecord> {
    const found = new Map<string, InstanceRecord>();
    for (const file of this.candidates(recording, expected)) {
      if (ids.every((id) => found.has(id))) break;
      const instances = this.instancesIn(file);
      for (const id of ids) {
        const instance = instances.get(id);
        if (instance && !found.has(id)) found.set(id, instance);
      }
    }
    return found;
  }

  /** Where {@link find} has looked, in words. */
  places(recording: string, expected: string): string {
    return `neither ${join(dirname(recording), `${expected}.json`)} nor a file of instances beside it or under ${this.data}`;
  }

  private candidates(recording: string, expected: string): string[] {
    const named = (file: string) => basename(file).replace(/\.json(\.gz)?$/, '') === expected;
    const saysInstances = (file: string) => /instances[^/\\]*\.json(\.gz)?$/.test(file);
    const beside = filesUnder(dirname(recording), false);
    const further = filesUnder(this.data, true);
    return [beside, further].flatMap((files) => {
      const usable = files.filter((file) => /\.json(\.gz)?$/.test(file));
      const first = usable.filter(named);
      return [...first, ...usable.filter((file) => saysInstances(file) && !named(file))];
    });
  }

  private instancesIn(file: string): ReadonlyMap<string, InstanceRecord> {
    let instances = this.read.get(file);
    if (!instances) {
      instances = instancesOf(readJson(file), file);
      this.read.set(file, instances);
    }
    return instances;
  }
}

/** The instances that a file holds, by id; a single one goes by the file's name. Errors: `ArenaError`. */
export function instancesOf(content: unknown, file: string): Map<string, InstanceRecord> {
  const kind = goldenKind(content);
  if (kind === 'instances') return instanceRecords(content as unknown[], file);
  if (kind !== 'instance') return new Map();
  const id = basename(file).replace(/\.json(\.gz)?$/, '');
  return new Map([[id, instanceRecord(content, `${file}:`)]]);
}
