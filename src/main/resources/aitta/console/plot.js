// Lines over the last minutes, small enough to put many side by side. The legend is text with the
// newest values, so that nothing is told by the picture alone; arrow keys walk through time.

import { h, put, s, say, set } from './dom.js';
import { bytes, clock } from './format.js';

const WIDTH = 480;
const HEIGHT = 150;
const LEFT = 4;
const RIGHT = 4;
const TOP = 10;
const BOTTOM = 18;
const SPAN_MILLIS = 15 * 60 * 1000;

/** @param lines their names; `format` writes a value; `level` is the tag of the heading */
export class Plot {
  #lines;
  #format;
  #series = [];
  #cursor = null;
  #now = Date.now();

  constructor(title, lines, format, level) {
    this.#lines = lines;
    this.#format = format;
    this.svg = s('svg', {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', tabindex: 0, role: 'img',
      'aria-label': `${title}, the last 15 minutes. Left and right walk through time.`,
    });
    this.values = lines.map(() => h('span', { class: 'value' }, '–'));
    this.top = h('span', { class: 'top', 'aria-hidden': 'true' });
    this.time = h('span', { class: 'time', 'aria-hidden': 'true' }, 'last 15 min');
    const legend = h('ul', { class: 'legend' }, lines.map((line, index) =>
      h('li', { class: `line-${index}` }, h('span', { class: 'key', 'aria-hidden': 'true' }), `${line} `, this.values[index])));
    this.element = h('figure', { class: 'plot' },
      h('figcaption', {}, h(level, { class: 'plot-title' }, title), this.time),
      h('div', { class: 'canvas' }, this.svg, this.top),
      legend);
    this.svg.addEventListener('pointermove', (event) => this.#point(event));
    this.svg.addEventListener('pointerleave', () => this.#move(null));
    this.svg.addEventListener('blur', () => this.#move(null));
    this.svg.addEventListener('keydown', (event) => this.#key(event));
  }

  /** @param series for each line, points {at, value} in the order of time; NaN is a gap */
  show(series, now = Date.now()) {
    this.#series = series;
    this.#now = now;
    this.#paint();
  }

  #times() {
    return this.#series[0]?.map((point) => point.at) ?? [];
  }

  #paint() {
    const from = this.#now - SPAN_MILLIS;
    const values = this.#series.flatMap((line) => line.map((point) => point.value)).filter(Number.isFinite);
    const most = ceiling(Math.max(0, ...values), this.#format === bytes);
    const x = (at) => LEFT + ((at - from) / SPAN_MILLIS) * (WIDTH - LEFT - RIGHT);
    const y = (value) => HEIGHT - BOTTOM - (value / most) * (HEIGHT - TOP - BOTTOM);
    const grid = [0, 0.5, 1].map((part) =>
      s('line', { class: 'grid', x1: 0, x2: WIDTH, y1: y(most * part), y2: y(most * part) }));
    const lines = this.#series.map((points, index) =>
      s('path', { class: `stroke line-${index}`, d: path(points.filter((point) => point.at >= from), x, y) }));
    const at = this.#cursor === null ? null : this.#times()[this.#cursor];
    const cursor = at ? s('line', { class: 'cursor', x1: x(at), x2: x(at), y1: 0, y2: HEIGHT - BOTTOM }) : [];
    put(this.svg, grid, lines, cursor);
    say(this.top, values.length === 0 ? 'waiting for figures' : this.#format(most));
    say(this.time, at ? clock(at) : 'last 15 min');
    this.#lines.forEach((unused, index) => {
      const line = this.#series[index] ?? [];
      const point = this.#cursor === null ? line.at(-1) : line[this.#cursor];
      say(this.values[index], point && Number.isFinite(point.value) ? this.#format(point.value) : '–');
    });
  }

  #point(event) {
    const box = this.svg.getBoundingClientRect();
    const at = this.#now - SPAN_MILLIS + ((event.clientX - box.left) / box.width) * SPAN_MILLIS;
    const times = this.#times();
    let best = null;
    times.forEach((time, index) => {
      if (best === null || Math.abs(time - at) < Math.abs(times[best] - at)) {
        best = index;
      }
    });
    this.#move(best);
  }

  #key(event) {
    const last = this.#times().length - 1;
    const here = this.#cursor ?? last;
    const next = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: last, Escape: null }[event.key];
    if (next === undefined || last < 0) {
      return;
    }
    event.preventDefault();
    this.#move(next === null ? null : Math.min(last, Math.max(0, next)));
    const told = this.#lines.map((line, index) => `${line} ${this.values[index].textContent}`);
    set(this.svg, 'aria-label', `${this.time.textContent}: ${told.join(', ')}`);
  }

  #move(cursor) {
    if (cursor !== this.#cursor) {
      this.#cursor = cursor;
      this.#paint();
    }
  }
}

function path(points, x, y) {
  let drawn = '';
  let pen = false;
  points.forEach((point, index) => {
    if (!Number.isFinite(point.value)) {
      pen = false;
      return;
    }
    const alone = !pen && !Number.isFinite(points[index + 1]?.value);
    drawn += `${pen ? 'L' : 'M'}${x(point.at).toFixed(1)} ${y(point.value).toFixed(1)}${alone ? 'h1' : ''}`;
    pen = true;
  });
  return drawn;
}

/** The next of 1, 2, 5, 10, 20 … above a value, or of powers of two: the scale is steady and round. */
export function ceiling(value, binary = false) {
  if (!(value > 0)) {
    return 1;
  }
  if (binary) {
    return 2 ** Math.ceil(Math.log2(value));
  }
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value * 0.999) ?? 10 * power;
}
