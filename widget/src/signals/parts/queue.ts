/**
 * The variable through which the page speaks to a vendor. The vendor's snippet makes it, before or after us, and may make
 * it again; whichever it is, what we say comes first in it.
 */

// biome-ignore lint/suspicious/noExplicitAny: a page's variables hold anything
type Any = any;

const page = window as unknown as Record<string, Any>;

/** A vendor's code that throws is the vendor's trouble. */
function quietly(say: () => void): void {
  try {
    say();
  } catch (error) {
    reportError(error);
  }
}

/** Hears each reading and writing of a variable, unless the page has it fixed already. */
function watch(name: string, read: () => Any, write: (value: Any) => void): void {
  Reflect.defineProperty(page, name, { configurable: true, enumerable: true, get: read, set: write });
}

/**
 * A queue that is an array. We lead each array that the page takes for it. An object that takes its place is the
 * vendor's library, which has read what was in the array.
 *
 * @param first what comes before anything else.
 * @param made what the page finds where no snippet has made one yet; none where snippets give the array methods, which
 *   the page would miss in one of ours.
 * @returns adds to the queue.
 */
export function arrayQueue(name: string, first: readonly unknown[], made?: unknown[]): (...entries: unknown[]) => void {
  const said = [...first];
  let queue: Any = page[name] ?? made;
  /** Whether what stands in front of it is still to be read: a library puts a `push` of its own over an array. */
  const unread = (): boolean => Array.isArray(queue) && !Object.hasOwn(queue, "push");
  const lead = (): void => {
    // a copy of the last one has our words already
    if (unread() && !said.some((entry) => typeof entry === "object" && queue.includes(entry))) queue.unshift(...said);
  };
  const push = (...entries: unknown[]): void => quietly(() => queue?.push?.(...entries));
  if (unread()) lead();
  else push(...first);
  page[name] = queue;
  watch(
    name,
    () => queue,
    (value) => {
      queue = value;
      lead();
    },
  );
  return (...entries) => {
    if (queue !== page[name]) {
      // it could not be watched
      queue = page[name];
      lead();
    }
    said.push(...entries);
    push(...entries);
  };
}

/**
 * A function that snippets make only if there is none (`if (x) return`): so we must not. It is spoken to when it is read
 * for the first time, which the snippet does after it has made it, to call it.
 *
 * @param say says what is allowed now.
 * @returns says it again.
 */
export function functionQueue(name: string, say: (call: Any) => void): () => void {
  let call: Any = page[name];
  let met: Any;
  const meet = (): Any => {
    // without its queue a snippet's function is not finished
    if (call?.queue && call !== met) {
      met = call;
      quietly(() => say(call));
    }
    return call;
  };
  meet();
  watch(name, meet, (value) => {
    call = value;
  });
  return () => {
    const before = met;
    call = page[name];
    meet();
    // a library may have put a function without a queue in the place of the snippet's
    if (before && before === met && typeof call === "function") quietly(() => say(call));
  };
}
