// The last minutes of this node's figures, bounded: from them come rates and percentiles.

import { buckets, quantile, sum } from './prometheus.js';

/** 15 minutes at one reading every 5 s. */
export const MOST = 180;
/** Readings further apart than this say nothing of the time between them. */
const GAP_MILLIS = 20_000;
/** A percentile is of what came in so many readings: a single one holds too few requests. */
const WINDOW = 6;

const REQUESTS = 'aitta_http_requests_seconds';
const FSYNC = 'aitta_journal_fsync_seconds';
const KINDS = ['read', 'write', 'delete', 'list', 'batch'];
const TOTALS = {
  hedges: 'aitta_coordinator_hedges_total',
  standIns: 'aitta_coordinator_stand_ins_total',
  readRepairs: 'aitta_coordinator_read_repairs_total',
  keysRepaired: 'aitta_antientropy_keys_repaired_total',
  journalBytes: 'aitta_journal_record_bytes_total',
};

/** What is kept of one reading of /metrics: a few hundred numbers. */
export function reading(metrics, at) {
  const totals = {};
  const gauges = {};
  const histograms = {};
  for (const kind of KINDS) {
    totals[kind] = sum(metrics, `${REQUESTS}_count`, (labels) => labels.kind === kind) ?? 0;
  }
  const ofClients = (labels) => KINDS.includes(labels.kind);
  totals.refused = sum(metrics, `${REQUESTS}_count`, (l) => ofClients(l) && /^4/.test(l.status) && l.status !== '404') ?? 0;
  totals.failed = sum(metrics, `${REQUESTS}_count`, (l) => ofClients(l) && /^5/.test(l.status)) ?? 0;
  for (const [name, metric] of Object.entries(TOTALS)) {
    totals[name] = sum(metrics, metric);
  }
  for (const kind of ['read', 'write']) {
    histograms[kind] = buckets(metrics, REQUESTS, (labels) => labels.kind === kind);
  }
  histograms.fsync = buckets(metrics, FSYNC);
  gauges.hints = sum(metrics, 'aitta_hint_held') ?? 0;
  gauges.notFit = sum(metrics, 'aitta_replica_ranges_not_fit');
  gauges.cpu = sum(metrics, 'process_cpu_usage');
  gauges.heap = sum(metrics, 'jvm_memory_used_bytes', (labels) => labels.area === 'heap');
  gauges.diskFree = sum(metrics, 'aitta_storage_disk_free_bytes');
  gauges.open = sum(metrics, 'aitta_http_open_requests');
  return { at, totals, gauges, histograms };
}

export class History {
  readings = [];

  add(one) {
    this.readings.push(one);
    if (this.readings.length > MOST) {
      this.readings.shift();
    }
  }

  /** Points {at, value} of a gauge. */
  gauge(name) {
    return this.readings.map((one) => ({ at: one.at, value: one.gauges[name] ?? NaN }));
  }

  /** Points of how fast a total grows, by the second. */
  rate(name) {
    return this.#between(1, (before, after) => {
      const grown = after.totals[name] - before.totals[name];
      // A total that shrinks is that of a node started again.
      return grown < 0 ? NaN : grown / ((after.at - before.at) / 1000);
    });
  }

  /** Points of a percentile of a histogram, each over the last half minute. */
  percentile(name, q) {
    return this.#between(WINDOW, (before, after) =>
      quantile(q, before.histograms[name], after.histograms[name]));
  }

  /** One point per reading; NaN, a gap, where the readings before it are too far away. */
  #between(window, value) {
    return this.readings.slice(1).map((after, index) => {
      let first = index;
      while (first > 0 && index + 1 - first < window && this.#close(first - 1)) {
        first--;
      }
      return { at: after.at, value: this.#close(index) ? value(this.readings[first], after) : NaN };
    });
  }

  #close(index) {
    return this.readings[index + 1].at - this.readings[index].at <= GAP_MILLIS;
  }
}
