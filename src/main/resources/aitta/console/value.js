// Shows the bytes of a value. Whatever they are, they stay data: text goes in as text, pictures are
// decoded by <img>, which runs nothing, and no value is ever given an address of this origin that a
// browser would open as a page.

import { button, h, put, set } from './dom.js';
import { bytes as size } from './format.js';
import { textOf } from './keys.js';

const MOST_TEXT = 256 * 1024;
const MOST_HEX = 8 * 1024;
const MOST_IMAGE = 16 << 20;
const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp'];
const DRAWING = 'image/svg+xml';

/** The media type alone, in lower case. */
export function mediaType(contentType) {
  return (contentType ?? '').split(';')[0].trim().toLowerCase();
}

/** @param version bytes, contentType, whole, contentEncoding */
export function show(version, label) {
  const forms = formsOf(version);
  const place = h('div', { class: 'value-place' });
  const choices = forms.map((form) => button(form.name, () => choose(form), 'small'));
  function choose(form) {
    choices.forEach((choice, index) => set(choice, 'aria-pressed', forms[index] === form ? 'true' : 'false'));
    put(place, form.make());
  }
  choose(forms[0]);
  return h('div', { class: 'shown', role: 'group', 'aria-label': label },
    choices.length > 1 ? h('div', { class: 'forms', role: 'group', 'aria-label': 'Shown as' }, choices) : null, place);
}

function formsOf({ bytes, contentType, whole, contentEncoding }) {
  const type = mediaType(contentType);
  const forms = [];
  const hex = { name: 'Hex', make: () => hexDump(bytes) };
  if (bytes.length === 0) {
    return [{ name: 'Text', make: () => h('p', { class: 'hint' }, 'The value is empty: zero bytes.') }];
  }
  if (contentEncoding) {
    return [{ name: 'Hex', make: () => [h('p', { class: 'hint' }, `Stored with Content-Encoding ${contentEncoding}; shown as it is stored.`), hexDump(bytes)] }];
  }
  if (whole && bytes.length <= MOST_IMAGE && (PICTURES.includes(type) || type === DRAWING)) {
    forms.push({ name: 'Image', make: () => picture(bytes, type) });
  }
  const text = textOf(whole ? bytes : cutAtCharacter(bytes));
  if (text === null) {
    return [...forms, hex];
  }
  const pretty = whole && text.length <= MOST_TEXT ? prettyJson(text) : null;
  if (pretty !== null) {
    forms.push({ name: 'JSON', make: () => textBlock(pretty) });
  }
  forms.push({ name: 'Text', make: () => textBlock(text) });
  return [...(looksBinary(text) ? [hex, ...forms] : [...forms, hex])];
}

/** A beginning of UTF-8 text may end within a character. */
function cutAtCharacter(bytes) {
  let end = bytes.length;
  while (end > 0 && end > bytes.length - 4 && (bytes[end - 1] & 0xc0) === 0x80) {
    end--;
  }
  return bytes.subarray(0, end > 0 && bytes[end - 1] >= 0xc0 ? end - 1 : bytes.length);
}

function looksBinary(text) {
  return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text.slice(0, 4096));
}

function textBlock(text) {
  const cut = text.length > MOST_TEXT;
  return [
    h('pre', { class: 'block', tabindex: 0, role: 'region', 'aria-label': 'Text of the value' }, visible(cut ? text.slice(0, MOST_TEXT) : text)),
    cut ? h('p', { class: 'hint' }, `The first ${size(MOST_TEXT)} of it; download the value to see all.`) : null,
  ];
}

/** What cannot be seen, or would turn the order of what can, is written out. */
function visible(text) {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (char) => {
    const code = char.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : `⟦U+${code.toString(16).toUpperCase().padStart(4, '0')}⟧`;
  });
}

function picture(bytes, type) {
  const image = h('img', { class: 'picture', alt: `The value, as a picture (${type})` });
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true }, `The value is not a picture of type ${type}.`);
  image.addEventListener('error', () => {
    image.hidden = true;
    problem.hidden = false;
  });
  if (type === DRAWING) {
    // Never a blob: that would be a document of this origin, should somebody open it by itself.
    const reader = new FileReader();
    reader.onload = () => { image.src = reader.result; };
    reader.readAsDataURL(new Blob([bytes], { type }));
  } else {
    const address = URL.createObjectURL(new Blob([bytes], { type }));
    const done = () => URL.revokeObjectURL(address);
    image.addEventListener('load', done);
    image.addEventListener('error', done);
    image.src = address;
  }
  return [h('div', { class: 'canvas-image' }, image), problem];
}

function hexDump(bytes) {
  const shown = bytes.subarray(0, MOST_HEX);
  const lines = [];
  for (let at = 0; at < shown.length; at += 16) {
    const row = [...shown.subarray(at, at + 16)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, '0'));
    const left = hex.slice(0, 8).join(' ').padEnd(23);
    const right = hex.slice(8).join(' ').padEnd(23);
    const text = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${left}  ${right}  ${text}`);
  }
  return [
    h('pre', { class: 'block hex', tabindex: 0, role: 'region', 'aria-label': 'Bytes of the value' }, lines.join('\n')),
    bytes.length > MOST_HEX ? h('p', { class: 'hint' }, `The first ${size(MOST_HEX)} of ${size(bytes.length)}.`) : null,
  ];
}

/**
 * JSON with a line for each member. Works on the text, never on parsed values: large numbers,
 * doubled names and the order of members stay as they are.
 *
 * @returns null where it is no object and no array
 */
export function prettyJson(text) {
  if (!/^\s*[[{]/.test(text)) {
    return null;
  }
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  let depth = 0;
  let out = '';
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (token === '}' || token === ']') {
      depth--;
      out += before === '{' || before === '[' ? token : line(depth) + token;
    } else if (token === ',') {
      out += ',';
    } else if (token === ':') {
      out += ': ';
    } else {
      out += (before === ',' || before === '{' || before === '[' ? line(depth) : '') + token;
      depth += token === '{' || token === '[' ? 1 : 0;
    }
  });
  return out;
}

function line(depth) {
  return '\n' + '  '.repeat(depth);
}
