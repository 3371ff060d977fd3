// The properties of a bucket: defaults of later requests.

import { ask, explain, json } from './api.js';
import { announce, button, field, h, put } from './dom.js';

export function properties(bucket) {
  const path = `/v1/buckets/${encodeURIComponent(bucket)}`;
  const place = h('div');
  const details = h('details', { class: 'card', ontoggle: () => details.open && load() },
    h('summary', {}, 'Properties of the bucket'), place);

  async function load() {
    put(place, h('p', { class: 'hint loading', role: 'status' }, 'Loading properties …'));
    try {
      put(place, form(await json(path)));
    } catch (error) {
      put(place, h('p', { class: 'problem', role: 'alert' }, explain(error)));
    }
  }

  function form(now) {
    const level = (value) => choice(['one', 'quorum', 'all'], String(value));
    const r = level(now.r);
    const w = level(now.w);
    const strict = h('input', { type: 'checkbox' });
    strict.checked = now.strict;
    const conflicts = choice(['siblings', 'latest'], now.conflicts);
    const ttl = h('input', { type: 'text', value: now.ttl ?? '', placeholder: 'for ever', spellcheck: 'false', autocomplete: 'off' });
    const problem = h('p', { class: 'problem', role: 'alert' });
    const change = (method, body, told) => async () => {
      put(problem);
      try {
        await ask(path, { method, ...(body && { body: JSON.stringify(body()), headers: { 'Content-Type': 'application/json' } }) });
        await load();
        announce(told);
      } catch (error) {
        put(problem, explain(error));
      }
    };
    const wanted = () => ({
      r: number(r.value), w: number(w.value), strict: strict.checked, conflicts: conflicts.value, ttl: ttl.value.trim() || null,
    });
    const save = change('PUT', wanted, 'Properties saved.');
    return h('form', { class: 'editor', novalidate: true, onsubmit: (event) => {
      event.preventDefault();
      save();
    } },
    h('div', { class: 'three' },
      field('Copies that answer a read (r)', r), field('Copies that store a write (w)', w),
      field('When writers did not know of each other', conflicts, 'siblings keeps all versions; latest drops all but the newest.')),
    field('Time to live of new values', ttl, 'Such as 30s, 15m, 12h, 7d.'),
    h('label', { class: 'check' }, strict, ' Strict: only owners count, no stand-ins'),
    problem,
    h('div', { class: 'buttons' }, h('button', { type: 'submit', class: 'primary' }, 'Save properties'),
      button('Back to the defaults', change('DELETE', null, 'The defaults are back.'))));
  }
  return details;
}

function choice(names, now) {
  const all = names.includes(now) ? names : [...names, now];
  return h('select', {}, all.map((name) => h('option', { value: name, selected: name === now }, name)));
}

function number(text) {
  return /^\d+$/.test(text) ? Number(text) : text;
}
