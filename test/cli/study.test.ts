/** `sched-arena study`: the list, and what is refused. */
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { STUDIES } from '../../src/cli/studies/index.js';
import { sched } from './program.js';
import { workspace } from './workspace.js';

const cwd = workspace();

describe('sched-arena study', () => {
  it('lists the studies', () => {
    const { stdout, code } = sched(['study', '--list'], cwd);
    expect(code).toBe(0);
    for (const { id, description } of STUDIES) {
      expect(stdout).toContain(id);
      expect(stdout).toContain(description);
    }
  });

  it('has studies with names of their own, settings that are JSON and depend on the length', () => {
    expect(new Set(STUDIES.map(({ id }) => id)).size).toBe(STUDIES.length);
    for (const study of STUDIES) {
      const [full, quick] = [false, true].map((each) => JSON.stringify(study.settings({ seeds: 2, quick: each })));
      expect(JSON.parse(full)).toEqual(study.settings({ seeds: 2, quick: false }));
      expect(quick).not.toBe(full);
    }
  });

  it.each([
    [['study'], /^study: name a study/],
    [['study', 'saratti'], /^study: "saratti" does not exist \(.*\); did you mean "sarathi"\?$/],
    [['study', 'sarathi', '--seeds', '1'], /an integer ≥ 2 is expected/],
  ])('refuses %j', async (words, message) => {
    const program = createProgram();
    for (const command of program.commands) command.configureOutput({ writeErr: () => undefined });
    await expect(program.parseAsync(words, { from: 'user' })).rejects.toThrow(message);
  });
});
