/** What an episode looks like as text: a line of figures and a line per processor, or a Gantt chart as SVG. */
import type { RenderMode } from '../../src/env.js';
import { ganttSvg } from '../../src/report/gantt.js';
import { dagTrace } from './outcome.js';
import type { DagSimulator } from './simulator.js';
import { TIME_UNIT } from './view.js';

const BAR = 40; // characters that the makespan is wide

/** `none` renders nothing. */
export function renderSchedule(mode: RenderMode, id: string, simulator: DagSimulator): string | undefined {
  if (mode === 'none') return undefined;
  if (mode === 'svg')
    return ganttSvg(dagTrace(simulator, TIME_UNIT), { title: `${id}: ${simulator.model.instance.name}` });
  return renderText(id, simulator);
}

function renderText(id: string, simulator: DagSimulator): string {
  const { busy, makespan, model, placed, toPlace } = simulator;
  const { name, processors } = model.instance;
  const widest = Math.max(...processors.map((processor) => processor.length));
  const lines = [`${id}: ${name}  placed ${placed} of ${toPlace}  makespan ${makespan}`];
  for (let k = 0; k < processors.length; k++) {
    const share = makespan > 0 ? busy[k] / makespan : 0;
    const bar = '█'.repeat(Math.round(BAR * share)).padEnd(BAR, '·');
    lines.push(`  ${processors[k].padEnd(widest)} ${bar} busy ${Math.round(100 * share)} %`);
  }
  return lines.join('\n');
}
