// Makes elements. All text goes in as text: nothing in here, and nothing that uses it, turns a
// string into markup, so that keys and values can say whatever they like.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element: h('p', {class: 'x', onclick: f}, 'text', child, null). Names beginning with "on" are
 * listeners; true and false set and leave out an attribute; null and undefined leave it out.
 */
export function h(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function s(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    set(element, name, value);
  }
  append(element, children);
  return element;
}

/** Sets one attribute, or takes it away; touches nothing that is so already. */
export function set(element, name, value) {
  if (name.startsWith('on')) {
    element.addEventListener(name.slice(2), value);
  } else if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    if (element.getAttribute(name) !== text) {
      element.setAttribute(name, text);
    }
  }
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child);
    }
  }
}

/** Replaces what an element holds. */
export function put(element, ...children) {
  element.replaceChildren();
  append(element, children);
  return element;
}

/** Changes text only where it differs, so that selections and screen readers are left in peace. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
  return element;
}

/**
 * Makes the children of `parent` those of `items`, in their order. An element is made once for
 * each key and updated from then on, so that focus stays where it is.
 */
export function keyed(parent, items, keyOf, make, update) {
  const known = parent.keyed ?? new Map();
  const next = new Map();
  items.forEach((item, index) => {
    const key = keyOf(item);
    const element = known.get(key) ?? make(item);
    update?.(element, item, index);
    next.set(key, element);
    if (parent.children[index] !== element) {
      parent.insertBefore(element, parent.children[index] ?? null);
    }
  });
  for (const [key, element] of known) {
    if (!next.has(key)) {
      element.remove();
    }
  }
  parent.keyed = next;
}

/** Tells screen readers, and nobody else. */
export function announce(text) {
  const said = document.getElementById('said');
  say(said, said.textContent === text ? text + ' ' : text);
}

/** What stands where nothing is yet, or nothing at all, or something went wrong. */
export function empty(text, ...more) {
  return h('div', { class: 'empty' }, h('p', {}, text), more);
}

export function loading(what) {
  return h('p', { class: 'empty loading', role: 'status' }, `Loading ${what} …`);
}

/** A button with its icon-less text; `kind` is one of primary, danger, quiet. */
export function button(text, onclick, kind, more) {
  return h('button', { type: 'button', class: kind, onclick, ...more }, text);
}

/** A labelled control: the label is bound to it by id, hints are read with it. */
let fields = 0;
export function field(label, control, hint) {
  const id = `field-${++fields}`;
  control.id = id;
  if (hint) {
    set(control, 'aria-describedby', `${id}-hint`);
  }
  return h('div', { class: 'field' },
    h('label', { for: id }, label),
    control,
    hint ? h('p', { class: 'hint', id: `${id}-hint` }, hint) : null);
}

/**
 * A modal dialog. Focus goes into it and comes back by itself; Escape closes it.
 *
 * @param build is given a function that closes it, and returns what it shows
 */
export function dialog(title, build) {
  const heading = h('h2', { id: 'dialog-title' }, title);
  const element = h('dialog', { 'aria-labelledby': 'dialog-title' });
  const close = () => element.close();
  append(element, [heading, build(close)]);
  element.addEventListener('close', () => element.remove());
  document.body.append(element);
  element.showModal();
  return element;
}
