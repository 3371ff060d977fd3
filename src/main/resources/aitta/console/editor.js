// Edits a value as text, as hex, or by choosing a file. What cannot be given back byte for byte by a
// text field is not offered as text.

import { explain } from './api.js';
import { button, field, h, put, set } from './dom.js';
import { textOf } from './keys.js';

const MOST_TEXT = 1 << 20;
const MOST_HEX = 64 * 1024;
const TYPES = ['text/plain; charset=utf-8', 'application/json', 'application/octet-stream', 'image/png', 'image/svg+xml', 'text/html'];
const TTL = /^\d+(ms|s|m|h|d)$/;

/** Text and how its lines end; null where a text field would change it. */
export function editable(bytes) {
  const text = bytes.length <= MOST_TEXT ? textOf(bytes) : null;
  if (text === null || /[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text)) {
    return null;
  }
  const returns = text.split('\r').length - 1;
  const pairs = text.split('\r\n').length - 1;
  const lines = text.split('\n').length - 1;
  if (returns > 0 && (pairs !== returns || pairs !== lines)) {
    return null;
  }
  return { text: text.replaceAll('\r\n', '\n'), end: returns > 0 ? '\r\n' : '\n' };
}

export function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ').replace(/((?:.. ){15}..) /g, '$1\n');
}

/** @throws Error that says what is wrong */
export function fromHex(text) {
  const digits = text.replace(/\s+/g, '');
  if (!/^[0-9a-fA-F]*$/.test(digits) || digits.length % 2 !== 0) {
    throw new Error('Hex is pairs of the digits 0 to 9 and a to f; spaces do not matter.');
  }
  return Uint8Array.from({ length: digits.length / 2 }, (unused, at) => parseInt(digits.slice(at * 2, at * 2 + 2), 16));
}

/**
 * @param given bytes, contentType, ttl to begin with
 * @param save is given {bytes, contentType, ttl}; what it throws is shown
 */
export function editor(given, label, save, cancel) {
  const text = h('textarea', { spellcheck: 'false', autocomplete: 'off' });
  const hex = h('textarea', { spellcheck: 'false', autocomplete: 'off' });
  const file = h('input', { type: 'file' });
  const type = h('input', { type: 'text', value: given.contentType || TYPES[0], list: 'types', spellcheck: 'false', autocomplete: 'off' });
  const ttl = h('input', { type: 'text', value: given.ttl ?? '', placeholder: 'for ever', spellcheck: 'false', autocomplete: 'off' });
  const problem = h('p', { class: 'problem', role: 'alert' });
  const place = h('div');
  let mode;
  let end = '\n';

  const modes = {
    Text: { control: field('Value', text), read: async () => new TextEncoder().encode(text.value.replaceAll('\n', end)) },
    Hex: { control: field('Value, in hex', hex), read: async () => fromHex(hex.value) },
    File: {
      control: field('File', file, 'Its bytes become the value.'),
      read: async () => {
        if (!file.files[0]) {
          throw new Error('Choose a file first.');
        }
        return new Uint8Array(await file.files[0].arrayBuffer());
      },
    },
  };
  file.addEventListener('change', () => {
    if (file.files[0]?.type) {
      type.value = file.files[0].type;
    }
  });
  const choices = Object.keys(modes).map((name) => button(name, () => choose(name), 'small'));
  function choose(name) {
    mode = name;
    choices.forEach((choice) => set(choice, 'aria-pressed', choice.textContent === name ? 'true' : 'false'));
    put(place, modes[name].control);
  }
  function fill(bytes) {
    const plain = editable(bytes);
    choices[0].disabled = plain === null;
    choices[1].disabled = bytes.length > MOST_HEX;
    if (plain) {
      end = plain.end;
      text.value = plain.text;
    }
    hex.value = bytes.length > MOST_HEX ? '' : toHex(bytes);
    choose(plain ? 'Text' : bytes.length > MOST_HEX ? 'File' : 'Hex');
  }
  fill(given.bytes);

  const submit = h('button', { type: 'submit', class: 'primary' }, label);
  const form = h('form', { class: 'editor', novalidate: true, onsubmit: async (event) => {
    event.preventDefault();
    put(problem);
    if (ttl.value.trim() !== '' && !TTL.test(ttl.value.trim())) {
      put(problem, 'A time to live is a number and a unit: 30s, 15m, 12h, 7d. Leave it empty for ever.');
      ttl.focus();
      return;
    }
    submit.disabled = true;
    try {
      await save({ bytes: await modes[mode].read(), contentType: type.value.trim(), ttl: ttl.value.trim() || undefined });
    } catch (error) {
      put(problem, error.status === undefined ? error.message : explain(error));
    }
    submit.disabled = false;
  } },
  h('div', { class: 'forms', role: 'group', 'aria-label': 'Edit as' }, choices),
  place,
  h('div', { class: 'two' }, field('Content type', type), field('Time to live', ttl, 'Such as 30s, 15m, 12h, 7d. Empty: as the bucket has it.')),
  h('datalist', { id: 'types' }, TYPES.map((one) => h('option', { value: one }))),
  problem,
  h('div', { class: 'buttons' }, submit, button('Cancel', cancel)));
  return Object.assign(form, { fill, focusFirst: () => place.querySelector('textarea, input')?.focus() });
}
