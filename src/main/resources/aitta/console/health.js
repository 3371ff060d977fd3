// What an operator should know first, worked out from what the node reports: sentences, the worst
// first, each {level: bad | warn | well, text}.

import { count, list, many } from './format.js';

export function findings(cluster, ring, repair) {
  const found = [];
  const ids = (nodes) => list(nodes.map((node) => node.id));
  const away = cluster.nodes.filter((node) => node.status === 'unreachable');
  if (away.length > 0) {
    found.push(bad(`${ids(away)} cannot be reached. Others stand in for ${away.length === 1 ? 'it' : 'them'} and keep hints.`));
  }
  if (ring) {
    found.push(...copies(cluster, ring));
  }
  const full = cluster.nodes.filter((node) => node.diskFull);
  if (full.length > 0) {
    found.push(bad(`The disk of ${ids(full)} is full: no copy of anything new is taken there.`));
  }
  const behind = cluster.nodes.filter((node) => node.catchingUp > 0 && node.status !== 'unreachable');
  if (behind.length > 0) {
    const each = behind.map((node) => `${node.id} (${many(node.catchingUp, 'range')})`);
    found.push(warn(`Catching up, and not counted for strict reads until then: ${list(each)}.`));
  }
  const moving = cluster.nodes.filter((node) => node.status === 'joining' || node.status === 'leaving');
  if (moving.length > 0) {
    found.push(warn(`${list(moving.map((node) => `${node.id} is ${node.status}`))}.`));
  }
  const hints = hintsByTarget(cluster);
  if (hints.size > 0) {
    const each = [...hints].map(([target, amount]) => `${count(amount)} for ${target}`);
    found.push(warn(`Hints wait to be delivered: ${list(each)}.`));
  }
  const aside = cluster.nodes.filter((node) => node.setAside > 0);
  if (aside.length > 0) {
    found.push(warn(`Data of an earlier life is set aside on ${ids(aside)}, and may be nowhere else: the log there says why.`));
  }
  const apart = (repair?.ranges ?? []).filter((range) => range.lastRun !== null && !range.inSync);
  if (apart.length > 0) {
    found.push(warn(`The last comparison of ${many(apart.length, 'range')} ended with a difference.`));
  }
  if (found.length === 0) {
    const nodes = cluster.nodes.length;
    found.push({
      level: 'well',
      text: nodes === 1
        ? 'The node is up, and no range lacks anything. With one node there is one copy of each value.'
        : `All ${many(nodes, 'node')} are up, and no range lacks anything.`,
    });
  }
  return found;
}

/** Ranges of which too few owners can be reached, by how bad that is. */
function copies(cluster, ring) {
  const here = new Set(cluster.nodes.filter((node) => node.status !== 'unreachable').map((node) => node.id));
  let without = 0;
  let few = 0;
  for (const range of ring.ranges) {
    const reachable = range.owners.filter((owner) => here.has(owner)).length;
    if (range.owners.length > 0 && reachable === 0) {
      without++;
    } else if (reachable < Math.floor(range.owners.length / 2) + 1) {
      few++;
    }
  }
  const found = [];
  if (without > 0) {
    found.push(bad(`${many(without, 'range')} ${without === 1 ? 'has' : 'have'} no owner that can be reached: reads there are answered 503.`));
  }
  if (few > 0) {
    found.push(bad(`${many(few, 'range')} ${few === 1 ? 'has' : 'have'} fewer than a quorum of owners: strict and conditional requests there are answered 503.`));
  }
  return found;
}

/** Hints held anywhere, by the node that they are for. */
export function hintsByTarget(cluster) {
  const totals = new Map();
  for (const node of cluster.nodes) {
    for (const [target, amount] of Object.entries(node.hintsFor ?? {})) {
      totals.set(target, (totals.get(target) ?? 0) + amount);
    }
  }
  return totals;
}

/** Ranges whose copies all lie in one zone though the cluster has several. */
export function oneZone(cluster, ring) {
  const zone = new Map(cluster.nodes.map((node) => [node.id, node.zone]));
  if (new Set(zone.values()).size < 2) {
    return 0;
  }
  return ring.ranges.filter((range) =>
    range.owners.length > 1 && new Set(range.owners.map((owner) => zone.get(owner))).size === 1).length;
}

function bad(text) {
  return { level: 'bad', text };
}

function warn(text) {
  return { level: 'warn', text };
}
