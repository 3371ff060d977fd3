// Reads and writes of one key, in the words of the contract: with the context of what was seen, so
// that nothing is superseded that nobody has looked at.

import { ApiError, ask, single } from './api.js';
import { fromBase64, isFolded, pathOf, toBase64 } from './keys.js';

/** Of larger values only the beginning is fetched, until somebody wants all. */
export const FIRST_BYTES = 1 << 20;

/**
 * @returns {kind: 'one', bytes, whole, size, contentType, …}, {kind: 'several', siblings, …} or
 *     {kind: 'missing', …}, each with the context of what is there
 */
export async function read(bucket, key, whole = false) {
  if (isFolded(key)) {
    return fromBatch(await single({ op: 'get', bucket, key }));
  }
  let answer;
  try {
    answer = await ask(pathOf(bucket, key), {
      headers: { Accept: 'application/json' }, fine: [300, 404], wait: 30_000,
    });
    if (answer.status === 404) {
      return missing(answer.headers.get('Aitta-Context'), await answer.json());
    }
    if (answer.status === 300) {
      return several(await answer.json(), answer.headers.get('Aitta-Context'), answer.headers.get('Aitta-Quorum'));
    }
    return await one(answer, whole);
  } catch (error) {
    // A browser refuses an answer whose Content-Encoding is not true; a batch gives the bytes as they are.
    if (error instanceof ApiError && error.status !== 0) {
      throw error;
    }
    return fromBatch(await single({ op: 'get', bucket, key }));
  }
}

async function one(answer, whole) {
  const { headers } = answer;
  const [bytes, complete] = await body(answer, whole ? Infinity : FIRST_BYTES);
  const encoding = headers.get('Content-Encoding');
  const length = headers.get('Content-Length');
  return {
    kind: 'one',
    bytes,
    whole: complete,
    size: encoding === null && length !== null ? Number(length) : complete ? bytes.length : null,
    contentType: headers.get('Content-Type') ?? '',
    decodedFrom: encoding,
    etag: (headers.get('ETag') ?? '').replaceAll('"', ''),
    lastModified: headers.get('Last-Modified'),
    expires: headers.get('Aitta-Expires'),
    context: headers.get('Aitta-Context'),
    quorum: headers.get('Aitta-Quorum'),
  };
}

/** @returns the bytes, at most `most` of them, and whether they are all */
async function body(answer, most) {
  const reader = answer.body.getReader();
  const parts = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return [joined(parts, length), true];
    }
    parts.push(value);
    length += value.length;
    if (length > most) {
      reader.cancel();
      return [joined(parts, length).subarray(0, most), false];
    }
  }
}

function joined(parts, length) {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

function fromBatch(result) {
  if (result.status === 404) {
    return missing(result.context ?? null, null);
  }
  if (result.status === 300) {
    return several(result, result.context, null);
  }
  const bytes = fromBase64(result.value ?? '');
  return {
    kind: 'one', bytes, whole: true, size: bytes.length, contentType: result.contentType ?? '',
    contentEncoding: result.contentEncoding, etag: result.etag, lastModified: result.lastModified,
    expires: result.expires ?? null, context: result.context, quorum: null,
  };
}

function missing(context, problem) {
  return { kind: 'missing', context, detail: problem?.detail };
}

function several({ siblings }, context, quorum) {
  return {
    kind: 'several',
    context,
    quorum,
    siblings: siblings.map((sibling) => ({
      ...sibling,
      deleted: sibling.deleted === true,
      bytes: sibling.deleted ? new Uint8Array() : fromBase64(sibling.value ?? ''),
    })),
  };
}

/** @param version bytes, contentType, contentEncoding and ttl; all but the bytes may be absent */
export async function write(bucket, key, version, context) {
  const { bytes, contentType, contentEncoding, ttl } = version;
  if (isFolded(key)) {
    await single(defined({ op: 'put', bucket, key, value: toBase64(bytes), contentType, contentEncoding, ttl, context }));
    return;
  }
  await ask(pathOf(bucket, key) + (ttl ? `?ttl=${encodeURIComponent(ttl)}` : ''), {
    method: 'PUT',
    body: bytes,
    wait: 30_000,
    headers: defined({ 'Content-Type': contentType, 'Content-Encoding': contentEncoding, 'Aitta-Context': context }),
  });
}

export async function remove(bucket, key, context) {
  if (isFolded(key)) {
    await single(defined({ op: 'delete', bucket, key, context }));
    return;
  }
  await ask(pathOf(bucket, key), { method: 'DELETE', headers: defined({ 'Aitta-Context': context }) });
}

/** Gives the present version a new time to live. */
export async function touch(bucket, key, ttl, seen) {
  if (isFolded(key)) {
    await write(bucket, key, { ...seen, ttl }, seen.context);
    return;
  }
  await ask(`${pathOf(bucket, key)}/touch?ttl=${encodeURIComponent(ttl)}`, { method: 'POST' });
}

/** Of a time to live, what is left of it; undefined where there is none. */
export function ttlLeft(expires, now = Date.now()) {
  return expires ? `${Math.max(1, Math.round((new Date(expires).getTime() - now) / 1000))}s` : undefined;
}

function defined(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== null && value !== ''));
}
