// The first page: how the cluster is, at a glance, then the ring and its nodes.

import { explain } from './api.js';
import { empty, h, keyed, loading, put, s, say } from './dom.js';
import { count, many } from './format.js';
import { findings, oneZone } from './health.js';
import { NodeTable } from './nodes.js';
import * as palette from './palette.js';
import { RangeCard, RangeTable, transfers } from './ranges.js';
import { RepairCard } from './repair.js';
import { draw, VIEW_BOX } from './ring.js';
import { state, subscribe } from './store.js';
import { glance } from './view-traffic.js';

export function view(root) {
  const page = new ClusterPage(root);
  const end = subscribe(() => page.show());
  page.show();
  return end;
}

class ClusterPage {
  #root;
  #made = false;
  #look = { by: 'node', chosen: null, range: null };
  #drawn = '';

  constructor(root) {
    this.#root = root;
    put(root, h('h1', { tabindex: -1 }, 'Cluster'), loading('the cluster'));
  }

  show() {
    if (!state.cluster || !state.ring) {
      const error = state.error.cluster;
      if (error) {
        put(this.#root, h('h1', { tabindex: -1 }, 'Cluster'),
          h('div', { role: 'alert' }, empty('The cluster cannot be shown.', h('p', {}, explain(error)))));
      }
      return;
    }
    palette.nodes.learn(state.cluster.nodes.map((node) => node.id));
    palette.zones.learn(state.cluster.nodes.map((node) => node.zone));
    if (!this.#made) {
      this.#make();
    }
    this.#update();
  }

  #make() {
    this.#made = true;
    this.title = h('h1', { tabindex: -1 }, 'Cluster');
    this.findings = h('ul', { class: 'findings', 'aria-label': 'What to know' });
    this.svg = s('svg', { viewBox: VIEW_BOX, role: 'img', 'aria-label': 'Ring of key ranges by owner', 'aria-describedby': 'ring-told' });
    this.svg.addEventListener('click', (event) => {
      const range = event.target.dataset?.range;
      if (range !== undefined) {
        this.#pickRange(Number(range));
      }
    });
    this.center = h('div', { class: 'center', 'aria-hidden': 'true' }, h('strong'), h('span'), h('span'));
    this.told = h('p', { class: 'hint', id: 'ring-told' });
    this.zones = h('ul', { class: 'zones' });
    this.range = new RangeCard((range) => this.#pickRange(range));
    this.table = new RangeTable();
    this.nodes = new NodeTable((id) => {
      this.#look.chosen = id;
      this.#update();
    });
    this.transfers = h('div');
    this.repair = new RepairCard();
    const byZone = h('input', { type: 'checkbox', onchange: (event) => {
      this.#look.by = event.target.checked ? 'zone' : 'node';
      this.#update();
    } });
    const active = this.#root.contains(document.activeElement);
    put(this.#root, this.title, this.findings,
      h('section', { class: 'card nodes-card', 'aria-labelledby': 'nodes-title' },
        h('h2', { id: 'nodes-title' }, 'Nodes'), this.nodes.element),
      h('div', { class: 'columns' },
        h('section', { class: 'card ring-card', 'aria-labelledby': 'ring-title' },
          h('div', { class: 'head' }, h('h2', { id: 'ring-title' }, 'Ring'),
            h('label', { class: 'check' }, byZone, ' Colour by zone')),
          h('div', { class: 'ring-box' }, this.svg, this.center),
          h('div', { class: 'ring-side' }, this.zones, this.told, this.range.element),
          this.table.element),
        h('div', { class: 'aside' },
          glance(),
          h('section', { class: 'card', 'aria-labelledby': 'transfers-title' },
            h('h2', { id: 'transfers-title' }, 'Transfers'), this.transfers),
          this.repair.element)));
    if (active) {
      this.title.focus({ preventScroll: true });
    }
  }

  #pickRange(range) {
    this.#look.range = range !== null && range >= 0 && range < state.ring.ranges.length ? range : null;
    this.#update();
  }

  #update() {
    const { cluster, ring } = state;
    keyed(this.findings, findings(cluster, ring, state.repair), (one) => one.level + one.text,
      (one) => h('li', { class: one.level }, one.text));
    this.#drawRing(cluster, ring);
    this.range.show(state, this.#look.range);
    this.table.show(state);
    this.nodes.show(state, this.#look.chosen);
    this.repair.show();
    const moving = JSON.stringify(cluster.transfers);
    if (this.transfers.told !== moving) {
      this.transfers.told = moving;
      put(this.transfers, transfers(cluster));
    }
  }

  /** A picture of hundreds of parts is drawn again only where something in it has changed. */
  #drawRing(cluster, ring) {
    const basis = JSON.stringify([this.#look, ring.version, ring.ranges.length, cluster.transfers.map((t) => t.range),
      ring.ranges.filter((range) => range.pending.length > 0).map((range) => [range.range, range.version]),
      cluster.nodes.map((node) => [node.id, node.status, node.zone])]);
    if (basis === this.#drawn) {
      return;
    }
    this.#drawn = basis;
    draw(this.svg, cluster, ring, this.#look);
    const [ranges, copies, version] = this.center.children;
    say(ranges, count(ring.ranges.length));
    say(copies, `ranges × ${Math.min(ring.replicas, cluster.nodes.length)}`);
    say(version, `ring version ${count(ring.version)}`);
    const alone = oneZone(cluster, ring);
    const pending = ring.ranges.filter((range) => range.pending.length > 0).length;
    say(this.told, [
      `${many(ring.ranges.length, 'range')}, each with ${many(Math.min(ring.replicas, cluster.nodes.length), 'owner')}; the first owner lies outside.`,
      pending > 0 ? `${many(pending, 'range')} ${pending === 1 ? 'has' : 'have'} an owner being filled, shown as an outer rim.` : null,
      alone > 0 ? `${many(alone, 'range')} ${alone === 1 ? 'has' : 'have'} all copies in one zone.` : null,
      this.#look.chosen ? `Only the ranges of ${this.#look.chosen} are lit.` : null,
    ].filter(Boolean).join(' '));
    keyed(this.zones, this.#legend(cluster), ([name]) => this.#look.by + name, ([name, hue]) => {
      const item = h('li', {}, h('span', { class: 'dot', 'aria-hidden': 'true' }), h('span'));
      item.style.setProperty('--hue', hue);
      return item;
    }, (item, [name, hue, text]) => say(item.lastChild, text));
  }

  #legend(cluster) {
    if (this.#look.by === 'node') {
      return cluster.nodes.map((node) => [node.id, palette.nodes.hue(node.id), node.id]);
    }
    const zones = [...new Set(cluster.nodes.map((node) => node.zone))].sort();
    return zones.map((zone) => [zone, palette.zones.hue(zone),
      `${zone}: ${cluster.nodes.filter((node) => node.zone === zone).map((node) => node.id).join(', ')}`]);
  }
}
