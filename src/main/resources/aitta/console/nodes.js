// The nodes of the ring: a table on wide screens, cards on narrow ones.

import { button, h, keyed, put, say, set } from './dom.js';
import { bytes, count, figure, many } from './format.js';
import { depart } from './departure.js';
import * as palette from './palette.js';

const COLUMNS = ['Node', 'Status', 'Keys', 'Values', 'Ranges', 'Hints held', 'Condition', ''];

/** @param onPick is told the id of the node whose ranges are to be shown, or null */
export class NodeTable {
  #body = h('tbody', { role: 'rowgroup' });
  #onPick;

  constructor(onPick) {
    this.#onPick = onPick;
    this.element = h('table', { class: 'nodes stacked', role: 'table' },
      h('caption', { class: 'unseen' }, 'Nodes of the ring'),
      h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, COLUMNS.map((name) =>
        h('th', { scope: 'col', role: 'columnheader', class: isFigure(name) ? 'figure' : null },
          name === '' ? h('span', { class: 'unseen' }, 'Actions') : name)))),
      this.#body);
  }

  show({ cluster, ring, repair, canLeave }, chosen) {
    const most = Math.max(1, ...cluster.nodes.map((node) => node.bytes));
    const apart = apartByOwner(ring, repair);
    keyed(this.#body, cluster.nodes, (node) => node.id, (node) => this.#make(node), (row, node) => {
      const cells = row.cells;
      set(row, 'class', node.status === 'unreachable' ? 'away' : null);
      set(row.pick, 'aria-pressed', chosen === node.id ? 'true' : 'false');
      const here = node.id === cluster.node;
      say(row.note, [here ? 'this node' : null, `zone ${node.zone}`,
        node.weight === 1 ? null : `weight ${figure(node.weight)}`].filter(Boolean).join(' · '));
      link(row.link, here ? null : `${location.protocol}//${node.http}/`, node);
      say(row.status, node.status);
      set(row.status, 'class', `status ${node.status}`);
      say(cells[2].firstChild, count(node.keys));
      say(row.bytes, bytes(node.bytes));
      row.share.style.setProperty('--part', (node.bytes / most).toFixed(3));
      say(cells[4].firstChild, count(node.rangesOwned));
      say(row.hints, count(node.hintsHeld));
      say(row.hintsFor, Object.entries(node.hintsFor ?? {})
        .map(([target, amount]) => `${count(amount)} for ${target}`).join(', '));
      condition(cells[6], node, apart.get(node.id) ?? 0);
      row.actions.hidden = !canLeave;
      row.leave.hidden = node.status !== 'up' && node.status !== 'joining';
      row.removal.hidden = node.status !== 'unreachable';
    });
  }

  #make(node) {
    const pick = button(node.id, () => {
      this.#onPick(pick.getAttribute('aria-pressed') === 'true' ? null : node.id);
    }, 'swatch', { 'aria-pressed': 'false', title: `Show the ranges of ${node.id} on the ring` });
    pick.style.setProperty('--hue', palette.nodes.hue(node.id));
    const parts = {
      pick,
      note: h('span', { class: 'note' }),
      link: h('a', { class: 'note' }),
      status: h('span'),
      bytes: h('span'),
      share: h('span', { class: 'share', 'aria-hidden': 'true' }),
      hints: h('span'),
      hintsFor: h('span', { class: 'note' }),
      leave: button('Leave', () => depart('leave', node.id), 'quiet small', { 'aria-label': `Let ${node.id} leave` }),
      removal: button('Remove', () => depart('remove', node.id), 'quiet small', { 'aria-label': `Remove ${node.id}` }),
    };
    parts.actions = h('span', { class: 'actions' }, parts.leave, parts.removal);
    const contents = [
      [pick, parts.note, parts.link], [parts.status], [h('span')], [parts.bytes, parts.share],
      [h('span')], [parts.hints, parts.hintsFor], [], [parts.actions],
    ];
    const row = h('tr', { role: 'row' }, contents.map((content, index) =>
      h(index === 0 ? 'th' : 'td', {
        role: index === 0 ? 'rowheader' : 'cell', scope: index === 0 ? 'row' : null,
        'data-label': COLUMNS[index], class: isFigure(COLUMNS[index]) ? 'figure' : null,
      }, content)));
    return Object.assign(row, parts); // no part may have the name of something that elements can do
  }
}

function isFigure(column) {
  return ['Keys', 'Values', 'Ranges', 'Hints held'].includes(column);
}

/** Other nodes have consoles of their own: a browser asks no other origin from here. */
function link(element, href, node) {
  element.hidden = href === null;
  if (href !== null) {
    set(element, 'href', href);
    set(element, 'aria-label', `Console of ${node.id}, ${node.http}`);
    say(element, node.http);
  }
}

function condition(cell, node, apart) {
  const marks = [];
  if (node.diskFull) {
    marks.push(['bad', 'disk full']);
  }
  if (node.catchingUp > 0) {
    marks.push(['warn', `catching up: ${many(node.catchingUp, 'range')}`]);
  }
  if (apart > 0) {
    marks.push(['warn', `repair: ${many(apart, 'range')} apart`]);
  }
  const told = node.status === 'unreachable'
    ? [['plain', 'figures are from when it was last heard']]
    : marks.length === 0 ? [['plain', 'fit']] : marks;
  const text = told.map(([level, mark]) => level + mark).join('|');
  if (cell.told !== text) {
    cell.told = text;
    put(cell, told.map(([level, mark]) => h('span', { class: `mark ${level}` }, mark)));
  }
}

/** For each owner, how many of its ranges ended their last comparison with a difference. */
function apartByOwner(ring, repair) {
  const apart = new Set((repair?.ranges ?? [])
    .filter((range) => range.lastRun !== null && !range.inSync).map((range) => range.range));
  const counts = new Map();
  for (const range of ring?.ranges ?? []) {
    if (apart.has(range.range)) {
      range.owners.forEach((owner) => counts.set(owner, (counts.get(owner) ?? 0) + 1));
    }
  }
  return counts;
}
