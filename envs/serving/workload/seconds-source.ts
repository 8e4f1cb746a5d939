/** A source whose arrivals are told in seconds (doubles) instead of whole nanoseconds, for simulators with such a clock. */
import type { RequestColumns, RequestSource } from './source.js';

export class SecondsSource implements RequestSource {
  readonly count: number;
  readonly prefixGranule: number;
  readonly tenants: readonly string[];
  private readonly source: RequestSource;

  constructor(source: RequestSource) {
    this.source = source;
    this.count = source.count;
    this.prefixGranule = source.prefixGranule;
    this.tenants = source.tenants;
  }

  chunk(index: number): RequestColumns {
    const columns = this.source.chunk(index);
    return { ...columns, arrival: columns.arrival.map((ns) => ns / 1e9) };
  }
}
