/**
 * DOT, the language of Graphviz: a `digraph` whose nodes are tasks and whose edges are dependencies, read by
 * `@ts-graphviz/ast`. Node attributes: `work` (or `weight`) is the work, `cost="4 2 -"` the time on each processor, `-` or
 * `inf` where the task cannot run. Edge attributes: `volume` (or `data`, `size`, `weight`, or a `label` that is a number) is
 * the data moved, else 0. Graph attributes `processors="P0 P1"`, `speed="1 2"`, `bandwidth`, `startup` and `contention` describe the
 * machines: lists of words or JSON, as in arena-json.ts. Defaults (`node [work=1]`), subgraphs, groups and chains of
 * edges work as in Graphviz; ports and all other attributes are ignored, but not misspelt ones (dot-attributes.ts).
 */
import { type DotASTNode, parse } from '@ts-graphviz/ast';
import type { ArenaError } from '../error.js';
import type { DagContent } from './arena-json.js';
import { checkEdges, type Places } from './dag-file.js';
import { checkAttributes, unreadAttributes, volumeOf } from './dot-attributes.js';
import { checkNesting, DotGraph, type DotValue } from './dot-graph.js';
import { dotProcessors } from './dot-processors.js';
import { amountOf, fault, MOST_PROCESSORS, type Source, shown } from './source.js';

/** Reads a graph. Errors: `ArenaError` naming the line. */
export function readDot(source: Source): DagContent {
  checkNesting(source);
  const graph = new DotGraph(source, parseDot(source));
  const tasks = graph.nodes.map(({ name }) => name);
  const places: Places = {
    task: (task, message) => fault(source, graph.nodes[task].line, message),
    edge: (edge, message) => fault(source, graph.edges[edge].line, message),
  };
  checkAttributes(source, graph);
  const edges = graph.edges.map((edge) => [edge.from, edge.to, volumeOf(source, edge)] as const);
  checkEdges(tasks, edges, places);
  const related = graph.nodes.every(({ values }) => !values.has('cost'));
  const cost = related ? null : costsOf(graph, places);
  const work = related
    ? Float64Array.from(graph.nodes, ({ values }, task) => workOf(values, tasks[task], (m) => places.task(task, m)))
    : null;
  const processors = dotProcessors(source, graph.values, cost === null ? -1 : cost.length / tasks.length);
  return { name: graph.name, tasks, edges, work, cost, processors, unread: unreadAttributes(graph) };
}

function parseDot(source: Source): DotASTNode {
  try {
    return parse(source.text, { maxASTNodes: 0, maxInputSize: 0 });
  } catch (error) {
    const { message, cause } = error as Error;
    const place = (cause as { location?: { start: { line: number } } } | undefined)?.location;
    if (cause instanceof RangeError) throw fault(source, 1, 'the graph is nested too deeply');
    const words = message
      .replace(/\s+/g, ' ')
      .replace(/\.$/, '')
      .replace(/^(.{160}).*$/, '$1…');
    throw fault(source, place?.start.line ?? 1, `not DOT: ${words.charAt(0).toLowerCase()}${words.slice(1)}`);
  }
}

type Values = ReadonlyMap<string, DotValue>;
type Complain = (message: string) => ArenaError;

function workOf(values: Values, task: string, complain: Complain): number {
  const text = (values.get('work') ?? values.get('weight'))?.text;
  const work = text === undefined ? Number.NaN : amountOf(text.trim());
  if (!Number.isNaN(work)) return work;
  if (text === undefined)
    throw complain(`task ${shown(task)} has no work (an attribute "work", "weight" or "cost" is expected)`);
  throw complain(`task ${shown(task)} has work ${shown(text)} (a number ≥ 0 is expected)`);
}

function costsOf({ nodes }: DotGraph, places: Places): Float64Array {
  const rows = nodes.map(({ name, values }, task) => {
    const text = values.get('cost')?.text;
    if (text === undefined)
      throw places.task(task, `task ${shown(name)} has no cost, though other tasks have one per processor`);
    return text.split(/[\s,;]+/).filter((word) => word !== '');
  });
  const m = rows[0].length;
  if (m > MOST_PROCESSORS) throw places.task(0, `${m} processors are too many (at most ${MOST_PROCESSORS})`);
  const cost = new Float64Array(rows.length * m);
  rows.forEach((words, task) => {
    const who = `task ${shown(nodes[task].name)}`;
    if (words.length !== m || m === 0)
      throw places.task(task, `${who} has ${words.length} costs (${m || 'at least 1'} expected)`);
    words.forEach((word, k) => {
      const time = /^(-|inf|infinity)$/i.test(word) ? Number.POSITIVE_INFINITY : amountOf(word);
      if (Number.isNaN(time))
        throw places.task(task, `${who} has cost ${shown(word)} (a number ≥ 0 or "-" is expected)`);
      cost[task * m + k] = time;
    });
    if (cost.subarray(task * m, task * m + m).every((time) => time === Number.POSITIVE_INFINITY))
      throw places.task(task, `${who} runs on none of the ${m} processors`);
  });
  return cost;
}
