/**
 * The Standard Task Graph format (Tobita, Kasahara 2002, doi 10.1002/jos.116): the number n of tasks, then n + 2 rows
 * `id time predecessors id id …`, in the order of the ids; `#` begins a comment. Rows 0 and n + 1 are an entry and an exit
 * that take no time; they are left out here, so the tasks are called 1 … n. The format has no communication, processors
 * or names: graphs with volumes and costs per processor are refused, names and processors are not kept.
 */
import { ArenaError } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { compileDag, type Edge } from '../sim/dag.js';
import type { DagContent } from './arena-json.js';
import { checkEdges, type Places } from './dag-file.js';
import { edgesOf } from './instance-of.js';
import { amountOf, fault, indexOf, type Source, shown } from './source.js';

/** A row that is no comment. */
interface Row {
  readonly line: number;
  readonly words: readonly string[];
}

function* rowsOf(text: string): Generator<Row> {
  let line = 0;
  for (let begin = 0; begin <= text.length; line++) {
    const end = text.indexOf('\n', begin);
    const next = end < 0 ? text.length : end;
    const words = text.slice(begin, next).split('#', 1)[0].trim();
    if (words !== '') yield { line: line + 1, words: words.split(/\s+/) };
    begin = next + 1;
  }
}

/** Reads a graph. Errors: `ArenaError` naming the line. */
export function readStg(source: Source): DagContent {
  const rows = rowsOf(source.text);
  const taskCount = readCount(source, rows.next().value as Row | undefined);
  const tasks: string[] = [];
  const work: number[] = [];
  const edges: Edge[] = [];
  const edgeLines: number[] = [];
  let id = 0;
  let line = 1;
  for (const row of rows) {
    line = row.line;
    if (id > taskCount + 1)
      throw fault(source, line, `there are more than the ${taskCount + 2} rows that line 1 promises`);
    const time = readHead(source, row, { id, taskCount });
    if (id > 0 && id <= taskCount) {
      tasks.push(String(id));
      work.push(time);
    }
    for (let p = 3; p < row.words.length; p++) {
      const from = indexOf(row.words[p], taskCount + 1);
      if (from < 0)
        throw fault(
          source,
          line,
          `task ${id} follows ${shown(row.words[p])}, which is no task (0…${taskCount} expected)`,
        );
      if (from > taskCount) throw fault(source, line, `task ${id} follows task ${from}, which is the exit`);
      if (from === 0 || id > taskCount) continue;
      edges.push([from - 1, id - 1, 0]);
      edgeLines.push(line);
    }
    id++;
  }
  if (id < taskCount + 2) {
    const needed = `${taskCount} tasks need ${taskCount + 2} rows, a dummy entry and exit included`;
    throw fault(source, line, `the file ends after ${id} rows (${needed})`);
  }
  const places: Places = {
    task: (_, message) => fault(source, 1, message),
    edge: (edge, message) => fault(source, edgeLines[edge], message),
  };
  checkEdges(tasks, edges, places);
  return { name: '', tasks, edges, work: Float64Array.from(work), cost: null, processors: null };
}

function readCount(source: Source, row: Row | undefined): number {
  if (row === undefined) throw fault(source, 1, 'the file holds no rows (the number of tasks is expected first)');
  const count = row.words.length === 1 ? indexOf(row.words[0], 1e9) : -1;
  if (count >= 0) return count;
  throw fault(source, row.line, `${shown(row.words.join(' '))} is not the number of tasks, which is expected first`);
}

/** Checks `id time count` at the beginning of a row; returns the time. */
function readHead(
  source: Source,
  { line, words }: Row,
  at: { readonly id: number; readonly taskCount: number },
): number {
  const { id, taskCount } = at;
  if (words[0] !== String(id))
    throw fault(source, line, `the row begins with ${shown(words[0])} (task ${id} is expected)`);
  if (words.length < 3)
    throw fault(
      source,
      line,
      `task ${id} has ${words.length} columns (id, time, number of predecessors … are expected)`,
    );
  const time = amountOf(words[1]);
  if (Number.isNaN(time))
    throw fault(source, line, `task ${id} has time ${shown(words[1])} (a number ≥ 0 is expected)`);
  if (indexOf(words[2], 1e9) !== words.length - 3)
    throw fault(source, line, `task ${id} counts ${shown(words[2])} predecessors, but ${words.length - 3} follow`);
  const dummy = id === 0 ? 'entry' : id === taskCount + 1 ? 'exit' : '';
  if (dummy !== '' && time !== 0)
    throw fault(source, line, `task ${id} is the ${dummy} and takes ${time} (0 is expected)`);
  if (id === 0 && words.length > 3)
    throw fault(source, line, 'task 0 is the entry and has predecessors (none are expected)');
  return time;
}

/** The graph as text. Errors: `ArenaError` for costs per processor and for volumes. */
export function writeStg(instance: DagInstance): string {
  const { tasks, work, problem } = instance;
  const who = `${instance.name}: STG`;
  if (work === null) throw new ArenaError(`${who} has one time per task, not one per processor`);
  const loud = problem.volume.findIndex((volume) => volume > 0);
  if (loud >= 0) throw new ArenaError(`${who} has no communication, but an edge here moves ${problem.volume[loud]}`);
  const n = tasks.length;
  const { predecessorStart, predecessor } = compileDag(n, edgesOf(instance));
  const rows = [String(n), '0 0 0'];
  for (let task = 0; task < n; task++) {
    const before = Array.from(predecessor.subarray(predecessorStart[task], predecessorStart[task + 1]), (p) => p + 1);
    rows.push([task + 1, work[task], ...(before.length > 0 ? [before.length, ...before] : [1, 0])].join(' '));
  }
  const exits = tasks
    .map((_, task) => task + 1)
    .filter((id) => problem.successorStart[id] === problem.successorStart[id - 1]);
  if (n === 0) exits.push(0);
  rows.push([n + 1, 0, exits.length, ...exits].join(' '));
  rows.push('# tasks are numbered in the order of the instance; names, processors and links are no part of STG');
  return `${rows.join('\n')}\n`;
}
