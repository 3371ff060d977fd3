// Reads Prometheus' text format, as far as nodes write it.

/**
 * @returns Map from a metric's name to its rows, each {labels, value}
 */
export function parse(text) {
  const metrics = new Map();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) {
      continue;
    }
    const row = parseLine(line);
    if (row) {
      const rows = metrics.get(row.name);
      if (rows) {
        rows.push(row);
      } else {
        metrics.set(row.name, [row]);
      }
    }
  }
  return metrics;
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)",?/y;

function parseLine(line) {
  const open = line.indexOf('{');
  const space = line.indexOf(' ');
  if (open < 0 || (space >= 0 && space < open)) {
    return space < 0 ? null : row(line.slice(0, space), {}, line.slice(space + 1));
  }
  const labels = {};
  LABEL.lastIndex = open + 1;
  let end = open + 1;
  for (let found = LABEL.exec(line); found; found = LABEL.exec(line)) {
    labels[found[1]] = found[2].replace(/\\(.)/g, (all, char) => (char === 'n' ? '\n' : char));
    end = LABEL.lastIndex;
  }
  return line[end] === '}' ? row(line.slice(0, open), labels, line.slice(end + 1).trim()) : null;
}

function row(name, labels, rest) {
  const value = number(rest.split(' ')[0]);
  return Number.isNaN(value) ? null : { name, labels, value };
}

function number(text) {
  return text === '+Inf' ? Infinity : text === '-Inf' ? -Infinity : text === '' ? NaN : Number(text);
}

/** The sum of the rows that `wanted` accepts; null where there is none. */
export function sum(metrics, name, wanted = () => true) {
  const rows = (metrics.get(name) ?? []).filter((row) => wanted(row.labels));
  return rows.length === 0 ? null : rows.reduce((total, row) => total + row.value, 0);
}

/** A histogram's cumulative counts by upper bound, summed over rows: Map from bound to count. */
export function buckets(metrics, name, wanted = () => true) {
  const found = new Map();
  for (const row of metrics.get(`${name}_bucket`) ?? []) {
    if (wanted(row.labels)) {
      const bound = number(row.labels.le);
      found.set(bound, (found.get(bound) ?? 0) + row.value);
    }
  }
  return found;
}

/**
 * A quantile of what came between two readings of a histogram, as Prometheus' histogram_quantile:
 * linear within a bucket; what lies above the last bound counts as that bound.
 *
 * @returns NaN where nothing came between them
 */
export function quantile(q, before, after) {
  const bounds = [...after.keys()].sort((a, b) => a - b);
  const began = bounds.some((bound) => after.get(bound) < (before.get(bound) ?? 0)); // anew
  const counts = bounds.map((bound) => after.get(bound) - (began ? 0 : before.get(bound) ?? 0));
  const total = counts.at(-1) ?? 0;
  if (total === 0) {
    return NaN;
  }
  const rank = q * total;
  const at = counts.findIndex((amount) => amount >= rank);
  if (bounds[at] === Infinity) {
    return bounds[at - 1] ?? NaN;
  }
  const low = at === 0 ? 0 : bounds[at - 1];
  const under = at === 0 ? 0 : counts[at - 1];
  const inside = counts[at] - under;
  return inside === 0 ? bounds[at] : low + (bounds[at] - low) * ((rank - under) / inside);
}
