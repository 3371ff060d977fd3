// Several versions of a key, side by side: keep one, delete, or write a merge. Whatever is chosen is
// written with the context of all that was shown, so it takes the place of exactly these versions.

import { explain } from './api.js';
import { button, field, h, put, set } from './dom.js';
import { editable, editor } from './editor.js';
import { ago, bytes, many, moment } from './format.js';
import { remove, ttlLeft, write } from './objects.js';
import { show } from './value.js';

/** @param done is called when it has been resolved, with what to tell */
export function siblings(bucket, key, seen, done) {
  const failed = h('p', { class: 'problem', role: 'alert' });
  const newest = seen.siblings.map((one) => one.lastModified).sort().at(-1);
  const cards = seen.siblings.map((one, index) => card(one, index));
  const merge = h('section', { class: 'card', hidden: true });
  const open = button('Write a merge', () => openMerge(), 'primary');

  async function resolve(event, action, told) {
    event.currentTarget.disabled = true;
    const pressed = event.currentTarget;
    put(failed);
    try {
      await action();
      done(told);
    } catch (error) {
      pressed.disabled = false;
      put(failed, explain(error));
    }
  }

  function card(one, index) {
    const name = `Version ${index + 1}`;
    const keep = one.deleted
      ? button('Delete the key', (event) => resolve(event, () => remove(bucket, key, seen.context), 'Resolved: the key is deleted.'), 'danger')
      : button('Keep this one', (event) => resolve(event, () => write(bucket, key, { ...one, ttl: ttlLeft(one.expires) }, seen.context),
        `Resolved: version ${index + 1} is kept.`));
    keep.setAttribute('aria-label', one.deleted ? `Delete the key, as ${name} says` : `Keep ${name}`);
    return h('li', { class: 'card sibling' },
      h('h2', {}, name, one.lastModified === newest && seen.siblings.length > 1 ? h('span', { class: 'badge' }, 'newest') : null),
      h('p', { class: 'note', title: moment(one.lastModified) },
        one.deleted ? `deleted ${ago(one.lastModified)}` : [`${one.contentType}, ${bytes(one.bytes.length)}, written ${ago(one.lastModified)}`, one.expires ? `, expires ${ago(one.expires)}` : '']),
      one.deleted
        ? h('p', { class: 'empty' }, 'Somebody deleted the key without knowing of the other versions.')
        : show({ ...one, whole: true }, `Value of version ${index + 1}`),
      h('div', { class: 'buttons' }, keep));
  }

  function openMerge() {
    const live = seen.siblings.filter((one) => !one.deleted);
    const starts = live.map((one) => ({ name: `Version ${seen.siblings.indexOf(one) + 1}`, bytes: one.bytes }));
    if (live.length > 1 && live.every((one) => editable(one.bytes) && !one.contentEncoding)) {
      const all = live.map((one) => editable(one.bytes).text).join('\n');
      starts.unshift({ name: 'All of them, one below the other', bytes: new TextEncoder().encode(all) });
    }
    const form = editor({ bytes: starts[0]?.bytes ?? new Uint8Array(), contentType: live[0]?.contentType }, 'Save the merge',
      async (version) => {
        await write(bucket, key, version, seen.context);
        done('Resolved: the merge is saved.');
      }, () => {
        merge.hidden = true;
        open.hidden = false;
        open.focus();
      });
    const start = h('select', { onchange: () => form.fill(starts[start.selectedIndex].bytes) },
      starts.map((one) => h('option', {}, one.name)));
    set(merge, 'aria-labelledby', 'merge-title');
    put(merge, h('h2', { id: 'merge-title' }, 'Merge'), field('Begin with', start), form);
    merge.hidden = false;
    open.hidden = true;
    form.focusFirst();
  }

  return [
    h('p', { class: 'lead' },
      `This key has ${many(seen.siblings.length, 'version')} that were written without knowledge of each other. Choose one, or write a merge; it takes the place of exactly these.`),
    failed,
    h('ol', { class: 'siblings' }, cards),
    h('div', { class: 'buttons' }, open),
    merge,
  ];
}
