/**
 * A recorded run as a schedule: one row per span in which a request was computed or held up at an instance, so that
 * Gantt charts and exports made for other environments show it. Time that a request spent waiting before its first
 * batch is the row's `ready`.
 */
import type { ScheduleTrace } from '../../src/env.js';
import { ensure } from '../../src/error.js';
import { SPAN_KINDS, SPAN_WAITING } from './request-spans.js';
import type { ServingSimulator } from './simulator.js';
import { recordedSpans } from './timeline-data.js';

export function servingTrace(simulator: ServingSimulator): ScheduleTrace {
  const { log, specs, ledger } = simulator;
  ensure(log !== undefined, 'envs/serving: a trace needs a run that was recorded');
  const spans = recordedSpans(simulator, log);
  const rows: number[] = [];
  const readySince = new Map<number, number>(); // request → arrival, until its first batch
  const ready: number[] = [];
  for (let span = 0; span < spans.count; span++) {
    const request = spans.request[span];
    if (spans.kind[span] === SPAN_WAITING) {
      readySince.set(request, spans.start[span]);
      continue;
    }
    rows.push(span);
    ready.push(readySince.get(request) ?? spans.start[span]);
    readySince.delete(request);
  }
  const { secondsPerUnit } = ledger;
  return {
    timeUnit: { name: secondsPerUnit === 1e-9 ? 'ns' : 's', seconds: secondsPerUnit },
    resources: specs.map((_, i) => `instance ${i}`),
    length: rows.length,
    task: Int32Array.from(rows, (span) => spans.kind[span]),
    job: Int32Array.from(rows, (span) => spans.request[span]),
    resource: Int32Array.from(rows, (span) => spans.instance[span]),
    ready: Float64Array.from(ready),
    start: Float64Array.from(rows, (span) => spans.start[span]),
    finish: Float64Array.from(rows, (span) => spans.finish[span]),
    label: rows.map((span) => `r${spans.request[span]} ${SPAN_KINDS[spans.kind[span]]}`),
    jobLabel: rows.map((span) => SPAN_KINDS[spans.kind[span]]),
  };
}
