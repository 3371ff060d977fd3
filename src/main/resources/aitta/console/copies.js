// What each owner and stand-in itself holds of a key, unmerged: why a read answers as it does.

import { explain, json } from './api.js';
import { h, put } from './dom.js';
import { ago, bytes, moment } from './format.js';
import { isFolded, pathOf } from './keys.js';

/** A part of the page that asks only once it is opened. */
export function copies(bucket, key) {
  const place = h('div');
  const details = h('details', { class: 'card copies', ontoggle: () => details.open && load() },
    h('summary', {}, 'What each owner holds'), place);

  async function load() {
    if (isFolded(key)) {
      put(place, h('p', { class: 'hint' }, 'Browsers fold this key out of paths, so it cannot be asked for from here; ',
        h('code', {}, `aitta explain ${bucket} ${key}`), ' can.'));
      return;
    }
    put(place, h('p', { class: 'hint loading', role: 'status' }, 'Asking the owners …'));
    try {
      const [report, where] = await Promise.all([
        json(`${pathOf(bucket, key)}?explain=true`),
        json(`/v1/cluster/locate?bucket=${encodeURIComponent(bucket)}&key=${key}`),
      ]);
      put(place, table(report), h('p', { class: 'hint mono' }, `hash ${where.hash}, range ${where.range}`));
    } catch (error) {
      put(place, h('p', { class: 'problem', role: 'alert' }, explain(error)));
    }
  }
  return details;
}

function table(report) {
  const all = new Set(report.replicas.flatMap((replica) => replica.versions.map((version) => version.dot)));
  return h('table', { class: 'stacked', role: 'table' },
    h('caption', { class: 'unseen' }, 'Copies of this key'),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, ['Node', 'Role', 'Versions held'].map((name) =>
      h('th', { scope: 'col', role: 'columnheader' }, name)))),
    h('tbody', { role: 'rowgroup' }, report.replicas.map((replica) => h('tr', { role: 'row' },
      h('th', { scope: 'row', role: 'rowheader' }, h('strong', {}, replica.node)),
      h('td', { role: 'cell', 'data-label': 'Role' }, replica.role, replica.catchingUp ? h('span', { class: 'mark warn' }, 'catching up') : null),
      h('td', { role: 'cell', 'data-label': 'Versions held', class: 'held' }, held(replica, all))))));
}

function held(replica, all) {
  if (!replica.answered) {
    return h('span', { class: 'mark bad' }, 'did not answer');
  }
  if (replica.versions.length === 0) {
    return h('span', { class: `mark ${all.size > 0 && replica.role === 'owner' ? 'warn' : 'plain'}` }, 'nothing');
  }
  return replica.versions.map((version) => h('div', {},
    h('code', {}, version.dot), ' ',
    version.deleted ? 'deleted' : bytes(version.size), ' ',
    h('span', { class: 'note', title: moment(version.lastModified) }, ago(version.lastModified))));
}
