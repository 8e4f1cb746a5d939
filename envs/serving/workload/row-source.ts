/** Requests written out in a configuration; what a row leaves open is annotated like in any other workload. */
import { ensure } from '../../../src/error.js';
import type { Annotator } from './annotate.js';
import { NS_PER_SECOND } from './arrival-stream.js';
import type { WorkloadConfig } from './config.js';
import { DEFAULT_TENANTS } from './plain-generator.js';
import { emptyColumns, WholeSource } from './request-columns.js';
import type { RequestSource } from './source.js';
import { limitTokens } from './token-limits.js';

/** @throws ArenaError for rows out of order, tenants that do not exist, or prefixes without a granule. */
export function rowSource(config: Extract<WorkloadConfig, { kind: 'rows' }>, annotator: Annotator): RequestSource {
  const { rows, granule } = config;
  const named = [...new Set(rows.map(({ tenant }) => tenant).filter((tenant) => tenant !== undefined))];
  const tenants = annotator.tenants ?? (named.length > 0 ? named : DEFAULT_TENANTS);
  const base = emptyColumns(rows.length);
  const { prefixStart } = base;
  for (const [i, { prefix }] of rows.entries()) prefixStart[i + 1] = prefixStart[i] + (prefix?.length ?? 0);
  const prefixId = new Int32Array(prefixStart[rows.length]);
  ensure(granule > 0 || prefixId.length === 0, 'envs/serving: workload: rows: prefixes need a `granule` > 0');
  const columns = { ...base, prefixId };
  annotator.fill(columns, 0);
  for (const [i, row] of rows.entries()) {
    columns.arrival[i] = Math.round(row.arrival * NS_PER_SECOND);
    ensure(
      i === 0 || columns.arrival[i] >= columns.arrival[i - 1],
      `envs/serving: workload: rows.${i} arrives at ${row.arrival} s, before the row above`,
    );
    columns.promptTokens[i] = row.prompt;
    columns.outputTokens[i] = row.output;
    columns.session[i] = row.session ?? -1;
    if (row.priority !== undefined) columns.priority[i] = row.priority;
    if (row.sloClass !== undefined) columns.sloClass[i] = row.sloClass;
    if (row.tenant !== undefined) columns.tenant[i] = tenants.indexOf(row.tenant);
    ensure(
      columns.tenant[i] >= 0,
      `envs/serving: workload: rows.${i}: tenant "${row.tenant}" does not exist (${tenants.join(', ')})`,
    );
    if (row.prefix) prefixId.set(row.prefix, prefixStart[i]);
  }
  limitTokens(columns, config);
  return new WholeSource(columns, { prefixGranule: granule, tenants });
}
