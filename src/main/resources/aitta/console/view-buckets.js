// All buckets, and the way to one by its name.

import { json } from './api.js';
import { field, h, put } from './dom.js';
import { BUCKET, href } from './keys.js';
import { LIMIT, Pages } from './pages.js';

export function view(root) {
  const pages = new Pages(
    async (prefix, cursor) => {
      const query = new URLSearchParams({ limit: LIMIT, ...(prefix && { prefix }), ...(cursor && { cursor }) });
      const page = await json(`/v1/buckets?${query}`);
      return { items: page.buckets, next: page.next };
    },
    (buckets) => h('ul', { class: 'rows' }, buckets.map((bucket) =>
      h('li', {}, h('a', { href: href(bucket), 'data-item': true }, bucket)))),
    (prefix) => (prefix ? `No bucket begins with ${prefix}.` : 'No bucket has been used yet. Open one by its name, and write its first key.'),
    'bucket');
  const prefix = h('input', { type: 'search', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const name = h('input', { type: 'text', spellcheck: 'false', autocomplete: 'off', autocapitalize: 'off' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  let waiting;
  prefix.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => pages.begin(prefix.value), 250);
  });
  const open = h('form', { class: 'inline', novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    if (!BUCKET.test(name.value)) {
      problem.textContent = 'A bucket is 1 to 128 characters of A-Z a-z 0-9 . _ -, not beginning with a dot.';
      name.focus();
      return;
    }
    location.hash = href(name.value);
  } }, field('Open by name', name), h('button', { type: 'submit' }, 'Open'));
  put(root, h('h1', { tabindex: -1 }, 'Data'),
    h('section', { class: 'card', 'aria-labelledby': 'buckets-title' },
      h('h2', { id: 'buckets-title' }, 'Buckets'),
      h('div', { class: 'finders' }, field('Beginning with', prefix), open), problem, pages.element));
  pages.begin('');
  return () => clearTimeout(waiting);
}
