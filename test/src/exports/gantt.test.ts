import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { ganttSvg } from '../../../src/report/gantt.js';
import { fitTransfer, shortName } from '../../../src/report/gantt-labels.js';
import { svgToPng } from '../../../src/report/png.js';
import { escapeXml } from '../../../src/report/svg-text.js';
import { timeAxis } from '../../../src/report/time-axis.js';
import { randomTrace, regularTrace } from './arbitrary.js';

/** Tags balance, attributes are quoted, and no bare `&` or `<` is left: the part of XML that such a writer can break. */
function checkWellFormed(xml: string): void {
  const open: string[] = [];
  const token = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g;
  for (const [whole, close, tag, attributes, empty, text, bare] of xml.matchAll(token)) {
    if (bare) throw new Error(`bare < before ${xml.slice(xml.indexOf(whole), 80)}`);
    if (/&(?!(amp|lt|gt|quot);)/.test(text ?? attributes ?? '')) throw new Error(`bare & in ${whole}`);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not occur
    if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(whole))
      throw new Error(`control character in ${JSON.stringify(whole)}`);
    if (!tag || empty) continue;
    if (close) expect(open.pop()).toBe(tag);
    else open.push(tag);
  }
  expect(open).toEqual([]);
}

const bars = (svg: string): string[] => svg.match(/<g><title>[\s\S]*?<\/g>/g) ?? [];

describe('Gantt chart', () => {
  it('is well-formed and finite whatever the names, for any trace and window', () => {
    fc.assert(
      fc.property(
        randomTrace,
        fc.constantFrom(null, 0, 120),
        fc.constantFrom(null, 200, 5000),
        (trace, from, until) => {
          fc.pre(from === null || until !== null || trace.length > 20);
          fc.pre(until !== null || from === null || Math.max(...trace.start) > from);
          const svg = ganttSvg(trace, {
            title: trace.label[0] ?? 'nothing',
            from: until === null ? null : from,
            until,
          });
          checkWellFormed(svg);
          expect(svg).not.toMatch(/NaN|Infinity|undefined|="-[\d.]+" width/);
          expect(svg).toContain('FFT &lt;0&gt; &amp; co');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('shows one task, no task, and every task of a small trace', () => {
    expect(bars(ganttSvg(regularTrace(1))).length).toBe(1);
    expect(ganttSvg(regularTrace(0))).toContain('nothing ran');
    const svg = ganttSvg(regularTrace(200));
    expect(bars(svg).length).toBe(200);
    expect(svg).toContain('200 tasks of 13 jobs on 17 resources');
    for (const application of ['application 0', 'application 1', 'application 2'])
      expect(svg).toContain(`>${application}</text>`);
    expect(svg).toContain('time (µs)');
    expect(bars(svg)[0]).toContain('task 0 (task 0)\napplication 0 job 0\nPE 0: 0 – 1 µs\nruns 1 µs');
  });

  it('keeps ten thousand tasks small, and loses none', () => {
    const trace = { ...regularTrace(100_000), timeUnit: { name: 'ns', seconds: 1e-9 } };
    const svg = ganttSvg(trace);
    const drawn = bars(svg).map((bar) => Number(/^<g><title>(\d+) pieces/.exec(bar)?.[1] ?? 1));
    expect(drawn.reduce((sum, pieces) => sum + pieces, 0)).toBe(100_000);
    expect(drawn.length).toBeLessThan(17 * 1100);
    expect(svg.length).toBeLessThan(5e6);
    expect(svg).toContain('time (µs)');
  });

  it('clips to a time window, counting only what is in it', () => {
    const svg = ganttSvg(regularTrace(1700), { from: 100.5, until: 203 });
    expect(svg).toContain('on 17 resources, 100.5 – 203 µs');
    const xs = [...svg.matchAll(/<g><title>[\s\S]*?<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
    expect(xs.length).toBe(187);
    for (const [, x, width] of xs) {
      expect(Number(x)).toBeGreaterThanOrEqual(67);
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(1200 - 64 + 1);
    }
  });

  it('colours the same applications alike in schedules of the same jobs', () => {
    const trace = regularTrace(170);
    const other = {
      ...trace,
      start: trace.start.map((time) => 200 - time),
      finish: trace.finish.map((time, i) => 200 - trace.start[i] + time - trace.start[i]),
    };
    const colours = (svg: string) =>
      [...svg.matchAll(/rx="2.5" fill="(#\w+)"\/>\n<text[^>]*>(application \d)/g)].map(([, colour, name]) => [
        name,
        colour,
      ]);
    expect(colours(ganttSvg(trace)).length).toBe(3);
    expect(colours(ganttSvg(other))).toEqual(colours(ganttSvg(trace)));
    expect(new Set(colours(ganttSvg(trace)).map(([, colour]) => colour)).size).toBe(3);
    expect(ganttSvg(trace, { colourBy: 'job' })).toContain('>application 0 0</text>');
  });

  it('counts as busy what lies in the schedule, not in an axis made longer, and in a window what lies in that', () => {
    const trace = {
      ...regularTrace(2),
      resources: ['a', 'b'],
      resource: Int32Array.of(0, 1),
      start: Float64Array.of(0, 5),
      finish: Float64Array.of(10, 10),
    };
    const busy = (options: { readonly from?: number; readonly until?: number }) =>
      [...ganttSvg(trace, options).matchAll(/>(\d+ %)<\/text>/g)].map(([, share]) => share);
    expect(busy({})).toEqual(['100 %', '50 %']);
    expect(busy({ from: 0, until: 40 })).toEqual(['100 %', '50 %']);
    expect(busy({ from: 0, until: 6 })).toEqual(['100 %', '17 %']);
    expect(busy({ from: 5, until: 40 })).toEqual(['100 %', '100 %']);
  });

  it('colours a single job by types of tasks, as far as their names tell', () => {
    const names = (label: readonly string[]) => {
      const trace = { ...regularTrace(label.length), job: new Int32Array(label.length), label };
      const svg = ganttSvg({ ...trace, jobLabel: label.map(() => 'montage') });
      return [...svg.matchAll(/rx="2.5" fill="#\w+"\/>\n<text[^>]*>([^<]*)</g)].map(([, name]) => name);
    };
    expect(names(['mAdd_1', 'mProject_01', 'mProject_02', 'fft-3'])).toEqual(['fft', 'mAdd', 'mProject']);
    expect(names(['level_0_0', 'level_0_1', 'level_1_0'])).toEqual(['level_0', 'level_1']);
    expect(names(['n1', 'n2', 'n3'])).toEqual(['montage 0']);
  });

  it('draws transfers in thin lanes of their own, which are no tasks', () => {
    const trace = {
      ...regularTrace(3),
      resources: ['P0', 'P0 sends'],
      resource: Int32Array.of(0, 0, 1),
      start: Float64Array.of(0, 10, 4),
      finish: Float64Array.of(4, 12, 10),
      ready: Float64Array.of(0, 0, 2),
      label: ['left', 'right', 'left → right'],
    };
    const svg = ganttSvg(trace, { transferLanes: [false, true] });
    checkWellFormed(svg);
    expect(svg).toContain('2 tasks of 1 job on 1 resource, 0 – 12 µs');
    expect(svg).toContain('>transfer</text>');
    expect(svg).toContain('left → right\nP0 sends: 4 – 10 µs\ntakes 6 µs\nwaited 2 µs after its sender had finished');
    const heights = bars(svg).map((bar) => Number(/ height="([\d.]+)"/.exec(bar)![1]));
    expect(heights[2]).toBeLessThan(heights[0] / 2);
  });

  it('names no unit that is only called so', () => {
    const svg = ganttSvg({ ...regularTrace(17), timeUnit: { name: 'time unit', seconds: 1 } });
    expect(svg).toContain('on 17 resources, 0 – 9</text>');
    expect(svg).toContain('>time</text>');
    expect(svg).not.toContain('unit');
  });

  it('refuses an empty window and a width without room', () => {
    expect(() => ganttSvg(regularTrace(9), { from: 50, until: 20 })).toThrow(/window 50 … 20 is empty/);
    expect(() => ganttSvg(regularTrace(9), { width: 100 })).toThrow(ArenaError);
  });
});

describe('time axis', () => {
  it('has a few round ticks inside the window, in a unit with short labels', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
        (from, span) => {
          fc.pre(from + span > from + 1e-9 * from);
          const axis = timeAxis({ from, until: from + span }, 'ns', 10);
          expect(axis.ticks.length).toBeGreaterThan(2);
          expect(axis.ticks.length).toBeLessThan(24);
          const slack = 1e-6 * span + 1e-9 * from;
          for (const { time } of axis.ticks) expect(time >= from - slack && time <= from + span + slack).toBe(true);
          expect(new Set(axis.ticks.map(({ label }) => label)).size).toBe(axis.ticks.length);
        },
      ),
    );
  });

  it.each([
    ['us', 5e6, 'ms', '5\u202f000'],
    ['us', 20e6, 's', '20'],
    ['us', 800, 'µs', '800'],
    ['ns', 3e5, 'µs', '300'],
    ['tick', 5e6, 'tick', '5\u202f000\u202f000'],
  ])('%s up to %d is labelled in %s', (unit, until, label, last) => {
    const axis = timeAxis({ from: 0, until }, unit, 8);
    expect([axis.unit, axis.ticks.at(-1)!.label, axis.ticks.at(-1)!.time]).toEqual([label, last, until]);
  });
});

describe('names where room is short', () => {
  it('keep what tells them apart', () => {
    expect([12, 8, 6, 5, 4, 1].map((most) => shortName('level_10_12', most))).toEqual([
      'level_10_12',
      'le…10_12',
      'l…0_12',
      '…0_12',
      '…_12',
      '',
    ]);
    const room = { width: 60, fontSize: 10 };
    expect(fitTransfer('n1 → n2', room)).toBe('n1 → n2');
    expect(fitTransfer('level_1_2 → level_3_4', room)).toBe('…1_2→…3_4');
    expect(fitTransfer('level_1_2 → level_3_4', { ...room, width: 40 })).toBe('');
  });
});

describe('SVG text', () => {
  it('is escaped and stripped of what XML cannot carry', () => {
    expect(escapeXml('a<b>&"c"\u0000\ud800𝛼')).toBe('a&lt;b&gt;&amp;&quot;c&quot;\ufffd\ufffd𝛼');
  });
});

describe('PNG', () => {
  it('is a picture of the asked width, with text in it', () => {
    const svg = ganttSvg(regularTrace(30), { title: 'A title' });
    const png = svgToPng(svg, { width: 600 });
    expect([...png.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(600);
    // letters make a picture that compresses worse than the same picture without them
    expect(svgToPng(svg).length).toBeGreaterThan(svgToPng(svg.replace(/<text[\s\S]*?<\/text>/g, '')).length * 1.3);
  });

  it('refuses what is no SVG in one line', () => {
    expect(() => svgToPng('<html>')).toThrow(ArenaError);
  });
});
