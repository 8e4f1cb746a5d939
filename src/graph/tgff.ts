/**
 * TGFF, "Task Graphs For Free" (Dick, Rhodes, Wolf 1998, doi 10.1109/HSC.1998.666245): blocks `@LABEL id { … }`. A
 * `@TASK_GRAPH` holds `TASK name TYPE t` and `ARC name FROM a TO b TYPE c`. The time of a type on a processor stands in
 * one table per processor (`@PE`, `@PROC`, `@CORE`, or a label that ends so), below a comment that names the columns
 * (`# type version valid task_time`); of several versions of a type the first row counts, a row with `valid` 0 means that
 * the processor cannot run it. A table `@computation_cost` instead has one row per task or type and one column per
 * processor. The volume of an arc is the quantity (or time) of its type in a table whose label begins with `COMMUN`; beside
 * `@computation_cost` and without such a table it is the type's number itself; else 0. Deadlines are checked and then
 * ignored, and so are periods, prices, buses, `@quadratic` links and all other attributes. Links: bandwidth 1.
 */
import type { ArenaError } from '../error.js';
import { numberedNames, uniformLinks } from '../plan/instance.js';
import type { Edge } from '../sim/dag.js';
import type { DagContent } from './arena-json.js';
import { checkEdges, numberTasks, type Places } from './dag-file.js';
import { amountOf, fault, MOST_PROCESSORS, type Source, shown } from './source.js';
import { readBlocks, type TgffBlock, type TgffColumns, type TgffRow, TIME_COLUMNS, tableRows } from './tgff-blocks.js';

/** Times of the tasks by processor, from either kind of table. */
interface Times {
  readonly processors: readonly string[]; // [m]
  readonly of: (task: string, type: string) => readonly number[] | undefined; // [m]
}

/** Reads all task graphs of a file; their names are the numbers of the blocks. Errors: `ArenaError` naming the line. */
export function readTgff(source: Source): DagContent[] {
  const blocks = readBlocks(source);
  const graphs = blocks.filter(({ label }) => label === 'TASK_GRAPH');
  if (graphs.length === 0) throw fault(source, 1, 'there is no @TASK_GRAPH');
  const times = readTimes(source, blocks);
  const names = new Set<string>();
  return graphs.map((graph) => {
    if (names.has(graph.id)) throw fault(source, graph.line, `two task graphs are called ${shown(graph.id)}`);
    names.add(graph.id);
    return readGraph(source, graph, { times, volumes: readVolumes(source, blocks, graph) });
  });
}

interface Tables {
  readonly times: Times;
  readonly volumes: (type: string, row: TgffRow) => number;
}

function readGraph(source: Source, graph: TgffBlock, { times, volumes }: Tables): DagContent {
  const taskRows = graph.rows.filter(({ words }) => words[0] === 'TASK');
  const arcRows = graph.rows.filter(({ words }) => words[0] === 'ARC');
  const places: Places = {
    task: (task, message) => fault(source, taskRows[task].line, message),
    edge: (edge, message) => fault(source, arcRows[edge].line, message),
  };
  const tasks = taskRows.map((row, task) => {
    if (row.words.length > 1) return row.words[1];
    throw places.task(task, 'the task has no name (TASK name TYPE number is expected)');
  });
  const types = taskRows.map((row) => valueAfter(source, row, 'TYPE'));
  const numbers = numberTasks(tasks, places);
  const end = (row: TgffRow, word: string): number => {
    const name = valueAfter(source, row, word);
    const task = numbers.get(name);
    if (task === undefined)
      throw fault(source, row.line, `${row.words[0]} names task ${shown(name)}, which the graph lacks`);
    return task;
  };
  const edges = arcRows.map(
    (row): Edge => [end(row, 'FROM'), end(row, 'TO'), volumes(valueAfter(source, row, 'TYPE'), row)],
  );
  for (const row of graph.rows) checkOther(source, row, () => end(row, 'ON'));
  checkEdges(tasks, edges, places);
  const m = times.processors.length;
  const cost = new Float64Array(tasks.length * m);
  for (let task = 0; task < tasks.length; task++) {
    const row = times.of(tasks[task], types[task]);
    if (row === undefined)
      throw places.task(task, `task ${shown(tasks[task])} has type ${types[task]}, for which no table has a time`);
    if (row.every((time) => time === Number.POSITIVE_INFINITY))
      throw places.task(task, `task ${shown(tasks[task])} runs on none of the ${m} processors`);
    cost.set(row, task * m);
  }
  const processors = { names: times.processors, speed: new Float64Array(m).fill(1), ...uniformLinks(m) };
  return { name: graph.id, tasks, edges, work: null, cost, processors };
}

/** The word after a keyword of a row. */
function valueAfter(source: Source, { line, words }: TgffRow, keyword: string): string {
  const at = words.indexOf(keyword, 2);
  if (at >= 0 && at + 1 < words.length) return words[at + 1];
  throw fault(source, line, `${words[0]} ${shown(words[1] ?? '')} has no ${keyword}`);
}

/** Rows of a graph that are neither tasks nor arcs. */
function checkOther(source: Source, row: TgffRow, checkTask: () => number): void {
  const [keyword] = row.words;
  if (keyword === 'TASK' || keyword === 'ARC' || keyword === 'PERIOD' || keyword === 'APERIODIC') return;
  if (keyword !== 'HARD_DEADLINE' && keyword !== 'SOFT_DEADLINE') {
    const allowed = 'TASK, ARC, PERIOD, APERIODIC, HARD_DEADLINE or SOFT_DEADLINE is expected';
    throw fault(source, row.line, `${shown(keyword)} begins a row of a task graph (${allowed})`);
  }
  checkTask();
  const at = valueAfter(source, row, 'AT');
  if (Number.isNaN(amountOf(at)))
    throw fault(source, row.line, `the deadline is ${shown(at)} (a number ≥ 0 is expected)`);
}

function readTimes(source: Source, blocks: readonly TgffBlock[]): Times {
  const whole = blocks.find(({ label }) => label.toLowerCase() === 'computation_cost');
  if (whole !== undefined) return readCostTable(source, whole);
  const tables = blocks.filter(({ label }) => /(^|_)(PE|PROC|CORE|PROCESSOR)$/i.test(label));
  if (tables.length === 0)
    throw fault(source, 1, 'there is no table of a processor (@PE, @PROC or @CORE), so tasks have no times');
  if (tables.length > MOST_PROCESSORS)
    throw fault(source, tables[0].line, `there are ${tables.length} processors (at most ${MOST_PROCESSORS})`);
  const processors = tables.map(({ label, id }) => `${label}${id}`);
  const byType = new Map<string, number[]>();
  tables.forEach((table, k) => {
    if (processors.indexOf(processors[k]) < k)
      throw fault(source, table.line, `two tables are called ${shown(processors[k])}`);
    const seen = new Set<string>();
    for (const { row, columns } of tableRows(table)) {
      const type = row.words[0];
      if (seen.has(type)) continue;
      seen.add(type);
      const times = byType.get(type) ?? new Array<number>(tables.length).fill(Number.POSITIVE_INFINITY);
      byType.set(type, times);
      times[k] =
        columns.valid > 0 && row.words[columns.valid] === '0' ? Number.POSITIVE_INFINITY : timeOf(source, row, columns);
    }
  });
  return { processors, of: (_, type) => byType.get(type) };
}

function timeOf(source: Source, row: TgffRow, { time }: TgffColumns): number {
  if (time < 0)
    throw fault(source, row.line, `no column above is a time (${TIME_COLUMNS.join(', ')} are expected in "# type …")`);
  return numberIn(source, { row, column: time, who: (text) => `type ${shown(row.words[0])} has time ${text}` });
}

/** A number in a row, and how to speak of it. */
interface Cell {
  readonly row: TgffRow;
  readonly column: number;
  readonly who: (text: string) => string;
}

function numberIn(source: Source, { row, column, who }: Cell): number {
  const word = row.words[column];
  const value = word === undefined ? Number.NaN : amountOf(word);
  if (!Number.isNaN(value)) return value;
  throw fault(source, row.line, `${who(word === undefined ? 'missing' : shown(word))} (a number ≥ 0 is expected)`);
}

/** `@computation_cost`: `# type version P0 P1 …`, then `name version time time …` with a task's name or a type. */
function readCostTable(source: Source, table: TgffBlock): Times {
  const rows = [...tableRows(table)];
  const first = rows[0]?.row.words.length ?? 2;
  const m = first - 2;
  if (m < 1 || m > MOST_PROCESSORS)
    throw fault(
      source,
      table.line,
      `@${table.label} has ${Math.max(0, m)} columns of times (1…${MOST_PROCESSORS} expected)`,
    );
  const named = rows[0].columns.names.slice(2);
  const processors = named.length === m && new Set(named).size === m ? named : numberedNames('P', m);
  const byName = new Map<string, number[]>();
  for (const { row } of rows) {
    if (row.words.length !== first)
      throw fault(source, row.line, `the row has ${row.words.length} columns (${first} as above are expected)`);
    if (byName.has(row.words[0])) throw fault(source, row.line, `two rows are called ${shown(row.words[0])}`);
    const times = processors.map((name, k) =>
      numberIn(source, { row, column: k + 2, who: (text) => `the time on ${shown(name)} is ${text}` }),
    );
    byName.set(row.words[0], times);
  }
  return { processors, of: (task, type) => byName.get(task) ?? byName.get(type) };
}

/** Volumes of arcs by type for one task graph: its own table by number, or the first. */
function readVolumes(source: Source, blocks: readonly TgffBlock[], graph: TgffBlock): Tables['volumes'] {
  const tables = blocks.filter(({ label }) => /^COMMUN/i.test(label));
  const table = tables.find(({ id }) => id === graph.id) ?? tables[0];
  if (table === undefined) {
    if (!blocks.some(({ label }) => label.toLowerCase() === 'computation_cost')) return () => 0;
    return (type, row) => {
      const volume = amountOf(type);
      if (Number.isNaN(volume)) throw typeFault(source, row, type);
      return volume;
    };
  }
  const byType = new Map<string, number>();
  for (const { row, columns } of tableRows(table)) {
    if (byType.has(row.words[0])) continue;
    const cell = { row, column: columns.quantity, who: (text: string) => `the quantity is ${text}` };
    byType.set(row.words[0], columns.quantity > 0 ? numberIn(source, cell) : timeOf(source, row, columns));
  }
  return (type, row) => {
    const volume = byType.get(type);
    if (volume === undefined) throw typeFault(source, row, type);
    return volume;
  };
}

function typeFault(source: Source, row: TgffRow, type: string): ArenaError {
  return fault(
    source,
    row.line,
    `arc ${shown(row.words[1])} has type ${shown(type)}, for which no table has a quantity`,
  );
}
