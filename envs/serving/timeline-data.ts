/**
 * The timeline of a serving run from its log of batches: tokens in flight (prefill and decode), KV blocks and queue of
 * every instance; every batch as a slice; what each request went through; and a row per request. Without a log (it
 * costs memory and switches fast-forward off) there is no timeline.
 */
import { ensure } from '../../src/error.js';
import type { Timeline, TimelineOptions, TimelinePanel, TimelineSlices } from '../../src/timeline.js';
import type { BatchLog } from './batch-log.js';
import { OUTCOME_OPEN } from './ledger.js';
import { requestRecords } from './request-records.js';
import { RequestSpans, SPAN_KINDS } from './request-spans.js';
import type { ServingSimulator } from './simulator.js';
import { TimeGrid } from './time-grid.js';

const POINTS = 400;

/** What a simulator that kept its batches has done so far. Times are clock units. */
export function servingTimeline(simulator: ServingSimulator, options: TimelineOptions = {}): Timeline {
  const { log, ledger, specs } = simulator;
  ensure(log !== undefined, 'envs/serving: a timeline needs a run that was recorded');
  const { fromSeconds = 0, untilSeconds = simulator.now * ledger.secondsPerUnit } = options;
  ensure(untilSeconds > fromSeconds, `envs/serving: the time window ${fromSeconds} … ${untilSeconds} s is empty`);
  const from = fromSeconds / ledger.secondsPerUnit;
  const until = untilSeconds / ledger.secondsPerUnit;
  const grid = new TimeGrid({ from, until, points: options.points ?? POINTS });
  const tokens = batchTokens(log);
  const spans = recordedSpans(simulator, log);
  const nanoseconds = ledger.secondsPerUnit === 1e-9;
  return {
    timeUnit: { name: nanoseconds ? 'ns' : 's', seconds: ledger.secondsPerUnit },
    from,
    until,
    lanes: specs.map((_, i) => `instance ${i}`),
    itemName: 'request',
    time: grid.time,
    panels: panelsOf(simulator, { log, grid, tokens }),
    slices: slicesOf(log, tokens),
    spans: {
      kinds: SPAN_KINDS,
      count: spans.count,
      item: spans.request,
      lane: spans.instance,
      kind: spans.kind,
      start: spans.start,
      finish: spans.finish,
    },
    moves: {
      count: spans.moves,
      item: spans.moveRequest,
      fromLane: spans.moveFrom,
      fromTime: spans.moveStart,
      toLane: spans.moveTo,
      toTime: spans.moveFinish,
    },
    records: requestRecords(simulator),
  };
}

/** What every request went through so far. */
export function recordedSpans(simulator: ServingSimulator, log: BatchLog): RequestSpans {
  const { ledger, state, requestCount } = simulator;
  const { requests } = state;
  const arrival = new Float64Array(requestCount).fill(Number.NaN);
  const over = new Uint8Array(requestCount);
  for (let row = 0; row < ledger.rows; row++) {
    if (ledger.outcome[row] === OUTCOME_OPEN) continue;
    arrival[row] = ledger.arrival[row];
    over[row] = 1;
  }
  for (let slot = 0; slot < requests.capacity; slot++) {
    if (requests.number[slot] >= 0) arrival[requests.number[slot]] = requests.arrival[slot];
  }
  const { stages } = state.instances;
  return new RequestSpans({ log, requests: requestCount, arrival, over, end: state.now, stages });
}

interface BatchTokens {
  readonly prefill: Int32Array; // [batch]
  readonly decode: Int32Array; // [batch]
}

function batchTokens(log: BatchLog): BatchTokens {
  const prefill = new Int32Array(log.count);
  const decode = new Int32Array(log.count);
  for (let batch = 0; batch < log.count; batch++) {
    for (let entry = log.first[batch]; entry < log.first[batch + 1]; entry++) {
      if (log.prefill[entry] === 1) prefill[batch] += log.tokens[entry];
      else decode[batch] += log.tokens[entry];
    }
  }
  return { prefill, decode };
}

function panelsOf(
  { specs, state }: ServingSimulator,
  { log, grid, tokens }: { log: BatchLog; grid: TimeGrid; tokens: BatchTokens },
): TimelinePanel[] {
  const blank = () => specs.map(() => new Float64Array(grid.points));
  const prefill = blank();
  const decode = blank();
  const blocks = blank();
  const waiting = blank();
  const running = blank();
  const previous = new Float64Array(specs.length); // [instance] clock of its last reading
  for (let batch = 0; batch < log.count; batch++) {
    const i = log.instance[batch];
    const span = { start: log.start[batch], finish: log.end[batch] };
    grid.addMean(prefill[i], tokens.prefill[batch], span);
    grid.addMean(decode[i], tokens.decode[batch], span);
    grid.addPeak(running[i], log.first[batch + 1] - log.first[batch], span);
    // what was read at the end of a batch came about while it ran
    const since = { start: Math.max(previous[i], span.start), finish: span.finish };
    grid.addPeak(blocks[i], log.usedBlocks[batch], since);
    grid.addPeak(waiting[i], log.waiting[batch], since);
    previous[i] = span.finish;
  }
  const capacity = Float64Array.from(state.instances.totalBlocks);
  return [
    {
      title: 'Batch composition',
      unit: 'tokens',
      stacked: false,
      scale: 'symlog', // a prompt has a thousand tokens, a decode one
      series: [
        { name: 'prefill', values: prefill },
        { name: 'decode', values: decode },
      ],
    },
    { title: 'KV memory', unit: 'blocks', stacked: false, series: [{ name: 'used', values: blocks }], capacity },
    {
      title: 'Requests',
      unit: 'requests',
      stacked: false,
      series: [
        { name: 'waiting', values: waiting },
        { name: 'in the batch', values: running },
      ],
    },
  ];
}

function slicesOf(log: BatchLog, { prefill, decode }: BatchTokens): TimelineSlices {
  const requests = Int32Array.from({ length: log.count }, (_, batch) => log.first[batch + 1] - log.first[batch]);
  const label = (batch: number) =>
    prefill[batch] === 0
      ? `decode ${requests[batch]}`
      : decode[batch] === 0
        ? `prefill ${prefill[batch]}`
        : `prefill ${prefill[batch]} + decode ${decode[batch]}`;
  return {
    count: log.count,
    lane: log.instance,
    start: log.start,
    finish: log.end,
    label,
    facts: [
      { name: 'requests', values: requests },
      { name: 'prefillTokens', values: prefill },
      { name: 'decodeTokens', values: decode },
    ],
    gauges: [
      { name: 'KV blocks', values: log.usedBlocks },
      { name: 'waiting', values: log.waiting },
      { name: 'requests in the batch', values: requests },
    ],
  };
}
