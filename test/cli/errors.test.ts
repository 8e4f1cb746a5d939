import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sched, withTiny } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();
writeFileSync(join(cwd, 'truncated.json'), '{"format": "soc-golden-1", "tasks": [[1, 2');
writeFileSync(join(cwd, 'truncated.json.gz'), gzipSync('{"format": "soc-golden-1"}').subarray(0, 30));
writeFileSync(join(cwd, 'other.json'), '{"format": "sched-arena/trace@1", "resources": ["a"]}');
writeFileSync(join(cwd, 'list.yaml'), '- 1\n- 2\n');
writeFileSync(join(cwd, 'broken.js'), 'throw new Error("no luck");\n');

/** Input that has to be refused, and what the one line on standard error must say. */
const refused: readonly (readonly [args: string, says: RegExp])[] = [
  ['run tiny/queu --agent tiny-fastest', /"tiny\/queu" does not exist; did you mean "tiny\/queue"\?/],
  ['run tiny/queue --agent tiny-fast', /"tiny-fast" does not exist; did you mean "tiny-fastest"\?/],
  ['run tiny/queue', /required option '-a, --agent <id>' not specified/],
  ['run tiny/queue --agent tiny-fastest --seed 1.5', /an integer ≥ 0 is expected/],
  ['run tiny/queue --agent tiny-fastest --config jobs=0', /tiny: 0 jobs/],
  ['run tiny/queue --agent tiny-fastest --config missing.yaml', /missing\.yaml: there is no such file/],
  ['run tiny/queue --agent tiny-fastest --config truncated.json', /truncated\.json: cannot be read/],
  ['run tiny/queue --agent tiny-fastest --config list.yaml', /list\.yaml: holds no configuration/],
  ['run tiny/queue --agent tiny-fastest --config =3', /"" is no key/],
  ['run tiny/queue --agent tiny-fastest --trace schedule.doc', /its ending names no format/],
  ['run tiny/queue --agent tiny-fastest --trace no/folder/schedule.csv', /cannot be written/],
  [
    'run tiny/none --agent nobody --trace no/folder/x.json',
    /no\/folder\/x\.json: cannot be written \(there is no folder/,
  ],
  ['run tiny/queue --agent tiny-fastest --trace list.yaml/x.svg', /list\.yaml is no folder/],
  ['run soc/wifi-rx --agent met -c executionNoise=loud', /executionNoise: .*\(given: executionNoise=loud\)/],
  ['timeline tiny/queue --agent tiny-fastest -o page.html', /--out page\.html names a file; it is the folder/],
  ['leaderboard --scenarios tiny/queue --agents nobody', /agent "nobody" does not exist/],
  ['leaderboard --scenarios nowhere/queue', /namespace "nowhere"/],
  ['leaderboard --resume nothing', /there is no run/],
  ['leaderboard --seeds 0', /an integer ≥ 1 is expected/],
  ['leaderboard --seeds 2000000 --scenarios tiny/queue --agents tiny-fastest', /leave the test range/],
  ['leaderboard --agents ,', /ids separated by commas/],
  ['check tiny/nothing', /"tiny\/nothing" does not exist/],
  ['conformance soc truncated.json', /truncated\.json: not complete JSON/],
  ['conformance soc truncated.json.gz', /truncated\.json\.gz: cannot be read/],
  ['conformance soc other.json', /no recorded case of soc/],
  ['conformance soc nowhere', /nowhere: there is no such file or folder/],
  ['conformance soc', /soc needs files or folders/],
  ['conformance published other.json', /published takes no files or folders/],
  ['conformance sox .', /did you mean "soc"\?/],
  ['export truncated.json --format csv', /truncated\.json: not complete JSON/],
  ['export other.json --format csv', /other\.json: not a recorded schedule/],
  ['export missing.json --format csv', /missing\.json: cannot be read/],
  ['export other.json --format tiff', /one of json, perfetto, csv, svg, png is expected/],
  ['bench nothing', /area "nothing" does not exist/],
  ['seed-means --schedulers ETC', /did you mean "ETF"\?/],
  ['list --import missing.js', /missing\.js: there is no such file/],
  ['list --import broken.js', /broken\.js: no luck/],
  ['liszt', /unknown command 'liszt'/],
  ['list --jsno', /unknown option '--jsno'/],
];

describe('input that is refused', () => {
  it.for(refused)('%s', ([args, says]) => {
    const { code, stderr } = sched([...withTiny, ...args.split(' ')], cwd);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(/\n {4}at /);
    const lines = stderr.trimEnd().split('\n');
    expect(lines.filter((line) => !/^\(Did you mean/.test(line))).toHaveLength(1);
    expect(code).toBe(2);
  });
});
