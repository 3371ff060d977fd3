// What this node is asked, how fast it answers, and what that costs it.

import { explain } from './api.js';
import { h, put, say } from './dom.js';
import { bytes, figure, latency } from './format.js';
import { Plot } from './plot.js';
import { state, subscribe } from './store.js';

const perSecond = (value) => `${figure(value)}/s`;
const share = (value) => `${figure(value * 100)}\u202f%`;

const REQUESTS = {
  title: 'Requests', lines: ['read', 'write', 'delete', 'list', 'batch'], format: perSecond,
  series: (history) => ['read', 'write', 'delete', 'list', 'batch'].map((kind) => history.rate(kind)),
};
const LATENCY = (kind, title) => ({
  title, lines: ['p50', 'p95', 'p99'], format: latency,
  series: (history) => [0.5, 0.95, 0.99].map((q) => history.percentile(kind, q)),
});
const READS = LATENCY('read', 'Latency of reads');

const ALL = [
  REQUESTS,
  READS,
  LATENCY('write', 'Latency of writes'),
  {
    title: 'Requests refused or failed', lines: ['refused (4xx, but 404)', 'failed (5xx)'], format: perSecond,
    series: (history) => [history.rate('refused'), history.rate('failed')],
  },
  {
    title: 'Healing', lines: ['stand-ins asked', 'reads hedged', 'copies mended by reads', 'keys repaired'], format: perSecond,
    series: (history) => ['standIns', 'hedges', 'readRepairs', 'keysRepaired'].map((name) => history.rate(name)),
  },
  {
    title: 'Hints held here', lines: ['hints'], format: figure,
    series: (history) => [history.gauge('hints')],
  },
  {
    title: 'Forcing the journal to disk', lines: ['p50', 'p99'], format: latency,
    series: (history) => [0.5, 0.99].map((q) => history.percentile('fsync', q)),
  },
  {
    title: 'Written to the journal', lines: ['journal'], format: (value) => `${bytes(value)}/s`,
    series: (history) => [history.rate('journalBytes')],
  },
  {
    title: 'Processor', lines: ['this process'], format: share,
    series: (history) => [history.gauge('cpu')],
  },
  {
    title: 'Heap in use', lines: ['heap'], format: bytes,
    series: (history) => [history.gauge('heap')],
  },
];

function plots(specs, level) {
  const made = specs.map((spec) => ({ spec, plot: new Plot(spec.title, spec.lines, spec.format, level) }));
  return {
    elements: made.map((one) => one.plot.element),
    show: () => made.forEach(({ spec, plot }) => plot.show(spec.series(state.history))),
  };
}

export function view(root) {
  const all = plots(ALL, 'h2');
  const told = h('p', { class: 'lead' });
  put(root, h('h1', { tabindex: -1 }, 'Traffic'), told, others(), h('div', { class: 'plots' }, all.elements));
  let seen = -1;
  const show = () => {
    const error = state.error.metrics;
    say(told, error
      ? `No new figures: ${explain(error)}`
      : `What ${state.cluster?.node ?? 'this node'} has been asked by clients since this page was opened, and at most for 15 minutes. The page's own questions about the cluster are left out.`);
    const newest = state.history.readings.at(-1)?.at ?? 0;
    if (newest !== seen) {
      seen = newest;
      all.show();
    }
  };
  show();
  return subscribe(show);
}

/** A browser asks no other origin: figures of other nodes are on their own consoles. */
function others() {
  const nodes = (state.cluster?.nodes ?? []).filter((node) => node.id !== state.cluster.node);
  return nodes.length === 0 ? null : h('p', { class: 'others' }, 'Other nodes show their own: ',
    nodes.map((node, index) => [index > 0 ? ', ' : '',
      h('a', { href: `${location.protocol}//${node.http}/#/traffic` }, node.id)]), '.');
}

/** The two plots that say most, for the first page. It keeps itself up to date while it is shown. */
export function glance() {
  const two = plots([REQUESTS, READS], 'h3');
  const element = h('section', { class: 'card glance', 'aria-labelledby': 'glance-title' },
    h('div', { class: 'head' }, h('h2', { id: 'glance-title' }, 'This node, lately'), h('a', { href: '#/traffic' }, 'All figures')),
    h('div', { class: 'plots' }, two.elements));
  let seen = -1;
  const end = subscribe(() => {
    if (!element.isConnected && seen >= 0) {
      end();
      return;
    }
    const newest = state.history.readings.at(-1)?.at ?? 0;
    if (newest !== seen) {
      seen = newest;
      two.show();
    }
  });
  two.show();
  return element;
}
