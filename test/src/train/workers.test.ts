/** Threads change nothing but the time. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { programFile } from '../../cli/program.js';

it('0, 1, 2 and 4 workers come to the same bits', () => {
  const root = join(dirname(programFile()), '..', '..');
  const program = join(root, 'test', 'fixtures', 'play-with-workers.js');
  const { stdout, stderr } = spawnSync(process.execPath, [program, '0', '1', '2', '4'], { encoding: 'utf8' });
  const lines = stdout.trim().split('\n');
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['0', '1', '2', '4']);
  expect(new Set(lines.map((line) => line.split(' ')[1])).size, stdout + stderr).toBe(1);
});
