// Shown in the place of a page when the node wants to know who asks.

import { explain, json, keepToken } from './api.js';
import { field, h, put } from './dom.js';
import { learnAbilities, refresh } from './store.js';

/** @param again is called when the token is taken */
export function signIn(root, hadToken, again) {
  const input = h('input', {
    type: 'password', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', required: true,
  });
  const problem = h('p', { class: 'problem', role: 'alert' }, hadToken ? 'This token is not known to the node.' : '');
  const submit = h('button', { type: 'submit', class: 'primary' }, 'Sign in');
  const form = h('form', { class: 'card sign-in', novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (!/^[\x21-\x7e]+$/.test(text)) {
      problem.textContent = 'A token is one word of printable characters.';
      input.focus();
      return;
    }
    submit.disabled = true;
    keepToken(text);
    try {
      await json('/v1/cluster');
      again();
      refresh();
      learnAbilities();
    } catch (error) {
      submit.disabled = false;
      if (error.status === 403) {
        again(); // known, and not allowed to see the cluster: it may reach buckets
        return;
      }
      problem.textContent = error.status === 401 ? 'This token is not known to the node.' : explain(error);
      input.focus();
    }
  } },
  h('h1', { tabindex: -1 }, 'Sign in'),
  h('p', {}, 'This node answers only those who have a token.'),
  field('Token', input, 'It is kept until this tab is closed, and sent to this node alone.'),
  problem,
  h('div', { class: 'buttons' }, submit));
  put(root, form);
  input.focus();
}
