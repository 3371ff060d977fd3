// How figures, sizes and times are written for people.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0, useGrouping: true });

/** 1 234 567, with thin spaces: no language reads them as a decimal mark. */
export function count(value) {
  return whole.format(value).replaceAll(',', '\u202f');
}

/** Three significant digits, no more: 0.042, 1.25, 37.1, 812, 1 204. */
export function figure(value) {
  if (!Number.isFinite(value)) {
    return '–';
  }
  const size = Math.abs(value);
  if (size >= 100 || value === 0) {
    return count(Math.round(value));
  }
  const digits = size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return String(Number(value.toFixed(digits)));
}

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function bytes(value) {
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < UNITS.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${unit === 0 ? count(left) : figure(left)}\u202f${UNITS[unit]}`;
}

/** Seconds as 420 µs, 3.2 ms, 1.5 s. */
export function latency(seconds) {
  if (!Number.isFinite(seconds)) {
    return '–';
  }
  if (seconds >= 1) {
    return `${figure(seconds)}\u202fs`;
  }
  return seconds >= 0.001 || seconds === 0
    ? `${figure(seconds * 1000)}\u202fms`
    : `${figure(seconds * 1e6)}\u202fµs`;
}

/** Seconds as 12 s, 4 min, 3 h, 2 d: the largest unit that fits. */
export function span(seconds) {
  const size = Math.max(0, seconds);
  if (size < 90) {
    return `${Math.round(size)}\u202fs`;
  }
  if (size < 90 * 60) {
    return `${Math.round(size / 60)}\u202fmin`;
  }
  return size < 36 * 3600
    ? `${Math.round(size / 3600)}\u202fh`
    : `${Math.round(size / 86400)}\u202fd`;
}

/** How long ago, or how far ahead, an RFC 3339 or HTTP date is. */
export function ago(date, now = Date.now()) {
  const seconds = (now - new Date(date).getTime()) / 1000;
  if (!Number.isFinite(seconds)) {
    return 'at a time unknown';
  }
  if (seconds < 0) {
    return `in ${span(-seconds)}`;
  }
  return seconds < 2 ? 'just now' : `${span(seconds)} ago`;
}

/** 2026-11-27 05:03:11, in the zone of the reader. */
export function moment(date) {
  const at = new Date(date);
  if (Number.isNaN(at.getTime())) {
    return 'unknown';
  }
  const two = (n) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${clock(at)}`;
}

/** 05:03:11 */
export function clock(date) {
  const at = new Date(date);
  return [at.getHours(), at.getMinutes(), at.getSeconds()]
    .map((n) => String(n).padStart(2, '0')).join(':');
}

/** "1 node", "3 nodes". */
export function many(n, one, more = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : more}`;
}

/** "a", "a and b", "a, b and c"; of many, the first few and how many more. */
export function list(words, most = 4) {
  const shown = words.length > most
    ? [...words.slice(0, most - 1), `${count(words.length - most + 1)} more`]
    : words;
  return shown.length < 2
    ? shown.join('')
    : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
