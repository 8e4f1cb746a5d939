import { describe, expect, test } from 'vitest';
import { metricLines } from '../../../src/cli/metric-lines.js';
import { headlineFacts, metricTables, spaced } from '../../../src/report/metric-groups.js';
import { recordsCsv } from '../../../src/report/records-csv.js';
import { busiestWindow, wholeFleet } from '../../../src/report/timeline-overview.js';
import { timelinePage } from '../../../src/report/timeline-page.js';
import { timelinePerfetto } from '../../../src/report/timeline-perfetto.js';
import type { Timeline } from '../../../src/timeline.js';

/** Two lanes, two points, four slices (two overlap), three items of which one moves. */
function small(): Timeline {
  return {
    timeUnit: { name: 'ns', seconds: 1e-9 },
    from: 0,
    until: 4000,
    lanes: ['left', 'right <b>'],
    itemName: 'request',
    time: Float64Array.of(0, 2000),
    panels: [
      {
        title: 'Memory',
        unit: 'blocks',
        stacked: false,
        series: [{ name: 'used', values: [Float64Array.of(1, 2), Float64Array.of(10, 20)] }],
        capacity: Float64Array.of(5, 25),
      },
      {
        title: 'Tokens',
        unit: 'tokens',
        stacked: true,
        series: ['prefill', 'decode'].map((name) => ({ name, values: [Float64Array.of(3, 4), Float64Array.of(5, 6)] })),
      },
    ],
    slices: {
      count: 4,
      lane: Int32Array.of(0, 0, 1, 1),
      start: Float64Array.of(0, 500, 1500, 2500),
      finish: Float64Array.of(1000, 1500, 2500, 4000),
      label: (slice) => `slice ${slice}`,
      facts: [{ name: 'tokens', values: [1, 2, 3, 4] }],
      gauges: [{ name: 'KV blocks', values: [7, 8, 9, 10] }],
    },
    spans: {
      kinds: ['waiting', 'decode'],
      count: 4,
      item: Int32Array.of(0, 1, 1, 2),
      lane: Int32Array.of(-1, 0, 1, 1),
      kind: Uint8Array.of(0, 1, 1, 1),
      start: Float64Array.of(0, 0, 1500, 2500),
      finish: Float64Array.of(4000, 1000, 2500, 4000),
    },
    moves: {
      count: 1,
      item: Int32Array.of(1),
      fromLane: Int32Array.of(0),
      fromTime: Float64Array.of(1500),
      toLane: Int32Array.of(1),
      toTime: Float64Array.of(2500),
    },
    records: {
      count: 2,
      columns: [
        { name: 'request', values: [0, 1] },
        { name: 'note', values: ['a "b", c', 'plain'] },
        { name: 'ttft', values: Float64Array.of(Number.NaN, 0.1) },
      ],
    },
  };
}

describe('the page', () => {
  const content = {
    timeline: small(),
    title: 'serving/x · <script>alert(1)</script>',
    command: 'sched-arena timeline serving/x',
    started: '2026-01-02T03:04:05Z',
    facts: [['TTFT mean', '1 s']] as const,
  };

  test('needs nothing from outside and escapes what it is given', async () => {
    const page = await timelinePage(content);
    const outside = page.match(/(?:src|href)=["'](?!#|data:)|url\((?!["']?#)/g) ?? [];
    expect(outside).toEqual([]);
    const addresses = (page.match(/https?:\/\/[^"'\s)]+/g) ?? []).filter(
      (each) => !each.startsWith('http://www.w3.org/'),
    );
    expect(addresses).toEqual([]);
    expect(page).not.toContain('@import');
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('right <b>');
  });

  test('one card for all lanes, one per lane up to the limit, a drawing per panel and one of the items', async () => {
    const page = await timelinePage(content);
    expect(page.match(/<h3>/g)).toHaveLength(3);
    expect(page.match(/<svg /g)).toHaveLength(3 * 2 + 1);
    expect(page).toContain('capacity 30 blocks');
    const short = await timelinePage({ ...content, lanes: 1 });
    expect(short.match(/<h3>/g)).toHaveLength(2);
    expect(short).toContain('The first 1 of 2');
  });
});

test('all lanes together are sums', () => {
  const [memory] = wholeFleet(small());
  expect([...memory.series[0].values[0]]).toEqual([11, 22]);
  expect([...memory.capacity!]).toEqual([30]);
});

test('with too many items, those around the fullest moment are shown', () => {
  const count = 30;
  const start = Float64Array.from({ length: count }, (_, i) => (i < 20 ? i * 100 : 2000 + i));
  const spans = {
    kinds: ['busy'],
    count,
    item: Int32Array.from({ length: count }, (_, i) => i),
    lane: new Int32Array(count),
    kind: new Uint8Array(count),
    start,
    finish: start.map((time, i) => time + (i < 20 ? 50 : 500)),
  };
  const window = busiestWindow({ ...small(), spans }, 10);
  expect(window.items).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29]);
  expect([window.from, window.until, window.others]).toEqual([2020, 2529, 0]);
  expect(busiestWindow(small(), 10).items).toEqual([0, 1, 2]);
});

describe('Perfetto', () => {
  const { traceEvents: events, otherData } = JSON.parse(timelinePerfetto(small()));
  const of = (ph: string) => events.filter((event: { ph: string }) => event.ph === ph);

  test('slices of a lane that overlap are on threads of their own', () => {
    const slices = of('X').filter((event: { pid: number }) => event.pid <= 2);
    expect(slices.map(({ pid, tid, ts, dur }: Record<string, number>) => [pid, tid, ts, dur])).toEqual([
      [1, 1, 0, 1],
      [1, 2, 0.5, 1],
      [2, 1, 1.5, 1],
      [2, 1, 2.5, 1.5],
    ]);
    expect(slices[2]).toMatchObject({ name: 'slice 2', args: { tokens: 3 } });
    expect(otherData.microsecondsPerUnit).toBeCloseTo(1e-3);
  });

  test('counters at the end of slices, spans of items, arrows of moves', () => {
    expect(of('C').map(({ ts, args }: { ts: number; args: object }) => [ts, args])[3]).toEqual([
      4,
      { 'KV blocks': 10 },
    ]);
    expect(of('X').filter((event: { pid: number }) => event.pid === 3)).toHaveLength(4);
    expect(of('s')[0]).toMatchObject({ pid: 1, tid: 2, id: 0 });
    expect(of('f')[0]).toMatchObject({ pid: 2, tid: 1, ts: 2.5, id: 0 });
  });
});

test('records as CSV: quotes doubled, what is unknown empty', () => {
  expect(recordsCsv(small().records)).toBe('request,note,ttft\r\n0,"a ""b"", c",\r\n1,plain,0.1\r\n');
});

describe('metrics as tables', () => {
  const metrics = {
    ttftMean: 1,
    ttftP50: 2,
    ttftP90: 3,
    ttftP95: 4,
    ttftP99: 5,
    latencyP50: 1, // no whole distribution
    throughput: 7,
    'goodput:chat': 3,
    'ttftMean:chat': 2,
    'goodput:idle': 0,
    'ttftMean:idle': Number.NaN,
  };

  test('distributions, groups that have anything to tell, the rest', () => {
    const { distributions, groups, single } = metricTables(metrics);
    expect(distributions?.slice(1)).toEqual([['TTFT', '1', '2', '3', '4', '5']]);
    expect(groups).toEqual([
      ['', 'chat'],
      ['goodput', '3'],
      ['TTFT mean', '2'],
    ]);
    expect(single).toEqual([
      ['latencyP50', 1],
      ['throughput', 7],
    ]);
  });

  test('lines for the terminal: tables where there are distributions, else one list', () => {
    const options = { title: 'env agent', timeUnit: 'ns', further: [['return', '9', '']] as const };
    const meanings = [
      { key: 'ttftP50', unit: 's', meaning: '' },
      { key: 'throughput', unit: 'requests/s', meaning: '' },
    ];
    const text = metricLines(metrics, { ...options, meanings }).join('\n');
    expect(text).toMatch(/env agent {2}\(s\)\s+mean\s+p50\s+p90\s+p95\s+p99/);
    expect(text).toMatch(/throughput +7 {2}requests\/s/);
    expect(text).toMatch(/return +9/);
    const plain = metricLines({ latencyMean: 2, offeredJobs: 3 }, options);
    expect(plain.slice(1)).toEqual(['latencyMean  2  ns', 'offeredJobs  3', 'return       9']);
  });

  test('names and headlines', () => {
    expect([spaced('schedulingDelayP99'), spaced('kvUsageMean')]).toEqual(['scheduling delay p99', 'KV usage mean']);
    expect(headlineFacts({ ttftMean: 0.25, busyShare: 0.5, migrations: Number.NaN })).toEqual([
      ['TTFT mean', '0.2500 s'],
      ['busy share', '50 %'],
    ]);
  });
});
