// Nodes that go: leave (hands its data over) and remove (is gone for good). Nothing is done before
// its plan has been shown.

import { ask, explain, json } from './api.js';
import { announce, button, dialog, h, put } from './dom.js';
import { count, many } from './format.js';
import { refresh } from './store.js';

const TEXTS = {
  leave: {
    title: (id) => `Let ${id} leave?`,
    what: 'It hands its ranges over to the others, and its process ends when that is done.',
    confirm: (id) => `Let ${id} leave`,
  },
  remove: {
    title: (id) => `Remove ${id}?`,
    what: 'It is declared gone for good. The others make new copies of what it held; should it come back, it joins as a new node.',
    confirm: (id) => `Remove ${id} for good`,
  },
};

/** @param how leave or remove */
export async function depart(how, id) {
  const texts = TEXTS[how];
  const path = `/v1/cluster/nodes/${encodeURIComponent(id)}/${how}`;
  const plan = h('div', { class: 'plan' }, h('p', { class: 'loading', role: 'status' }, 'Asking what would move …'));
  const failed = h('p', { class: 'problem', role: 'alert', hidden: true });
  let close;
  let force = false;
  const confirm = button(texts.confirm(id), async () => {
    confirm.disabled = true;
    try {
      await ask(`${path}${force ? '?force=true' : ''}`, { method: 'POST' });
      close();
      announce(`${id}: ${how} has begun. Progress shows in the table of nodes.`);
      refresh('cluster');
    } catch (error) {
      confirm.disabled = false;
      fail(error);
    }
  }, 'danger', { disabled: true });
  const insist = h('input', { type: 'checkbox', onchange: (event) => {
    force = event.target.checked;
    confirm.disabled = !force;
  } });
  const anyway = h('label', { class: 'check', hidden: true }, insist, ' Do it all the same');

  function fail(error) {
    failed.hidden = false;
    failed.textContent = explain(error);
    anyway.hidden = error.status !== 409;
    confirm.disabled = true;
  }

  dialog(texts.title(id), (end) => {
    close = end;
    return [h('p', {}, texts.what), plan, failed, anyway,
      h('div', { class: 'buttons' }, button('Cancel', end), confirm)];
  });
  try {
    const { moves } = await json(`${path}?dry-run=true`, { method: 'POST' });
    put(plan, show(moves));
    confirm.disabled = false;
  } catch (error) {
    put(plan);
    fail(error);
  }
}

function show(moves) {
  if (moves.length === 0) {
    return h('p', {}, 'No range would move.');
  }
  const pairs = new Map();
  for (const move of moves) {
    const pair = `${move.from ?? 'all remaining owners'} → ${move.to}`;
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return [
    h('p', {}, `${many(moves.length, 'copy', 'copies')} of ranges would move:`),
    h('ul', { class: 'moves' }, [...pairs].map(([pair, amount]) =>
      h('li', {}, `${pair}: ${count(amount)}`))),
  ];
}
