/**
 * The area `dag` of `conformance`: replays recorded static schedules of any instances in the formats of formats.ts. Files
 * of instances are inputs: they are checked, and replayed with the results that belong to them.
 */
import '../../../agents/index.js';
import { basename } from 'node:path';
import { ArenaError } from '../../error.js';
import { exampleRecord, goldenKind, lengthRecords, type RecordedInstance, resultRecord } from './formats.js';
import { InstanceFinder, instancesOf, recordedProblem } from './instances.js';
import { GoldenReplay, type ReplayedCase } from './replay.js';

export type { ReplayedCase } from './replay.js';

/** Replays the cases of one recognised file. Errors: `ArenaError` for a malformed file. */
export type DagReplay = (file: string) => readonly ReplayedCase[];

/** How to replay a parsed file; nothing for files of other topics. `data`: where instances lie that are not beside it. */
export function dagReplays(data: string): (content: unknown) => DagReplay | undefined {
  const finder = new InstanceFinder(data);
  return (content) => {
    const kind = goldenKind(content);
    if (kind === undefined) return undefined;
    if (kind === 'examples') return (file) => replayExamples(content as unknown[], file);
    if (kind === 'results')
      return (file) => {
        const recorded = Object.entries(content as object).map(([id, value]) => resultRecord(id, value, file));
        const name = basename(file).replace(/\.json(\.gz)?$/, '');
        const expected = name.includes('results') ? name.replace('results', 'instances') : `${name}_instances`;
        return replayWithInputs(recorded, { file, expected: () => expected, finder });
      };
    if (kind === 'lengths')
      return (file) => replayWithInputs(lengthRecords(content, file), { file, expected: (id) => id, finder });
    return (file) => checkInstances(content, file);
  };
}

function replayExamples(list: readonly unknown[], file: string): readonly ReplayedCase[] {
  const replay = new GoldenReplay();
  list.forEach((value, i) => {
    const { example, instance } = exampleRecord(value, `${file}: example ${i}`);
    replay.replay(example, recordedProblem(instance, `${file}: ${example.id}`));
  });
  return replay.finish();
}

interface Inputs {
  readonly file: string;
  readonly expected: (id: string) => string; // name of the file with the instance, without ending
  readonly finder: InstanceFinder;
}

function replayWithInputs(recorded: readonly RecordedInstance[], { file, expected, finder }: Inputs) {
  const replay = new GoldenReplay();
  const ids = recorded.map(({ id }) => id);
  const names = [...new Set(ids.map(expected))];
  const found = new Map(names.flatMap((name) => [...finder.find(file, idsOf(name), name)]));
  function idsOf(name: string): string[] {
    return ids.filter((id) => expected(id) === name);
  }
  if (found.size === 0 && ids.length > 0) {
    const few = ids.length > 3 ? `${ids.slice(0, 3).join(', ')}, …` : ids.join(', ');
    throw new ArenaError(`${file}: the instances ${few} are in ${finder.places(file, names[0])}`);
  }
  for (const each of recorded) {
    const instance = found.get(each.id);
    if (instance) replay.replay(each, recordedProblem(instance, `${file}: ${each.id}`));
    else replay.missing(each.id, `in ${finder.places(file, expected(each.id))}`);
  }
  return replay.finish();
}

/** Inputs are not replayed by themselves; a malformed one is told all the same. */
function checkInstances(content: unknown, file: string): readonly ReplayedCase[] {
  const instances = instancesOf(content, file);
  for (const [id, instance] of instances) recordedProblem(instance, `${file}: ${id}`);
  const count = `${instances.size} instance${instances.size === 1 ? '' : 's'}`;
  return [{ name: count, passed: false, skipped: true, difference: 'inputs of recorded results' }];
}
