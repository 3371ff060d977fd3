// What this node says of the cluster and of itself, asked again and again while somebody looks.

import { json, refused, text } from './api.js';
import { History, reading } from './history.js';
import { parse } from './prometheus.js';

/** Older than this, what is shown is marked as stale. */
export const STALE_MILLIS = 10_000;
const RING_MILLIS = 60_000;
const MOVING_RING_MILLIS = 6_000;

/** The last answers; null until the first. `at` is when each came, `error` what is wrong now. */
export const state = {
  cluster: null,
  ring: null,
  repair: null,
  at: {},
  error: {},
  history: new History(),
  /** Whether this node's API has nodes leave and be removed. */
  canLeave: false,
};

const listeners = new Set();

/** @returns a function that ends it */
export function subscribe(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  listeners.forEach((listener) => listener(state));
}

const polls = [];

function poll(name, millis, question) {
  const one = { name, timer: 0, running: false, again: false };
  one.run = async () => {
    clearTimeout(one.timer);
    if (one.running) {
      one.again = true;
      return;
    }
    if (!document.hidden && !refused()) {
      one.running = true;
      try {
        await question();
        state.at[name] = Date.now();
        state.error[name] = null;
      } catch (error) {
        state.error[name] = error;
      }
      one.running = false;
      tell();
    }
    one.timer = setTimeout(one.run, one.again ? 0 : millis);
    one.again = false;
  };
  polls.push(one);
}

let ringAsked = 0;

poll('cluster', 3_000, async () => {
  state.cluster = await json('/v1/cluster');
  const changed = state.ring?.version !== state.cluster.ringVersion;
  const often = state.cluster.transfers.length > 0 ? MOVING_RING_MILLIS : RING_MILLIS;
  if (changed || Date.now() - ringAsked > often) {
    ringAsked = Date.now();
    state.ring = await json('/v1/cluster/ring', { wait: 30_000 }); // megabytes, where there are many ranges
  }
});

poll('repair', 15_000, async () => {
  state.repair = await json('/v1/cluster/repair');
});

poll('metrics', 5_000, async () => {
  state.history.add(reading(parse(await text('/metrics')), Date.now()));
});

/** Asks at once: all, or what is named. */
export function refresh(...names) {
  polls.filter((one) => names.length === 0 || names.includes(one.name)).forEach((one) => one.run());
}

/** Begins, and looks up whether nodes of this build can be told to leave. */
export function start() {
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) {
      refresh();
    }
  });
  setInterval(tell, 1_000); // ages grow though no answer comes
  refresh();
  learnAbilities();
}

/** Asks once more, after signing in. */
export async function learnAbilities() {
  try {
    const { paths } = await json('/v1/openapi.json');
    state.canLeave = paths['/v1/cluster/nodes/{id}/leave']?.post !== undefined;
    tell();
  } catch {
    // Not now, then: it is asked again after signing in.
  }
}

/** Since when this node has not answered about its cluster, milliseconds; 0 while it does. */
export function silence(now = Date.now()) {
  const at = state.at.cluster;
  return at !== undefined && state.error.cluster && now - at > STALE_MILLIS ? now - at : 0;
}
