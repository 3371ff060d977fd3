// A listing, a page at a time: prefix, next, back. Cursors only lead on, so those of earlier pages
// are kept, and "back" is one of them.

import { explain } from './api.js';
import { announce, button, empty, h, put } from './dom.js';
import { many } from './format.js';
import { rove } from './rove.js';

export const LIMIT = 50;

/**
 * @param load is given a prefix and a cursor, both may be empty; returns {items, next}
 * @param list makes the element that shows items; its links carry data-item
 * @param nothing says what stands where no item is, given the prefix
 */
export class Pages {
  #prefix = '';
  #cursors = [''];
  #turn = 0;
  #load;
  #list;
  #nothing;
  #noun;
  #place = h('div', { class: 'page-place', 'aria-busy': 'false' });
  #back = button('Previous', () => this.#go(-1));
  #on = button('Next', () => this.#go(1));
  #told = h('span', { class: 'hint' });
  #settle = rove(this.#place, '[data-item]');

  constructor(load, list, nothing, noun) {
    this.#load = load;
    this.#list = list;
    this.#nothing = nothing;
    this.#noun = noun;
    this.#back.disabled = true;
    this.#on.disabled = true;
    this.element = h('div', { class: 'pages' }, this.#place, h('div', { class: 'buttons' }, this.#back, this.#on, this.#told));
  }

  /** Begins anew, with the keys that begin with `prefix`. */
  async begin(prefix) {
    this.#prefix = prefix;
    this.#cursors = [''];
    await this.#show();
  }

  async #go(by) {
    if (by < 0) {
      this.#cursors.pop();
    } else {
      this.#cursors.push(this.next);
    }
    await this.#show();
  }

  async #show() {
    const turn = ++this.#turn; // an answer that comes after a later question is not shown
    this.#place.setAttribute('aria-busy', 'true');
    if (!this.#place.firstChild) {
      put(this.#place, h('p', { class: 'empty loading', role: 'status' }, `Loading ${this.#noun}s …`));
    }
    let page;
    try {
      page = await this.#load(this.#prefix, this.#cursors.at(-1));
    } catch (error) {
      if (turn === this.#turn) {
        put(this.#place, h('div', { class: 'problem', role: 'alert' }, explain(error), ' ',
          button('Try again', () => this.#show(), 'small')));
        this.#place.setAttribute('aria-busy', 'false');
      }
      return;
    }
    if (turn !== this.#turn) {
      return;
    }
    this.next = page.next;
    this.#back.disabled = this.#cursors.length === 1;
    this.#on.disabled = page.next === undefined;
    this.#back.hidden = this.#back.disabled && this.#on.disabled;
    this.#on.hidden = this.#back.hidden;
    this.#told.textContent = page.items.length === 0 ? ''
      : `${many(page.items.length, this.#noun)}${this.#back.hidden ? '' : `, page ${this.#cursors.length}`}`;
    put(this.#place, page.items.length === 0 ? empty(this.#nothing(this.#prefix)) : this.#list(page.items));
    this.#place.setAttribute('aria-busy', 'false');
    this.#settle();
    announce(page.items.length === 0 ? this.#nothing(this.#prefix) : this.#told.textContent);
  }
}
