/**
 * Which code made a result: package version, commit with a flag for uncommitted changes (only where the package is
 * a git work tree of its own), and the hash of the lockfile.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageManifest } from './package-root.js';

export const provenanceSchema = z.object({
  package: z.string(),
  version: z.string(),
  commit: z.string().nullable(), // null: not a git work tree
  dirty: z.boolean().nullable(),
  lockfileHash: z.string().nullable(), // SHA-256, 16 hexadecimal digits
});

export type Provenance = z.infer<typeof provenanceSchema>;

function git(root: string, ...args: string[]): string | null {
  try {
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

/** Describes the code that is running. */
export function describeProvenance(): Provenance {
  const { root, name, version } = packageManifest();
  const own = existsSync(join(root, '.git')); // an installed package must not report its host's commit
  const commit = own ? git(root, 'rev-parse', 'HEAD') : null;
  const status = commit === null ? null : git(root, 'status', '--porcelain');
  const lockfile = join(root, 'package-lock.json');
  return {
    package: name,
    version,
    commit,
    dirty: status === null ? null : status !== '',
    lockfileHash: existsSync(lockfile)
      ? createHash('sha256').update(readFileSync(lockfile)).digest('hex').slice(0, 16)
      : null,
  };
}
