// Frame of the console: which page is shown, signing in and out, the theme, and the mark on
// everything while the node is silent.

import { explain, keepToken, refused, token, whenRefused } from './api.js';
import { announce, empty, h, put, say, set } from './dom.js';
import { clock, span } from './format.js';
import { signIn } from './sign-in.js';
import { refresh, silence, start, state, subscribe } from './store.js';
import { BUCKET, decodeBytes, encodeBytes, show } from './keys.js';
import { view as buckets } from './view-buckets.js';
import { view as cluster } from './view-cluster.js';
import { view as keys } from './view-keys.js';
import { view as object } from './view-object.js';
import { view as traffic } from './view-traffic.js';

const main = document.getElementById('main');
let end = null;
let asking = false;

/** @returns [name for the navigation, title, function that shows it] */
function route() {
  const parts = location.hash.replace(/^#\/?/, '').split('/');
  if (parts[0] === 'traffic') {
    return ['traffic', 'Traffic', traffic];
  }
  if (parts[0] === '') {
    return ['cluster', 'Cluster', cluster];
  }
  return parts[0] === 'data' ? routeOfData(parts) : NOWHERE;
}

function routeOfData([, bucket, key]) {
  if (!bucket) {
    return ['data', 'Data', buckets];
  }
  if (!BUCKET.test(bucket)) {
    return NOWHERE;
  }
  if (!key) {
    return ['data', bucket, (root) => keys(root, bucket)];
  }
  try {
    const bytes = decodeBytes(key);
    return bytes.length <= 1024 ? ['data', `${bucket}: ${show(key).slice(0, 60)}`, (root) => object(root, bucket, encodeBytes(bytes))] : NOWHERE;
  } catch {
    return NOWHERE;
  }
}

const NOWHERE = [null, 'Not found', notFound];

function notFound(root) {
  put(root, h('h1', { tabindex: -1 }, 'Not found'),
    empty('This page of the console does not exist.', h('p', {}, h('a', { href: '#/' }, 'Go to the cluster'))));
}

function navigate(moveFocus) {
  end?.();
  end = null;
  asking = false;
  const [name, title, view] = route();
  document.title = `${title} · Aitta`;
  document.querySelectorAll('nav [data-view]').forEach((link) =>
    set(link, 'aria-current', link.dataset.view === name ? 'page' : null));
  if (refused()) {
    askForToken(Boolean(token()));
    return;
  }
  end = view(main) ?? null;
  if (moveFocus) {
    scrollTo(0, 0);
    main.querySelector('h1')?.focus({ preventScroll: true });
  }
}

function askForToken(hadToken) {
  if (!asking) {
    end?.();
    end = null;
    asking = true;
    signIn(main, hadToken, () => navigate(true));
    frame();
  }
}

function frame() {
  const { cluster } = state;
  const where = document.getElementById('where');
  say(where, cluster ? cluster.node : '');
  document.getElementById('sign-out').hidden = !token() || asking;
  const silent = silence();
  const stale = document.getElementById('stale');
  stale.hidden = silent === 0;
  document.body.classList.toggle('stale', silent > 0);
  if (silent > 0) {
    // Only the first words are announced: a status that changes every second would be read each time.
    const since = h('span', { 'aria-hidden': 'true' }, ` ${span(silent / 1000)} ago.`);
    if (!stale.firstChild) {
      put(stale, h('span', {}, `${explain(state.error.cluster)} What you see is from ${clock(state.at.cluster)},`), since);
    } else {
      say(stale.lastChild, since.textContent);
    }
  } else {
    put(stale);
  }
}

function theme() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light')) === 'dark';
  const label = () => {
    const other = isDark() ? 'light' : 'dark';
    set(button, 'aria-label', `Switch to the ${other} theme`);
    set(button, 'title', `Switch to the ${other} theme`);
    say(button, isDark() ? '☀' : '☾');
  };
  button.addEventListener('click', () => {
    const other = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = other;
    try {
      localStorage.setItem('aitta-theme', other);
    } catch {
      // It lasts until the page is closed, then.
    }
    label();
  });
  system.addEventListener('change', label);
  label();
}

document.getElementById('sign-out').addEventListener('click', () => {
  keepToken(null);
  announce('Signed out.');
  location.reload(); // nothing that was read stays in memory
});
whenRefused(askForToken);
addEventListener('hashchange', () => navigate(true));
subscribe(frame);
theme();
navigate(false);
start();
