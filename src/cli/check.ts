/** `check`: puts environments through the checker and lists what it finds. */
import type { Command } from 'commander';
import type { Finding } from '../check/index.js';
import { buildEnv, envs, makeEnv } from '../registry.js';
import { withExamples } from './arguments.js';
import { importsOf, loadModules } from './modules.js';
import { print } from './output.js';

/** Everything the checker has to say about one registered environment. */
async function check(id: string): Promise<readonly Finding[]> {
  const { checkEnv } = await import('../check/index.js');
  const spec = envs.get(id);
  return checkEnv(() => makeEnv(id), {
    rebuild: (config) => buildEnv({ ...spec, config }),
    remake: (renderMode) => makeEnv(id, { renderMode }),
  });
}

export function addCheckCommand(program: Command): void {
  const command = program
    .command('check')
    .summary('check that an environment keeps the contract')
    .description(
      'Checks environments against the contract and lists what it finds. Exits with 1 if there are errors or warnings.',
    )
    .argument('<env-id...>', 'registered environments, or "all"')
    .option('--json', 'one JSON object per finding')
    .action(async (given: readonly string[], options: { json?: boolean }) => {
      await loadModules(importsOf(program));
      const ids = given.includes('all') ? envs.all().map((spec) => spec.id) : given.map((id) => envs.get(id).id);
      let faulty = 0;
      for (const id of ids) {
        const findings = await check(id);
        const clean = findings.every(({ level }) => level === 'info');
        if (!clean) faulty++;
        if (options.json) for (const finding of findings) print(JSON.stringify({ env: id, ...finding }));
        else {
          print(`${clean ? 'PASS' : 'FAIL'} ${id}`);
          for (const { level, check: name, message } of findings) print(`  ${level} ${name}: ${message}`);
        }
      }
      if (!options.json) print(`${ids.length - faulty} passed, ${faulty} failed`);
      if (faulty > 0) process.exitCode = 1;
    });
  withExamples(command, 'check soc/wifi-rx', 'check all');
}
