/** The forms of the families: closed forms of their sizes, edges of small cases by name, entries and exits. */
import { describe, expect, it } from 'vitest';
import { instanceFamilies } from '../../../src/instances/index.js';
import { dagOf, draw, edgesOf, namedEdges } from './drawing.js';

type Sizes = readonly [tasks: number, edges: number];

function sizes(family: string, parameters: object): Sizes {
  const { problem } = draw({ graph: { family, ...parameters } });
  return [problem.taskCount, problem.successor.length];
}

/** Numbers of entries and of exits. */
function ends(family: string, parameters: object): [number, number] {
  const dag = dagOf(draw({ graph: { family, ...parameters } }).problem);
  const none = (starts: Int32Array) => starts.slice(1).filter((end, i) => end === starts[i]).length;
  return [none(dag.predecessorStart), none(dag.successorStart)];
}

const choose2 = (t: number) => (t * (t - 1)) / 2;
const choose3 = (t: number) => (t * (t - 1) * (t - 2)) / 6;

describe('closed forms of tasks and edges', () => {
  it.each([1, 2, 4, 8, 32, 256])('fft of %i points', (m) => {
    const stages = Math.log2(m);
    expect(sizes('fft', { points: m })).toEqual([2 * m - 1 + m * stages, 2 * m - 2 + 2 * m * stages]);
    expect(ends('fft', { points: m })).toEqual([1, m]);
  });
  it.each([2, 3, 5, 10, 40])('gaussian elimination of size %i', (m) => {
    expect(sizes('gaussian', { size: m })).toEqual([(m * m + m - 2) / 2, m * (m - 1) - 1]);
    expect(ends('gaussian', { size: m })).toEqual([1, 1]);
  });
  it.each([1, 2, 3, 6, 12])('cholesky of %i tiles', (t) => {
    expect(sizes('cholesky', { tiles: t })).toEqual([t + 2 * choose2(t) + choose3(t), 3 * choose3(t + 1)]);
    expect(ends('cholesky', { tiles: t })).toEqual([1, 1]);
  });
  it.each([1, 2, 3, 6, 12])('lu of %i tiles', (t) => {
    const inner = (t * (t - 1) * (2 * t - 1)) / 6;
    expect(sizes('lu', { tiles: t })).toEqual([t + t * (t - 1) + inner, t * (t - 1) + 3 * inner]);
    expect(ends('lu', { tiles: t })).toEqual([1, 1]);
  });
  it.each([
    [1, 3],
    [4, 1],
    [4, 2],
    [3, 3],
  ])('trees of %i levels with branching %i', (levels, branching) => {
    const width = branching ** (levels - 1);
    const tasks = branching === 1 ? levels : (branching ** levels - 1) / (branching - 1);
    expect(sizes('out-tree', { levels, branching })).toEqual([tasks, tasks - 1]);
    expect(sizes('in-tree', { levels, branching })).toEqual([tasks, tasks - 1]);
    expect(ends('out-tree', { levels, branching })).toEqual([1, width]);
    expect(ends('in-tree', { levels, branching })).toEqual([width, 1]);
  });
  it.each([
    [1, 1],
    [3, 5],
    [7, 2],
  ])('%i of something by %i', (a, b) => {
    expect(sizes('chain', { length: b })).toEqual([b, b - 1]);
    expect(sizes('chains', { chains: a, length: b })).toEqual([a * b, a * (b - 1)]);
    expect(sizes('fork-join', { stages: a, width: b })).toEqual([a * b + a + 1, 2 * a * b]);
    const lanes = a > 1 ? 3 : 2;
    expect(sizes('epigenomics', { lanes: a, chunks: b })[0]).toBe(a * (4 * b + 2) + lanes);
    expect(sizes('cybershake', { extracts: a, syntheses: b })).toEqual([a + 2 * a * b + 2, 4 * a * b]);
    expect(sizes('ligo', { groups: a, width: b })).toEqual([a * (4 * b + 2), 5 * a * b]);
    expect(sizes('sipht', { replicons: a, patsers: b })).toEqual([a * (12 + b), a * (16 + b)]);
    expect(sizes('blast', { width: b })).toEqual([b + 3, 3 * b]);
    expect(sizes('bwa', { width: b })).toEqual([b + 4, 3 * b + 1]);
    expect(sizes('seismology', { width: b })).toEqual([b + 1, b]);
  });
  it('montage: 2n + pairs + 6 tasks, a square grid of k² images has (k − 1)(3k − 1) pairs', () => {
    for (const k of [2, 3, 7]) {
      const [n, pairs] = [k * k, (k - 1) * (3 * k - 1)];
      expect(sizes('montage', { images: n })).toEqual([2 * n + pairs + 6, 3 * pairs + 4 * n + 4]);
      expect(ends('montage', { images: n })).toEqual([n, 1]);
    }
  });
  it('erdos: all pairs with probability 1, none with 0, about the share in between', () => {
    expect(sizes('erdos', { tasks: 30, probability: 1 })).toEqual([30, 435]);
    expect(sizes('erdos', { tasks: 30, probability: 0 })).toEqual([30, 0]);
    const [, edges] = sizes('erdos', { tasks: 1000, probability: 0.02 });
    expect(Math.abs(edges - 9990)).toBeLessThan(4 * Math.sqrt(9990 * 0.98)); // 4 standard deviations
  });
});

describe('edges of small cases', () => {
  it('gaussian elimination of size 3', () => {
    expect(namedEdges(draw({ graph: { family: 'gaussian', size: 3 } }))).toEqual([
      'pivot_1 → update_1_2',
      'pivot_1 → update_1_3',
      'update_1_2 → pivot_2',
      'update_1_3 → update_2_3',
      'pivot_2 → update_2_3',
    ]);
  });
  it('fft of 4 points: partners at distance 1, then 2', () => {
    const edges = namedEdges(draw({ graph: { family: 'fft', points: 4 } }));
    const into = (task: string) => edges.filter((e) => e.endsWith(`→ ${task}`)).map((e) => e.split(' ')[0]);
    expect(into('call_2_3')).toEqual(['call_1_1']);
    expect(into('butterfly_1_2')).toEqual(['call_2_2', 'call_2_3']);
    expect(into('butterfly_2_3')).toEqual(['butterfly_1_1', 'butterfly_1_3']);
  });
  it('cholesky of 3 tiles: who feeds the one GEMM, and whom it feeds', () => {
    const edges = namedEdges(draw({ graph: { family: 'cholesky', tiles: 3 } }));
    expect(edges.filter((e) => e.includes('gemm_2_1_0')).sort()).toEqual([
      'gemm_2_1_0 → trsm_2_1',
      'trsm_1_0 → gemm_2_1_0',
      'trsm_2_0 → gemm_2_1_0',
    ]);
    expect(edges).toContain('syrk_1_0 → potrf_1');
    expect(edges).toContain('syrk_2_0 → syrk_2_1');
  });
  it('lu of 2 tiles', () => {
    expect(namedEdges(draw({ graph: { family: 'lu', tiles: 2 } }))).toEqual([
      'getrf_0 → trsm_row_0_1',
      'getrf_0 → trsm_column_1_0',
      'trsm_row_0_1 → gemm_1_1_0',
      'trsm_column_1_0 → gemm_1_1_0',
      'gemm_1_1_0 → getrf_1',
    ]);
  });
  it('epigenomics of one lane with one chunk is a pipeline', () => {
    const { tasks } = draw({ graph: { family: 'epigenomics', lanes: 1, chunks: 1 } });
    const types = tasks.map((name) => name.replace(/_.*/, ''));
    expect(types.join(' ')).toBe('fastQSplit filterContams sol2sanger fastq2bfq map mapMerge maqIndex pileup');
  });
  it('molecular: every force knows its two cells, every motion waits for its forces and its last place', () => {
    const instance = draw({ graph: { family: 'molecular', cells: 5, neighbours: 2, steps: 2 } });
    const edges = namedEdges(instance);
    for (const force of instance.tasks.filter((name) => name.startsWith('force_1_'))) {
      const [, , a, b] = force.split('_');
      for (const cell of [a, b]) {
        expect(edges).toContain(`motion_0_${cell} → ${force}`);
        expect(edges).toContain(`${force} → motion_1_${cell}`);
      }
    }
    expect(edges).toContain('motion_0_3 → motion_1_3');
    expect(ends('molecular', { cells: 5, neighbours: 2, steps: 2 })).toEqual([1, 1]);
  });
});

describe('joinEnds', () => {
  it('adds tasks of no cost and edges of no volume only where there are several ends', () => {
    const joined = draw({ graph: { family: 'chains', chains: 3, length: 2, joinEnds: true } });
    const open = draw({ graph: { family: 'chains', chains: 3, length: 2 } });
    expect(joined.tasks).toEqual([...open.tasks, 'entry', 'exit']);
    expect(joined.problem.cost.slice(0, 48)).toEqual(open.problem.cost);
    expect([...joined.problem.cost.slice(48)]).toEqual(new Array(16).fill(0));
    const pseudo = edgesOf(joined.problem).filter(([from, to]) => from >= 6 || to >= 6);
    expect(pseudo.map(([, , volume]) => volume)).toEqual(new Array(6).fill(0));
    expect(ends('chains', { joinEnds: true })).toEqual([1, 1]);
    expect(sizes('gaussian', { size: 5, joinEnds: true })).toEqual([14, 19]);
  });
});

describe('the list of families', () => {
  it('has every family asked for, each with parameters that say what they mean', () => {
    for (const name of 'layered erdos in-tree out-tree chain chains fork-join fft gaussian cholesky lu molecular montage epigenomics cybershake ligo sipht'.split(
      ' ',
    ))
      expect(Object.keys(instanceFamilies)).toContain(name);
    for (const { name, description, source, parameters } of Object.values(instanceFamilies)) {
      expect(description, name).not.toBe('');
      expect(source, name).not.toBe('');
      for (const note of Object.values(parameters)) expect(note.description, name).not.toBe('');
      expect(draw({ graph: { family: name } }).problem.taskCount).toBeGreaterThan(1);
    }
  });
});
