// The ring as a picture: ranges clockwise from the top, one band for each place in the list of
// owners, the first owner outside.

import { put, s } from './dom.js';
import * as palette from './palette.js';

const SIZE = 420;
const CENTER = SIZE / 2;
const OUTER = 188;
const DEPTH = 92;
/** More segments than this cannot be told apart: then each stands for several ranges. */
const MOST_SEGMENTS = 512;

/**
 * Ranges as they are drawn: `ranges` behind each other make one segment, whose owners are those
 * that most of them have.
 */
export function segments(ring) {
  const each = Math.max(1, Math.ceil(ring.ranges.length / MOST_SEGMENTS));
  const made = [];
  for (let first = 0; first < ring.ranges.length; first += each) {
    const ranges = ring.ranges.slice(first, first + each);
    made.push({
      first,
      last: first + ranges.length - 1,
      owners: each === 1 ? ranges[0].owners : usual(ranges),
      pending: [...new Set(ranges.flatMap((range) => range.pending))],
    });
  }
  return made;
}

function usual(ranges) {
  const places = Math.max(...ranges.map((range) => range.owners.length));
  return Array.from({ length: places }, (unused, place) => {
    const votes = new Map();
    for (const range of ranges) {
      const owner = range.owners[place];
      if (owner !== undefined) {
        votes.set(owner, (votes.get(owner) ?? 0) + 1);
      }
    }
    return [...votes].sort((a, b) => b[1] - a[1])[0]?.[0];
  });
}

/** Draws into `svg`. `look`: by (node or zone), chosen (node, or null), range (or null). */
export function draw(svg, cluster, ring, look) {
  const known = new Map(cluster.nodes.map((node) => [node.id, node]));
  const shown = segments(ring);
  const places = Math.max(1, ...shown.map((segment) => segment.owners.length));
  const band = DEPTH / places;
  const total = ring.ranges.length;
  const angle = (range) => (range / total) * 2 * Math.PI;
  const parts = [];
  for (const segment of shown) {
    const from = angle(segment.first);
    const to = angle(segment.last + 1);
    segment.owners.forEach((owner, place) => {
      if (owner !== undefined) {
        const outer = OUTER - place * band;
        parts.push(arc(outer - band + 1.5, outer, from, to, {
          ...paint(owner, known.get(owner), look),
          'data-range': segment.first,
        }));
      }
    });
    for (const owner of segment.pending) {
      parts.push(arc(OUTER + 4, OUTER + 11, from, to, {
        ...paint(owner, known.get(owner), look), 'data-range': segment.first, 'data-pending': owner,
      }));
    }
  }
  const moving = new Set(cluster.transfers.map((transfer) => transfer.range));
  for (const range of moving) {
    const at = angle(range + 0.5);
    parts.push(s('circle', { class: 'moving', r: 3.2, cx: x(OUTER + 16, at), cy: y(OUTER + 16, at) }));
  }
  if (look.range !== null && look.range < total) {
    const from = angle(look.range);
    const to = Math.max(angle(look.range + 1), from + 0.012);
    parts.push(arc(OUTER - DEPTH - 3, OUTER + 2, from, to, { class: 'chosen' }));
  }
  put(svg, s('g', { class: look.chosen ? 'ring picked' : 'ring' }, parts));
}

function paint(owner, node, look) {
  const away = node === undefined || node.status === 'unreachable';
  const names = ['segment'];
  if (away) {
    names.push('away');
  }
  if (look.chosen === owner) {
    names.push('mine');
  }
  const hue = look.by === 'zone' ? palette.zones.hue(node?.zone) : palette.nodes.hue(owner);
  return { class: names.join(' '), hue };
}

function arc(inner, outer, from, to, { hue, ...attributes }) {
  const end = to - from >= 2 * Math.PI ? from + 2 * Math.PI - 1e-4 : to;
  const large = end - from > Math.PI ? 1 : 0;
  const path = s('path', {
    ...attributes,
    d: `M${x(outer, from)} ${y(outer, from)}`
      + `A${outer} ${outer} 0 ${large} 1 ${x(outer, end)} ${y(outer, end)}`
      + `L${x(inner, end)} ${y(inner, end)}`
      + `A${inner} ${inner} 0 ${large} 0 ${x(inner, from)} ${y(inner, from)}Z`,
  });
  if (hue !== undefined) {
    path.style.setProperty('--hue', hue);
  }
  return path;
}

function x(radius, angle) {
  return (CENTER + radius * Math.sin(angle)).toFixed(2);
}

function y(radius, angle) {
  return (CENTER - radius * Math.cos(angle)).toFixed(2);
}

export const VIEW_BOX = `0 0 ${SIZE} ${SIZE}`;
