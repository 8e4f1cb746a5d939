/**
 * Instances as TGFF (see tgff.ts): one task graph, one type per task and per edge, and a table `@PE k` for each
 * processor. The format has no work, no names of processors and no links: an instance of related machines reads back
 * with the same costs but as unrelated ones, processors are called PE0, PE1, …, and links have bandwidth 1.
 */
import { ArenaError } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { edgesOf } from './instance-of.js';
import { shown } from './source.js';

/** The instance as text. Errors: `ArenaError` for names with white space, braces or `#`. */
export function writeTgff(instance: DagInstance): string {
  const { tasks, processors, problem } = instance;
  const odd = tasks.find((task) => /[\s{}#]/.test(task) || task === '');
  if (odd !== undefined)
    throw new ArenaError(`${instance.name}: TGFF cannot hold a task called ${shown(odd)} (no spaces, braces or #)`);
  const edges = edgesOf(instance);
  const m = processors.length;
  const lines = ['# links between processors are no part of TGFF', '@COMMUN_QUANT 0 {', '# type quantity'];
  edges.forEach(([, , volume], type) => {
    lines.push(`  ${type} ${volume}`);
  });
  lines.push('}', '', '@TASK_GRAPH 0 {', '  APERIODIC');
  tasks.forEach((task, type) => {
    lines.push(`  TASK ${task} TYPE ${type}`);
  });
  edges.forEach(([from, to], type) => {
    lines.push(`  ARC a0_${type} FROM ${tasks[from]} TO ${tasks[to]} TYPE ${type}`);
  });
  lines.push('}');
  for (let k = 0; k < m; k++) {
    lines.push('', `@PE ${k} {`, '# type version valid task_time');
    for (let task = 0; task < tasks.length; task++) {
      const time = problem.cost[task * m + k];
      lines.push(time === Number.POSITIVE_INFINITY ? `  ${task} 0 0 0` : `  ${task} 0 1 ${time}`);
    }
    lines.push('}');
  }
  return `${lines.join('\n')}\n`;
}
