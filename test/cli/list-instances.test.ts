/** `list instances` and what `list` tells of planners: everything that has a name, and nothing that does not work. */
import { describe, expect, it } from 'vitest';
import '../../agents/index.js';
import { readInstance } from '../../src/cli/instance-source.js';
import { createProgram } from '../../src/cli/program.js';
import { instanceFamilies, instancePresets, publishedInstances } from '../../src/instances/index.js';
import { makePlanner } from '../../src/registry.js';

async function list(...words: readonly string[]): Promise<string> {
  const write = process.stdout.write;
  let printed = '';
  process.stdout.write = ((text: string) => {
    printed += text;
    return true;
  }) as typeof write;
  try {
    await createProgram().parseAsync(['list', ...words], { from: 'user' });
  } finally {
    process.stdout.write = write;
  }
  return printed;
}

async function entries(...words: readonly string[]): Promise<Readonly<Record<string, unknown>>[]> {
  const lines = (await list(...words, '--json')).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe('sched-arena list instances', () => {
  it('names all examples, presets and families, each of which can be read', async () => {
    const found = await entries('instances');
    const named = (tag: string) => found.filter(({ tags }) => (tags as string[])[0] === tag).map(({ id }) => id);
    expect(named('published')).toEqual(Object.keys(publishedInstances));
    expect(named('preset')).toEqual(Object.keys(instancePresets));
    expect(named('family')).toEqual(Object.keys(instanceFamilies));
    for (const { id } of found) expect(readInstance(id as string, {}).tasks.length).toBeGreaterThan(0);
  });

  it('tells parameters with defaults', async () => {
    const fft = (await entries('instances', '--filter', 'fft')).find(({ id }) => id === 'fft')!;
    expect(fft.parameters).toMatchObject({ points: { default: 16, description: expect.any(String) } });
    expect(fft.config).toMatchObject({ graph: { family: 'fft', points: 16 }, processors: { count: 8 } });
    const text = await list('instances');
    expect(text).toMatch(/\n {2}fft +family +fast Fourier transform: .* \(points=16, .*joinEnds=false\)\n/);
    expect(text).toMatch(/\n {2}layered-ccr5 +preset +layered with graph\.tasks=60, communication\.ccr=5\n/);
    expect(text).toMatch(/\n {2}topcuoglu-2002 +published +Topcuoglu.*: 10 tasks, 15 edges, 3 processors\n/);
    expect(text).toContain('processors.count=8 processors.machines=unrelated');
  });
});

it('planners have tags and the names of their options', async () => {
  const found = await entries('planners');
  expect(found.length).toBeGreaterThan(40);
  const heft = found.find(({ id }) => id === 'heft')!;
  expect(heft.tags).toEqual(['heft', 'list']);
  expect(heft.options).toEqual(expect.arrayContaining(['commAverage', 'gapRule', 'insertion']));
  expect(found.find(({ id }) => id === 'dls')!.options).toEqual([]);
  for (const { id, options } of found)
    for (const option of options as string[]) {
      // an option that exists is refused for its value at most
      const give = () => makePlanner(id as string, { [option]: { no: 'such value' } });
      expect(give).not.toThrow(/does not exist/);
    }
});
