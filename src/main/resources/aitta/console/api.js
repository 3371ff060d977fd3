// Speaks with this node: adds the token, bounds the wait, and turns whatever is no success into an
// ApiError whose message can be shown.

const TOKEN = 'aitta-token';
const WAIT_MILLIS = 10_000;

/** What went wrong: `status` is 0 where there was no answer at all. */
export class ApiError extends Error {
  constructor(message, status, problem, requestId, answer) {
    super(message);
    this.status = status;
    this.problem = problem;
    this.requestId = requestId;
    this.answer = answer;
  }
}

export function token() {
  return sessionStorage.getItem(TOKEN);
}

/** Kept until the tab is closed; never in an address, never on disk. */
export function keepToken(text) {
  if (text) {
    sessionStorage.setItem(TOKEN, text);
  } else {
    sessionStorage.removeItem(TOKEN);
  }
  refusedWith = undefined;
}

// A token that was refused is not sent again by every poll: each would be in the audit log.
let refusedWith;
let onRefused = () => {};

/** Is called when a request is answered 401. */
export function whenRefused(listener) {
  onRefused = listener;
}

/** Whether the present token, or its absence, was refused. */
export function refused() {
  return refusedWith !== undefined && refusedWith === (token() ?? '');
}

/**
 * Sends a request. Any answer is returned whose status is 2xx, or one of `fine`.
 *
 * @param options method, headers, body, wait (milliseconds), fine (statuses)
 */
export async function ask(path, options = {}) {
  const { fine = [], wait = WAIT_MILLIS, headers = {}, ...rest } = options;
  const sent = token();
  if (sent) {
    headers.Authorization = `Bearer ${sent}`;
  }
  let answer;
  try {
    answer = await fetch(path, {
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'manual',
      signal: AbortSignal.timeout(wait),
      headers,
      ...rest,
    });
  } catch (failure) {
    const why = failure.name === 'TimeoutError' ? `did not answer within ${wait / 1000} s` : 'does not answer';
    throw new ApiError(`This node ${why}.`, 0);
  }
  if (answer.ok || fine.includes(answer.status)) {
    return answer;
  }
  throw await refusal(answer, sent);
}

async function refusal(answer, sent) {
  let problem = null;
  try {
    problem = await answer.json();
  } catch {
    // Something between the browser and the node has answered.
  }
  if (answer.status === 401) {
    refusedWith = sent ?? '';
    onRefused(Boolean(sent));
  }
  const message = problem?.detail ?? problem?.title ?? `The answer was ${answer.status}.`;
  return new ApiError(message, answer.status, problem, answer.headers.get('X-Request-Id'), answer);
}

export async function json(path, options) {
  return (await ask(path, options)).json();
}

export async function text(path, options) {
  return (await ask(path, options)).text();
}

/** One operation through the batch: for keys that a browser cannot put into a path. */
export async function single(operation) {
  const answer = await json('/v1/batch', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ operations: [operation] }),
  });
  const result = answer.results[0];
  if (result.status >= 400 && result.status !== 404) {
    throw new ApiError(result.problem?.detail ?? `The answer was ${result.status}.`, result.status, result.problem);
  }
  return result;
}

/** A failure in words: what happened, and what its reader can do. */
export function explain(error) {
  const hint = {
    0: 'Check that the node runs and can be reached from here.',
    401: 'Sign in with a token.',
    403: 'Your token does not reach this; another one may.',
    429: 'The node sheds load. Try again in a moment.',
    503: 'Too few owners answer just now, or the node is starting. Try again in a moment.',
  }[error.status];
  const id = error.requestId ? ` (request ${error.requestId})` : '';
  return `${error.message}${id}${hint ? ' ' + hint : ''}`;
}
