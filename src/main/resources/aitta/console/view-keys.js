// The keys of one bucket in byte order, its properties, and the way to a key by its name.

import { json } from './api.js';
import { field, h, put } from './dom.js';
import { ago, bytes, many, moment } from './format.js';
import { decodeBytes, encodeBytes, encodeText, href, show } from './keys.js';
import { LIMIT, Pages } from './pages.js';
import { properties } from './properties.js';

const COLUMNS = ['Key', 'Content type', 'Size', 'Modified', 'Expires'];

export function view(root, bucket) {
  const pages = new Pages(
    async (prefix, cursor) => {
      const page = await json(`/v1/buckets/${encodeURIComponent(bucket)}/keys?include=meta&limit=${LIMIT}`
        + (prefix ? `&prefix=${prefix}` : '') + (cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''));
      return { items: page.keys, next: page.next };
    },
    (keys) => table(bucket, keys),
    (prefix) => (prefix ? `No key begins with ${show(prefix)}.` : 'No keys in this bucket. Open one by its name to write it.'),
    'key');
  const prefix = h('input', { type: 'search', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const name = h('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const encoded = h('input', { type: 'checkbox', onchange: () => begin() });
  const problem = h('p', { class: 'problem', role: 'alert' });
  let waiting;

  /** What is written in a field, as the API writes keys; null, and said so, where it cannot be one. */
  function given(input) {
    try {
      problem.textContent = '';
      return encoded.checked ? encodeBytes(decodeBytes(input.value)) : encodeText(input.value);
    } catch (error) {
      problem.textContent = error.message;
      return null;
    }
  }
  function begin() {
    const wanted = given(prefix);
    if (wanted !== null) {
      pages.begin(wanted);
    }
  }
  prefix.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(begin, 250);
  });
  const open = h('form', { class: 'inline', novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    const key = given(name);
    if (key === null) {
      name.focus();
    } else if (key === '' || decodeBytes(key).length > 1024) {
      problem.textContent = 'A key is 1 to 1024 bytes.';
      name.focus();
    } else {
      location.hash = href(bucket, key);
    }
  } }, field('Open or create a key', name), h('button', { type: 'submit' }, 'Open'));

  put(root, h('nav', { class: 'crumbs', 'aria-label': 'Path' }, h('a', { href: '#/data' }, 'Data')),
    h('h1', { tabindex: -1 }, bucket),
    h('section', { class: 'card', 'aria-labelledby': 'keys-title' },
      h('h2', { id: 'keys-title' }, 'Keys'),
      h('div', { class: 'finders' }, field('Beginning with', prefix), open),
      h('label', { class: 'check' }, encoded, ' I write keys percent-encoded, for bytes that are no text'),
      problem, pages.element),
    properties(bucket));
  pages.begin('');
  return () => clearTimeout(waiting);
}

function table(bucket, keys) {
  return h('table', { class: 'stacked keys', role: 'table' },
    h('caption', { class: 'unseen' }, `Keys of ${bucket}`),
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, COLUMNS.map((column) =>
      h('th', { scope: 'col', role: 'columnheader', class: column === 'Size' ? 'figure' : null }, column)))),
    h('tbody', { role: 'rowgroup' }, keys.map((entry) => row(bucket, entry))));
}

function row(bucket, entry) {
  const several = entry.siblings?.length;
  const cell = (label, className, ...content) => h('td', { role: 'cell', 'data-label': label, class: className }, content);
  return h('tr', { role: 'row' },
    h('th', { scope: 'row', role: 'rowheader' },
      h('a', { class: 'mono', href: href(bucket, entry.key), 'data-item': true }, h('bdi', {}, show(entry.key))),
      several ? h('span', { class: 'badge warn' }, many(several, 'version')) : null),
    cell('Content type', 'quiet-text', several ? '–' : entry.contentType || '–'),
    cell('Size', 'figure', bytes(entry.size)),
    cell('Modified', 'quiet-text', entry.lastModified ? h('span', { title: moment(entry.lastModified) }, ago(entry.lastModified)) : '–'),
    cell('Expires', 'quiet-text', entry.expires ? h('span', { title: moment(entry.expires) }, ago(entry.expires)) : '–'));
}
