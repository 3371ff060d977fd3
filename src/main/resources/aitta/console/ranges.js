// One range in words, and all of them as a table: what the ring's picture says, for everybody.

import { ask, explain } from './api.js';
import { announce, button, field, h, put, say, set } from './dom.js';
import { ago, bytes, list, many, span } from './format.js';
import { refresh } from './store.js';

const PAGE = 64;

/** What is known of one range; asked for by number, or picked on the ring. */
export class RangeCard {
  #told = h('dl', { class: 'facts' });
  #failed = h('p', { class: 'problem', role: 'alert', hidden: true });
  #number;
  #compare = button('Compare its owners now', () => this.#repair(), 'small');

  constructor(onPick) {
    this.#number = h('input', {
      type: 'number', min: 0, step: 1, inputmode: 'numeric',
      oninput: () => onPick(this.#number.value === '' ? null : Math.trunc(Number(this.#number.value))),
    });
    this.element = h('div', { class: 'range' },
      field('Range', this.#number, 'Give its number, or pick it on the ring.'), this.#told, this.#failed, this.#compare);
  }

  show({ cluster, ring, repair }, range) {
    set(this.#number, 'max', ring.ranges.length - 1);
    if (document.activeElement !== this.#number) {
      this.#number.value = range === null ? '' : range;
    }
    const one = range === null ? undefined : ring.ranges[range];
    this.#compare.hidden = one === undefined;
    if (one === undefined) {
      put(this.#told);
      return;
    }
    const zone = new Map(cluster.nodes.map((node) => [node.id, node.zone]));
    const named = (id) => `${id} (${zone.get(id) ?? 'unknown'})`;
    const run = repair?.ranges.find((other) => other.range === range);
    const facts = [
      ['Hashes', `${one.from} to ${one.to}`],
      ['Owners', one.owners.map(named).join(', ') || 'none'],
      one.pending.length > 0 ? ['Being filled', one.pending.map(named).join(', ')] : null,
      ['Version of the list', String(one.version)],
      ['Last compared', !run?.lastRun ? 'not yet' : `${ago(run.lastRun)}, ${run.inSync ? 'in sync' : 'with a difference left'}`],
    ].filter(Boolean);
    const text = facts.flat().join('|');
    if (this.#told.told !== text) {
      this.#told.told = text;
      put(this.#told, facts.map(([name, value]) =>
        h('div', {}, h('dt', {}, name), h('dd', { class: name === 'Hashes' ? 'mono' : null }, value))));
    }
  }

  async #repair() {
    const range = this.#number.value;
    this.#failed.hidden = true;
    try {
      await ask(`/v1/cluster/repair?range=${encodeURIComponent(range)}`, { method: 'POST' });
      announce(`The owners of range ${range} are being compared.`);
      refresh('repair');
    } catch (error) {
      this.#failed.hidden = false;
      say(this.#failed, explain(error));
    }
  }
}

/** All ranges, some at a time. Made only while it is open. */
export class RangeTable {
  #page = 0;
  #body = h('tbody');
  #told = h('span', { class: 'hint', role: 'status' });
  #back = button('Previous', () => this.#turn(-1), 'small');
  #on = button('Next', () => this.#turn(1), 'small');
  #state;

  constructor() {
    this.element = h('details', { class: 'all-ranges', ontoggle: () => this.#paint() },
      h('summary', {}, 'All ranges as a table'),
      h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'All ranges' }, h('table', {},
        h('thead', {}, h('tr', {}, ['Range', 'From', 'Owners', 'Being filled', 'Repair']
          .map((name) => h('th', { scope: 'col' }, name)))),
        this.#body)),
      h('div', { class: 'buttons' }, this.#back, this.#on, this.#told));
  }

  show(state) {
    this.#state = state;
    this.#paint();
  }

  #turn(by) {
    this.#page += by;
    this.#paint();
  }

  #paint() {
    if (!this.element.open || !this.#state?.ring) {
      return;
    }
    const { ring, repair } = this.#state;
    const pages = Math.ceil(ring.ranges.length / PAGE);
    this.#page = Math.min(Math.max(0, this.#page), pages - 1);
    this.#back.disabled = this.#page === 0;
    this.#on.disabled = this.#page === pages - 1;
    say(this.#told, `Page ${this.#page + 1} of ${pages}`);
    const runs = new Map((repair?.ranges ?? []).map((range) => [range.range, range]));
    const shown = ring.ranges.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    put(this.#body, shown.map((range) => {
      const run = runs.get(range.range);
      return h('tr', {},
        h('th', { scope: 'row' }, String(range.range)),
        h('td', { class: 'mono' }, `${range.from.slice(0, 8)}…`),
        h('td', {}, range.owners.join(', ')),
        h('td', {}, range.pending.join(', ') || '–'),
        h('td', {}, !run?.lastRun ? 'not compared yet' : run.inSync ? `in sync, ${ago(run.lastRun)}` : 'apart'));
    }));
  }
}

/** Ranges on their way; empty where nothing moves. */
export function transfers(cluster) {
  if (cluster.transfers.length === 0) {
    return h('p', { class: 'hint' }, 'Nothing is being moved.');
  }
  const most = 12;
  const rows = cluster.transfers.slice(0, most).map((transfer) => {
    const part = transfer.bytesTotal > 0 ? Math.min(1, transfer.bytesDone / transfer.bytesTotal) : 0;
    const eta = transfer.etaSeconds === null ? '' : `, about ${span(transfer.etaSeconds)} left`;
    const label = `Range ${transfer.range}: ${transfer.from ?? 'all owners'} → ${transfer.to}`;
    return h('li', {},
      h('span', {}, label),
      h('progress', { max: 1, value: part.toFixed(3), 'aria-label': label }),
      h('span', { class: 'note' },
        `${bytes(transfer.bytesDone)} of ${bytes(transfer.bytesTotal)}, ${bytes(transfer.bytesPerSecond)}/s${eta}`));
  });
  const rest = cluster.transfers.length - most;
  return [
    h('ul', { class: 'transfers' }, rows),
    rest > 0 ? h('p', { class: 'hint' }, `${many(rest, 'more range')} on the way, to ${list([...new Set(cluster.transfers.map((t) => t.to))])}.`) : null,
  ];
}
