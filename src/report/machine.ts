/** What a run ran on: processor, memory, operating system, runtime and the versions of the packages it stands on. */
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { packageManifest } from './package-root.js';

export const machineSchema = z.object({
  cpu: z.string(),
  cores: z.int(),
  memoryGiB: z.number(),
  os: z.string(),
  node: z.string(),
  packages: z.record(z.string(), z.string()),
});

export type Machine = z.infer<typeof machineSchema>;

/** The installed version of a dependency, or the wanted range where it cannot be found. */
function installedVersion(name: string, wanted: string, root: string): string {
  for (const folder of [root, join(root, '..', '..')]) {
    try {
      const json = JSON.parse(readFileSync(join(folder, 'node_modules', name, 'package.json'), 'utf8'));
      return (json as { version: string }).version;
    } catch {
      // not there: the next folder
    }
  }
  return wanted;
}

/** Describes this machine. */
export function describeMachine(): Machine {
  const { root, dependencies } = packageManifest();
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    os: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    packages: Object.fromEntries(
      Object.entries(dependencies).map(([name, wanted]) => [name, installedVersion(name, wanted, root)]),
    ),
  };
}
