import { json } from '@dagrejs/graphlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArenaError } from '../../../src/error.js';
import { fromGraphlib, graphFromJson, instanceOf, parseDagFile, writeDagFile } from '../../../src/graph/index.js';
import { edgesOf } from '../../../src/graph/instance-of.js';
import type { DagInstance } from '../../../src/plan/instance.js';
import { uniformLinks } from '../../../src/plan/instance.js';
import { arbitraryInstance } from './arbitrary-instance.js';

function again(instance: DagInstance, format: Parameters<typeof writeDagFile>[1]): DagInstance {
  return instanceOf(parseDagFile(writeDagFile(instance, format), { file: 'copy', format }));
}

/** Edges in one order, whatever order a file lists them in. */
function sortedEdges(instance: DagInstance): number[][] {
  return edgesOf(instance)
    .map((edge) => [...edge])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

describe('what is read back equals what was written', () => {
  it.each(['json', 'graphlib'] as const)('%s: everything', (format) => {
    fc.assert(
      fc.property(arbitraryInstance(), (instance) => {
        expect(again(instance, format)).toEqual(instance);
      }),
    );
  });

  it('dot: everything but a few names', () => {
    let written = 0;
    fc.assert(
      fc.property(arbitraryInstance(), (instance) => {
        const names = [instance.name, ...instance.tasks];
        if (names.some((name) => /\\("|$)|[\r\n\u2028\u2029]/.test(name))) {
          expect(() => writeDagFile(instance, 'dot')).toThrow(/DOT cannot hold the name/);
          return;
        }
        written++;
        expect(again(instance, 'dot')).toEqual(instance);
      }),
      { numRuns: 150 },
    );
    expect(written).toBeGreaterThan(75);
  });

  it('wfformat: the tasks and the machines, but no links', () => {
    fc.assert(
      fc.property(arbitraryInstance({ related: true, whole: true }), (instance) => {
        const copy = again(instance, 'wfformat');
        expect(copy).toMatchObject({ name: instance.name, tasks: instance.tasks, processors: instance.processors });
        expect(copy.work).toEqual(instance.work);
        expect(copy.speed).toEqual(instance.speed);
        expect(edgesOf(copy)).toEqual(edgesOf(instance));
        expect(copy.problem.bandwidth.every((value) => value === 1)).toBe(true);
      }),
    );
  });

  it('stg: work and dependencies', () => {
    const one = { names: ['only'], speed: Float64Array.of(1), ...uniformLinks(1) };
    fc.assert(
      fc.property(arbitraryInstance({ related: true, silent: true }), (instance) => {
        const copy = instanceOf(parseDagFile(writeDagFile(instance, 'stg'), { file: 'x.stg' }), one);
        expect(copy.work).toEqual(instance.work);
        expect(sortedEdges(copy)).toEqual(sortedEdges(instance));
      }),
    );
  });

  it('tgff: names of tasks, costs and volumes', () => {
    fc.assert(
      fc.property(arbitraryInstance({ plainNames: true }), (instance) => {
        const copy = again(instance, 'tgff');
        expect(copy.tasks).toEqual(instance.tasks);
        expect(copy.problem.cost).toEqual(instance.problem.cost);
        expect(edgesOf(copy)).toEqual(edgesOf(instance));
      }),
    );
  });

  it('graphlib: the library reads the same graph', () => {
    fc.assert(
      fc.property(arbitraryInstance({ plainNames: true }), (instance) => {
        const text = writeDagFile(instance, 'graphlib');
        const { dag, names } = fromGraphlib(graphFromJson(text));
        expect(names).toEqual(instance.tasks);
        expect(dag.volume).toEqual(instance.problem.volume);
        const rewritten = JSON.stringify(json.write(graphFromJson(text)));
        expect(instanceOf(parseDagFile(rewritten, { file: 'copy' }))).toEqual(instance);
      }),
    );
  });
});

describe('what a format cannot hold is refused', () => {
  const links = uniformLinks(1);
  const machine = { names: ['P'], speed: Float64Array.of(1), ...links };
  const text = '{"tasks": [{"name": "a b", "work": 1}, {"name": "c", "work": 2}], "edges": [[0, 1, 3]]}';
  const instance = instanceOf(parseDagFile(text, { file: 'small.json' }), machine);
  const unrelated = { ...instance, work: null, speed: null };

  it.each([
    ['stg', instance, 'small: STG has no communication, but an edge here moves 3'],
    ['stg', unrelated, 'small: STG has one time per task'],
    ['wfformat', unrelated, 'small: WfFormat has one runtime per task'],
    ['tgff', instance, 'small: TGFF cannot hold a task called "a b"'],
    [
      'json',
      { ...instance, problem: { ...instance.problem, release: Float64Array.of(1, 0) } },
      'small: no format holds release times',
    ],
  ] as const)('%s', (format, what, message) => {
    expect(() => writeDagFile(what, format)).toThrow(ArenaError);
    expect(() => writeDagFile(what, format)).toThrow(message);
  });
});
