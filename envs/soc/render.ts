/** What an episode looks like as text: one line of figures and one line per processor, or a Gantt chart as SVG. */
import type { RenderMode } from '../../src/env.js';
import { ganttSvg } from '../../src/report/gantt.js';
import type { SocKernel } from './kernel.js';

/** `none` renders nothing. */
export function renderEpisode(
  mode: RenderMode,
  episode: { readonly id: string; readonly kernel: SocKernel },
): string | undefined {
  if (mode === 'none') return undefined;
  if (mode === 'svg') return ganttSvg(episode.kernel.trace(), { title: episode.id });
  return renderText(episode.id, episode.kernel);
}

function renderText(id: string, kernel: SocKernel): string {
  const { table, now } = kernel;
  const { items, resources } = table;
  const figures = kernel.metrics();
  const lines = [
    `${id}  time ${now} ${table.timeUnit.name}  jobs ${kernel.jobsInSystem}  ready ${items.count + items.overflow}  done ${figures.completedJobs ?? 0}`,
  ];
  for (let p = 0; p < resources.count; p++) {
    const queue = resources.queueLength[p];
    const left = Math.max(0, resources.freeAt[p] - now);
    lines.push(
      `  ${resources.names[p].padEnd(10)} ${'█'.repeat(Math.min(queue, 40))}${queue ? ` ${queue} task(s), about ${left} left` : 'idle'}`,
    );
  }
  return lines.join('\n');
}
