// Lists of links in which Tab reaches one, and arrows, Home and End go to the others.

/** @param item selects the links within `container`, whose children may change at any time */
export function rove(container, item) {
  const all = () => [...container.querySelectorAll(item)];
  const mark = (chosen) => all().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
  container.addEventListener('focusin', (event) => {
    const one = event.target.closest(item);
    if (one) {
      mark(one);
    }
  });
  container.addEventListener('keydown', (event) => {
    const items = all();
    const here = items.indexOf(event.target.closest(item));
    const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
    if (here >= 0 && next !== undefined && items[next]) {
      event.preventDefault();
      items[next].focus();
    }
  });
  return () => mark(all()[0]);
}
