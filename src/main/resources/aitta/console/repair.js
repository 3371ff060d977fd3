// How the owners of ranges compare, and a comparison begun by hand with its progress.

import { ask, explain } from './api.js';
import { announce, button, h, say, set } from './dom.js';
import { ago, count, many } from './format.js';
import { refresh, state } from './store.js';

export class RepairCard {
  #told = h('p');
  #detail = h('p', { class: 'hint' });
  #bar = h('progress', { hidden: true, 'aria-label': 'Ranges compared since you asked', max: 1, value: 0 });
  #failed = h('p', { class: 'problem', role: 'alert', hidden: true });
  #button = button('Compare all ranges now', () => this.begin());
  #begun = null;

  constructor() {
    this.element = h('section', { class: 'card', 'aria-labelledby': 'repair-title' },
      h('h2', { id: 'repair-title' }, 'Repair'), this.#told, this.#detail, this.#bar, this.#failed,
      h('div', { class: 'buttons' }, this.#button));
  }

  async begin() {
    this.#button.disabled = true;
    this.#failed.hidden = true;
    const begun = Date.now();
    try {
      await ask('/v1/cluster/repair', { method: 'POST' });
      this.#begun = begun;
      announce('All ranges are being compared.');
      refresh('repair');
    } catch (error) {
      this.#failed.hidden = false;
      say(this.#failed, explain(error));
    }
    this.#button.disabled = false;
  }

  show(now = Date.now()) {
    const ranges = state.repair?.ranges;
    if (!ranges) {
      say(this.#told, state.error.repair ? explain(state.error.repair) : 'Not heard yet.');
      return;
    }
    const compared = ranges.filter((range) => range.lastRun !== null);
    const apart = compared.filter((range) => !range.inSync).length;
    const never = ranges.length - compared.length;
    say(this.#told, [
      `${count(compared.length - apart)} of ${many(ranges.length, 'range')} in sync`,
      apart > 0 ? `${count(apart)} apart` : null,
      never > 0 ? `${count(never)} not compared yet` : null,
    ].filter(Boolean).join(', ') + '.');
    const oldest = compared.map((range) => range.lastRun).sort()[0];
    const repaired = ranges.reduce((total, range) => total + range.keysRepaired, 0);
    say(this.#detail, oldest
      ? `Oldest comparison ${ago(oldest, now)}; ${many(repaired, 'key')} repaired since the nodes started.`
      : 'Owners of a range compare it by themselves every few minutes.');
    this.#progress(ranges);
  }

  #progress(ranges) {
    if (this.#begun === null) {
      return;
    }
    // A second of slack: the nodes' clocks are not this one.
    const done = ranges.filter((range) =>
      range.lastRun !== null && new Date(range.lastRun).getTime() >= this.#begun - 1_000).length;
    set(this.#bar, 'value', done / ranges.length);
    this.#bar.hidden = done === ranges.length;
    if (done < ranges.length) {
      say(this.#detail, `${count(done)} of ${many(ranges.length, 'range')} compared since you asked.`);
      refreshSoon();
    } else {
      announce(`All ${many(ranges.length, 'range')} have been compared.`);
      this.#begun = null;
    }
  }
}

let last = 0;
/** While one looks at progress, more often than otherwise. */
function refreshSoon() {
  if (Date.now() - last > 2_000) {
    last = Date.now();
    refresh('repair');
  }
}
