// One key: what is there, and all that can be done with it.

import { explain } from './api.js';
import { button, dialog, empty, field, h, loading, put } from './dom.js';
import { copies } from './copies.js';
import { editor } from './editor.js';
import { ago, bytes, moment } from './format.js';
import { href, show as showKey } from './keys.js';
import { FIRST_BYTES, read, remove, touch, ttlLeft, write } from './objects.js';
import { siblings } from './siblings.js';
import { show } from './value.js';

export function view(root, bucket, key) {
  const page = new ObjectPage(bucket, key);
  const title = showKey(key);
  put(root, h('nav', { class: 'crumbs', 'aria-label': 'Path' }, h('a', { href: '#/data' }, 'Data'), h('a', { href: href(bucket) }, bucket)),
    h('h1', { tabindex: -1, class: 'key-title' }, h('bdi', {}, title)),
    page.told, page.place, copies(bucket, key));
  page.load();
  return () => page.leave();
}

class ObjectPage {
  #bucket;
  #key;
  #gone = false;
  place = h('div', { class: 'object' });
  told = h('p', { class: 'done', role: 'status' });

  constructor(bucket, key) {
    this.#bucket = bucket;
    this.#key = key;
  }

  leave() {
    this.#gone = true;
  }

  /** @param told what has just been done; it stays above the value until the next */
  async load(told = '', whole = false) {
    put(this.told, told);
    if (!this.place.firstChild) {
      put(this.place, loading('the value'));
    }
    let seen;
    try {
      seen = await read(this.#bucket, this.#key, whole);
    } catch (error) {
      if (!this.#gone) {
        put(this.place, h('div', { class: 'problem', role: 'alert' }, explain(error), ' ', button('Try again', () => this.load(), 'small')));
      }
      return;
    }
    if (this.#gone) {
      return;
    }
    const parts = { one: () => this.#one(seen), several: () => this.#several(seen), missing: () => this.#missing(seen) };
    put(this.place, parts[seen.kind]());
    if (told) {
      // What was pressed is gone: the next thing to read is what has become of the key.
      const next = this.place.querySelector('button, [tabindex="0"]');
      next?.focus({ preventScroll: true });
    }
  }

  #one(seen) {
    const more = seen.whole ? null : h('p', { class: 'hint' },
      `The first ${bytes(FIRST_BYTES)}${seen.size === null ? '' : ` of ${bytes(seen.size)}`}. `,
      button('Load all of it', () => this.load('', true), 'small'));
    return h('div', { class: 'split' },
      h('section', { class: 'card', 'aria-labelledby': 'value-title' },
        h('div', { class: 'head' }, h('h2', { id: 'value-title' }, 'Value'),
          h('div', { class: 'buttons small' },
            button('Edit', () => this.#edit(seen)),
            button('Time to live', () => this.#timeToLive(seen)),
            button('Download', () => this.#download(seen)),
            button('Delete', () => this.#delete(seen), 'danger'))),
        show(seen, 'Value'), more),
      facts(seen));
  }

  #several(seen) {
    return siblings(this.#bucket, this.#key, seen, (told) => this.load(told));
  }

  #missing(seen) {
    const create = () => this.#editIn({ bytes: new Uint8Array() }, 'Create',
      (version) => write(this.#bucket, this.#key, version, seen.context ?? 'none'), 'Created.');
    return h('section', { class: 'card' }, empty(
      'There is nothing here: the key was never written, was deleted, or has expired.',
      button('Create it', create, 'primary')));
  }

  async #edit(seen) {
    const all = seen.whole ? seen : await this.#whole();
    if (all) {
      this.#editIn({ ...all, ttl: ttlLeft(all.expires) }, 'Save',
        (version) => write(this.#bucket, this.#key, version, all.context), 'Saved.');
    }
  }

  async #whole() {
    try {
      const all = await read(this.#bucket, this.#key, true);
      if (all.kind === 'one') {
        return all;
      }
      await this.load('It has changed meanwhile.');
    } catch (error) {
      put(this.told, explain(error));
    }
    return null;
  }

  #editIn(given, label, save, told) {
    const form = editor(given, label, async (version) => {
      await save(version);
      await this.load(told);
    }, () => this.load());
    put(this.told);
    put(this.place, h('section', { class: 'card', 'aria-labelledby': 'edit-title' },
      h('h2', { id: 'edit-title' }, label === 'Create' ? 'New value' : 'Edit'),
      given.decodedFrom ? h('p', { class: 'hint' }, `It was stored with Content-Encoding ${given.decodedFrom}; it is saved without.`) : null,
      given.contentEncoding ? h('p', { class: 'hint' }, `It is stored with Content-Encoding ${given.contentEncoding}; what is saved here has none.`) : null,
      form));
    form.focusFirst();
  }

  async #download(seen) {
    const all = seen.whole ? seen : await this.#whole();
    if (!all) {
      return;
    }
    // As bytes of no kind: a browser saves them and opens nothing.
    const address = URL.createObjectURL(new Blob([all.bytes], { type: 'application/octet-stream' }));
    h('a', { href: address, download: showKey(this.#key).replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(-80) || 'value' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  #delete(seen) {
    this.#ask(`Delete ${showKey(this.#key)}?`, [h('p', {}, 'A version that somebody writes meanwhile survives.')], 'Delete', 'danger',
      () => remove(this.#bucket, this.#key, seen.context), 'Deleted.');
  }

  #timeToLive(seen) {
    const ttl = h('input', { type: 'text', value: ttlLeft(seen.expires) ?? '', spellcheck: 'false', autocomplete: 'off', autofocus: true });
    this.#ask('Time to live', [field('From now', ttl, 'Such as 30s, 15m, 12h, 7d.')], 'Set', 'primary', () => {
      if (!/^\d+(ms|s|m|h|d)$/.test(ttl.value.trim())) {
        throw new Error('A time to live is a number and a unit: 30s, 15m, 12h, 7d.');
      }
      return touch(this.#bucket, this.#key, ttl.value.trim(), seen);
    }, 'The time to live is set.');
  }

  #ask(title, content, label, kind, action, told) {
    const problem = h('p', { class: 'problem', role: 'alert' });
    dialog(title, (close) => {
      const go = h('button', { type: 'submit', class: kind }, label);
      return h('form', { class: 'editor', novalidate: true, onsubmit: async (event) => {
        event.preventDefault();
        put(problem);
        go.disabled = true;
        try {
          await action();
          close();
          await this.load(told);
        } catch (error) {
          go.disabled = false;
          put(problem, error.status === undefined ? error.message : explain(error));
        }
      } }, content, problem, h('div', { class: 'buttons' }, button('Cancel', close), go));
    });
  }
}

function facts(seen) {
  const rows = [
    ['Content type', seen.contentType || 'none'],
    seen.decodedFrom || seen.contentEncoding ? ['Content encoding', seen.decodedFrom ?? seen.contentEncoding] : null,
    ['Size', seen.size === null ? 'unknown' : bytes(seen.size)],
    ['Modified', seen.lastModified ? `${moment(seen.lastModified)}, ${ago(seen.lastModified)}` : 'unknown'],
    ['Expires', seen.expires ? `${moment(seen.expires)}, ${ago(seen.expires)}` : 'never'],
    ['ETag', seen.etag, 'mono'],
    seen.quorum ? ['Owners that answered', seen.quorum.replace('/', ' of ')] : null,
  ].filter(Boolean);
  return h('section', { class: 'card', 'aria-labelledby': 'facts-title' }, h('h2', { id: 'facts-title' }, 'About it'),
    h('dl', { class: 'facts' }, rows.map(([name, value, kind]) => h('div', {}, h('dt', {}, name), h('dd', { class: kind }, value)))));
}
