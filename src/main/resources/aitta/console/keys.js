// Keys are bytes. In the API's JSON, in its paths and in this page's own addresses they are
// percent-encoded text; here is all that turns one into the other.

const encoder = new TextEncoder();
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const BARE = /[A-Za-z0-9\-._~]/;

/** Bytes as the API writes them: all but unreserved characters as upper-case %XX. */
export function encodeBytes(bytes) {
  let text = '';
  for (const byte of bytes) {
    const char = String.fromCharCode(byte);
    text += BARE.test(char) ? char : '%' + byte.toString(16).toUpperCase().padStart(2, '0');
  }
  return text;
}

export function encodeText(text) {
  return encodeBytes(encoder.encode(text));
}

/** Bytes of percent-encoded text. Throws where a % is not followed by two hex digits. */
export function decodeBytes(encoded) {
  const bytes = [];
  const raw = encoder.encode(encoded);
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== 0x25) {
      bytes.push(raw[i]);
      continue;
    }
    const hex = String.fromCharCode(raw[i + 1] ?? 0, raw[i + 2] ?? 0);
    if (!/^[0-9A-Fa-f]{2}$/.test(hex)) {
      throw new Error('A percent sign must be followed by two hexadecimal digits; %25 is the sign itself.');
    }
    bytes.push(parseInt(hex, 16));
    i += 2;
  }
  return Uint8Array.from(bytes);
}

/** The text that bytes are in UTF-8; null where they are none. */
export function textOf(bytes) {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * A key for people: its text, with whatever cannot be seen or would turn the line around written
 * as %XX, and the sign % itself as %25 where it could be mistaken for such.
 */
export function show(encoded) {
  const text = textOf(decodeBytes(encoded));
  if (text === null) {
    return encoded;
  }
  return [...text].map((char, at, all) => {
    const edge = at === 0 || at === all.length - 1;
    const hidden = /[\p{C}\p{Zl}\p{Zp}]/u.test(char) || (/\p{Zs}/u.test(char) && (edge || char !== ' '));
    return hidden || (char === '%' && /^[0-9A-Fa-f]{2}$/.test(all.slice(at + 1, at + 3).join('')))
      ? [...encoder.encode(char)].map((b) => '%' + b.toString(16).toUpperCase().padStart(2, '0')).join('')
      : char;
  }).join('');
}

/** Browsers fold these in paths, even encoded: they can be asked for in a batch alone. */
export function isFolded(encoded) {
  const bytes = decodeBytes(encoded);
  return bytes.every((byte) => byte === 0x2e) && bytes.length <= 2;
}

export const BUCKET = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/;

/** The address, within this page, of a bucket or a key. */
export function href(bucket, encodedKey) {
  const base = `#/data/${encodeURIComponent(bucket)}`;
  return encodedKey === undefined ? base : `${base}/${encodedKey}`;
}

export function pathOf(bucket, encodedKey) {
  return `/v1/buckets/${encodeURIComponent(bucket)}/keys/${encodedKey}`;
}

export function toBase64(bytes) {
  let text = '';
  for (let i = 0; i < bytes.length; i += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
  }
  return btoa(text);
}

export function fromBase64(text) {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
