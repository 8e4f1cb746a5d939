/**
 * Instances as DOT (see dot.ts): everything an instance consists of, as attributes. The syntax has no way to write some
 * names: those with a backslash before a quote or at the end; and the parser reads none with line breaks. Such names of
 * tasks are refused.
 */
import { ArenaError } from '../error.js';
import type { DagInstance } from '../plan/instance.js';
import { dotAttributes } from './dot-processors.js';
import { edgesOf } from './instance-of.js';
import { shown } from './source.js';

/** The instance as text. Errors: `ArenaError` for names that DOT cannot hold. */
export function writeDot(instance: DagInstance): string {
  const { name, tasks, work, problem } = instance;
  const m = problem.processorCount;
  const lines = [`digraph ${quote(name)} {`];
  for (const [key, value] of dotAttributes(instance)) lines.push(`  ${key}=${quote(value)};`);
  for (let task = 0; task < tasks.length; task++) {
    const times = (): string =>
      Array.from(problem.cost.subarray(task * m, (task + 1) * m), (time) =>
        Number.isFinite(time) ? String(time) : '-',
      ).join(' ');
    lines.push(`  ${quote(tasks[task])} [${work === null ? `cost="${times()}"` : `work="${work[task]}"`}];`);
  }
  for (const [from, to, volume] of edgesOf(instance))
    lines.push(`  ${quote(tasks[from])} -> ${quote(tasks[to])} [volume="${volume}"];`);
  lines.push('}');
  return `${lines.join('\n')}\n`;
}

function quote(text: string): string {
  if (/\\("|$)|[\r\n\u2028\u2029]/.test(text))
    throw new ArenaError(`graph/dot: DOT cannot hold the name ${shown(text)}`);
  return `"${text.replaceAll('"', '\\"')}"`;
}
